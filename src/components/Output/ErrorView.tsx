/** An error in the reader's own terms: message, cell, line and column, and a guess at the remedy. */
import type { ErrorOutput } from '../../notebook/types';
import styles from './Output.module.css';

export function ErrorView({ error, cell }: { error: ErrorOutput; cell: string }) {
  const place = error.line && `line ${error.line}${error.column ? `, column ${error.column}` : ''}`;
  const where = [error.cell && error.cell !== cell && `cell ${error.cell}`, place].filter(Boolean).join(', ');
  return (
    <div className={styles.error}>
      <p>
        <strong>{error.name}</strong> {error.message}
      </p>
      {where && <p className={styles.place}>{where}</p>}
      {error.hint && <p className={styles.hint}>{error.hint}</p>}
    </div>
  );
}
