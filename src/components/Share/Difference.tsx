/** Two versions of a cell's code as one: what would go, what would come, and a few lines around. */
import clsx from 'clsx';
import { diffLines } from './diffLines';
import styles from './Share.module.css';

const SIGNS = { same: ' ', removed: '−', added: '+' };

export function Difference({ before, after, label }: { before: string; after: string; label: string }) {
  return (
    <pre className={styles.difference} tabIndex={0} aria-label={label}>
      {diffLines(before, after).map((line, place) =>
        line.kind === 'left out' ? (
          <span key={place} className={styles.leftOut}>{`  ⋯ ${line.count} ${line.count === 1 ? 'line' : 'lines'}\n`}</span>
        ) : (
          <span key={place} className={clsx(styles[line.kind])}>{`${SIGNS[line.kind]} ${line.text}\n`}</span>
        ),
      )}
    </pre>
  );
}
