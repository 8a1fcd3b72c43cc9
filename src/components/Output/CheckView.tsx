/** What an exercise's check said. */
import clsx from 'clsx';
import type { CheckOutput } from '../../notebook/types';
import { ErrorView } from './ErrorView';
import styles from './Output.module.css';

export function CheckView({ check, cell }: { check: CheckOutput; cell: string }) {
  const { passed, message, thrown } = check;
  return (
    <div className={clsx(styles.check, passed && styles.passed)}>
      <p>
        <strong>{passed ? '✓ Passed.' : 'Not yet.'}</strong> {thrown ? 'Your code threw an error:' : message}
      </p>
      {thrown && <ErrorView error={thrown} cell={cell} />}
    </div>
  );
}
