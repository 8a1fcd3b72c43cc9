/** One step of the session in a terminal that `npm run bench -- delivery` typed and saved: commands, what they print, what the service writes meanwhile. */
import measured from '../../../bench/results/delivery.json';
import styles from './SessionFigure.module.css';

export interface SessionFigureProps {
  /** Which part of the session, such as `start`. */
  step: string;
}

export function SessionFigure({ step }: SessionFigureProps) {
  const commands = measured.commands.filter((each) => each.step === step);
  if (commands.length === 0) {
    const steps = [...new Set(measured.commands.map((each) => each.step))];
    throw new RangeError(`step must be one of ${steps.join(', ')}, got ${step}`);
  }
  return (
    <pre className={styles.session} tabIndex={0} aria-label="Session in a terminal">
      {commands.map(({ command, output, log }) => (
        <span key={command} className={styles.entry}>
          <span className={styles.command}>
            <span aria-hidden="true">$ </span>
            {command}
          </span>
          {output && <span>{output}</span>}
          {log.map((line) => (
            <span key={line} className={styles.log}>
              {line}
            </span>
          ))}
        </span>
      ))}
    </pre>
  );
}
