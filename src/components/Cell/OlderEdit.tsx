/** Shown when the book's cell has changed since the reader edited it: what their version has otherwise, and the choice. */
import { part } from '../Offline/part';
import styles from './Cell.module.css';

const Difference = part(async () => (await import('../Share/Difference')).Difference);

export interface OlderEditProps {
  /** The book's code as it is now. */
  book: string;
  /** The reader's, made from an older edition. */
  code: string;
  onSettle: (take: boolean) => void;
}

export function OlderEdit({ book, code, onSettle }: OlderEditProps) {
  const label = 'Your edit, compared with the book’s new version';
  return (
    <div className={styles.older} role="group" aria-label="Your edit of an older edition of this cell">
      <p>You edited this cell, and the book has changed it since. Below is the book’s new version; this would make it yours:</p>
      <Difference before={book} after={code} label={label} fallback={<pre>{code}</pre>} />
      <button type="button" className={styles.button} onClick={() => onSettle(true)}>
        Use mine
      </button>
      <button type="button" className={styles.button} onClick={() => onSettle(false)}>
        Keep the book’s
      </button>
    </div>
  );
}
