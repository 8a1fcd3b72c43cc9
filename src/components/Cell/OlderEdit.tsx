/** Shown when the book's cell has changed since the reader edited it: their version, and the choice. */
import styles from './Cell.module.css';

export function OlderEdit({ code, onSettle }: { code: string; onSettle: (take: boolean) => void }) {
  return (
    <div className={styles.older} role="group" aria-label="Your edit of an older edition of this cell">
      <p>You edited this cell, and the book has changed it since. Below is the book’s new version; this is yours:</p>
      <pre tabIndex={0}>{code}</pre>
      <button type="button" className={styles.button} onClick={() => onSettle(true)}>
        Use mine
      </button>
      <button type="button" className={styles.button} onClick={() => onSettle(false)}>
        Keep the book’s
      </button>
    </div>
  );
}
