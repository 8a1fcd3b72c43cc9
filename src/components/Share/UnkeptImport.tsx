/** What a file of somebody's writings holds where the browser keeps nothing: its text, and the way into this page, until it is left. */
import { useState } from 'react';
import cellStyles from '../Cell/Cell.module.css';
import type { Session } from '../Cell/session';
import styles from './Share.module.css';
import type { Writings } from './writings';

export interface UnkeptImportProps {
  writings: Writings;
  session: Session;
  /** The browser's words. */
  reason: string;
  onClose: () => void;
}

export function UnkeptImport({ writings: { edits }, session, reason, onClose }: UnkeptImportProps) {
  const [isPut, setPut] = useState(false);
  const { path, cells } = session.chapter;
  const here = cells.filter(({ id }) => edits.has(`${path}#${id}`));
  const put = async () => {
    for (const { id } of here) await session.edit(id, edits.get(`${path}#${id}`)!.code);
    setPut(true);
  };
  return (
    <section className={styles.banner} aria-labelledby="import-title">
      <h2 id="import-title">What the file holds</h2>
      <p>
        This browser refuses to keep anything for the book ({reason}). What you take from the file is here until you close or
        reload the page; the file stays as it is.
      </p>
      <ul className={styles.cells}>
        {[...edits].map(([cell, { code }]) => (
          <li key={cell}>
            <details>
              <summary>{cell}</summary>
              <pre className={styles.difference} tabIndex={0} aria-label={`Code of ${cell}`}>
                {code}
              </pre>
            </details>
          </li>
        ))}
      </ul>
      <p className={styles.actions}>
        {here.length > 0 && (
          <button type="button" className={cellStyles.button} disabled={isPut} onClick={() => void put()}>
            {isPut ? 'They stand in the page' : `Put those of this chapter (${here.length}) into the page`}
          </button>
        )}
        <button type="button" className={cellStyles.button} onClick={onClose}>
          Close
        </button>
      </p>
    </section>
  );
}
