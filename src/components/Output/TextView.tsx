/** Lines that a cell logged. Long text is folded. */
import clsx from 'clsx';
import type { TextOutput } from '../../notebook/types';
import styles from './Output.module.css';

const FOLD_LINES = 24;

export function TextView({ output }: { output: TextOutput }) {
  const lines = output.text.split('\n');
  const className = clsx(styles.text, output.stream === 'error' && styles.bad);
  if (lines.length <= FOLD_LINES)
    return (
      <pre className={className} tabIndex={0}>
        {output.text}
      </pre>
    );
  return (
    <details className={styles.fold}>
      <summary>
        <pre className={className}>{lines.slice(0, FOLD_LINES / 2).join('\n')}</pre>
        <span className={styles.more}>{(lines.length - FOLD_LINES / 2).toLocaleString('en')} more lines</span>
      </summary>
      <pre className={className} tabIndex={0}>
        {lines.slice(FOLD_LINES / 2).join('\n')}
      </pre>
    </details>
  );
}
