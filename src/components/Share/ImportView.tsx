/** What a file of somebody's writings would change here, and the word to take it. Cells edited in both are told one by one. */
import { useState } from 'react';
import cellStyles from '../Cell/Cell.module.css';
import { allEdits } from '../Cell/edits';
import type { Session } from '../Cell/session';
import { Difference } from './Difference';
import styles from './Share.module.css';
import { UnkeptImport } from './UnkeptImport';
import { compareWritings, takeWritings } from './writings';
import type { Writings } from './writings';

export interface ImportViewProps {
  writings: Writings;
  /** Of the chapter that it stands in. */
  session: Session;
  onClose: () => void;
}

export function ImportView({ writings, session, onClose }: ImportViewProps) {
  const [storage] = useState(openStorage);
  if ('reason' in storage)
    return <UnkeptImport writings={writings} session={session} reason={storage.reason} onClose={onClose} />;
  return <KeptImport writings={writings} storage={storage.open} onClose={onClose} />;
}

/** What the browser keeps for the book; private windows of some refuse to open it. */
function openStorage(): { open: Storage } | { reason: string } {
  try {
    return { open: window.localStorage };
  } catch (error) {
    return { reason: (error as Error).message };
  }
}

function KeptImport({ writings, storage, onClose }: Pick<ImportViewProps, 'writings' | 'onClose'> & { storage: Storage }) {
  const [{ kept, comparison }] = useState(() => ({
    kept: allEdits(storage),
    comparison: compareWritings(storage, writings),
  }));
  const [replaced, setReplaced] = useState<ReadonlySet<string>>(new Set());
  const [end, setEnd] = useState<{ said: string; isTaken: boolean }>();
  const { fresh, conflicts, same } = comparison;
  const take = () => {
    try {
      const cells = [...fresh, ...conflicts.filter((cell) => replaced.has(cell))];
      takeWritings(storage, writings, cells);
      setEnd({
        said: `Taken: ${count(cells.length)}. Load the page again to see them; what has run on it is lost by that.`,
        isTaken: true,
      });
    } catch (error) {
      setEnd({ said: (error as Error).message, isTaken: false });
    }
  };
  if (end) {
    return (
      <div className={styles.banner} role="status">
        <p>{end.said}</p>
        {end.isTaken && (
          <button type="button" className={cellStyles.button} onClick={() => window.location.reload()}>
            Load again
          </button>
        )}
        <button type="button" className={cellStyles.button} onClick={onClose}>
          Close
        </button>
      </div>
    );
  }
  return (
    <section className={styles.banner} aria-labelledby="import-title">
      <h2 id="import-title">What the file holds</h2>
      <p>
        {count(fresh.length)} without a version of yours here, {count(same.length)} as you have them, {count(conflicts.length)}{' '}
        changed here in another way. What you have read and solved is joined.
        {conflicts.length > 0 && ' Tick those whose version in the file shall replace yours:'}
      </p>
      <ul className={styles.cells}>
        {conflicts.map((cell) => (
          <li key={cell}>
            <label>
              <input
                type="checkbox"
                checked={replaced.has(cell)}
                onChange={({ target }) => {
                  const next = new Set(replaced);
                  if (target.checked) next.add(cell);
                  else next.delete(cell);
                  setReplaced(next);
                }}
              />
              <strong>{cell}</strong>
            </label>
            <Difference
              before={kept.get(cell)!.code}
              after={writings.edits.get(cell)!.code}
              label={`What would change in ${cell}`}
            />
          </li>
        ))}
      </ul>
      <p className={styles.actions}>
        <button type="button" className={cellStyles.button} onClick={take}>
          Import
        </button>
        <button type="button" className={cellStyles.button} onClick={onClose}>
          Not now
        </button>
      </p>
    </section>
  );
}

const count = (n: number) => `${n} ${n === 1 ? 'cell' : 'cells'}`;
