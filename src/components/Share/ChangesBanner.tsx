/** Says that the opened link holds somebody's changes, shows what they would change, and waits for the reader's word. Nothing runs. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import cellStyles from '../Cell/Cell.module.css';
import type { Session } from '../Cell/session';
import { useOpenSession } from '../Cell/useSession';
import { unpackChanges } from './changesLink';
import type { Changes } from './changesLink';
import { Difference } from './Difference';
import { offerOf, takeChanges } from './offer';
import type { OfferedCell } from './offer';
import styles from './Share.module.css';

export function ChangesBanner({ chapter, fragment }: { chapter: string; fragment: string }) {
  const session = useOpenSession(chapter);
  const [read, setRead] = useState<{ changes?: Changes; fault?: string; isRestored?: boolean }>({});
  const [end, setEnd] = useState<'taken' | 'closed'>();
  useEffect(() => {
    let isWanted = true;
    // What the reader has kept must stand in the cells before anything is compared with it.
    Promise.all([unpackChanges(fragment), session?.restore()]).then(
      ([changes]) => isWanted && setRead({ changes, isRestored: session !== undefined }),
      ({ message }: Error) => isWanted && setRead({ fault: message }),
    );
    return () => {
      isWanted = false;
    };
  }, [fragment, session]);

  const close = () => setEnd('closed');
  if (end === 'closed') return null;
  if (end === 'taken') return <Told onClose={close}>The changes stand in their cells now. Nothing has run yet.</Told>;
  if (read.fault !== undefined) return <Told onClose={close}>{read.fault}</Told>;
  if (!read.changes || !session || !read.isRestored) return null;
  return <OfferView session={session} changes={read.changes} onTaken={() => setEnd('taken')} onClose={close} />;
}

interface OfferViewProps {
  session: Session;
  changes: Changes;
  onTaken: () => void;
  onClose: () => void;
}

function OfferView({ session, changes, onTaken, onClose }: OfferViewProps) {
  const now = useSyncExternalStore(session.subscribe, () => offerText(session, changes));
  const { cells, notes } = JSON.parse(now) as ReturnType<typeof offerOf>;
  /** By cell, where the reader has ticked or unticked it. Without a word of theirs, their own changes stay. */
  const [chosen, setChosen] = useState<Record<string, boolean>>({});
  const wanted = cells.filter(({ id, isOwn }) => chosen[id] ?? !isOwn);
  const take = async () => {
    await takeChanges(session, wanted);
    // Loading the page again must not offer what was taken.
    window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search);
    onTaken();
  };
  if (cells.length === 0) return <Told onClose={onClose}>{notes.join(' ')}</Told>;
  return (
    <section className={styles.banner} aria-labelledby="changes-title">
      <h2 id="changes-title">This link holds somebody’s changes</h2>
      <p>
        They are to {cells.length === 1 ? 'one cell' : `${cells.length} cells`} of this chapter and were not written by the book.
        Nothing of them has run, and what you see below is still yours. {notes.join(' ')}
      </p>
      <ul className={styles.cells}>
        {cells.map((cell) => (
          <OfferedView
            key={cell.id}
            cell={cell}
            isWanted={wanted.includes(cell)}
            onChoose={(isWanted) => setChosen({ ...chosen, [cell.id]: isWanted })}
          />
        ))}
      </ul>
      <p className={styles.actions}>
        <button type="button" className={cellStyles.button} disabled={wanted.length === 0} onClick={() => void take()}>
          Take these changes
        </button>
        <button type="button" className={cellStyles.button} onClick={onClose}>
          Not now
        </button>
      </p>
    </section>
  );
}

/** A snapshot that is equal as long as nothing has changed, as React asks of one. */
const offerText = (session: Session, changes: Changes) =>
  JSON.stringify(offerOf(session.chapter, changes, (id) => session.state(id)));

function OfferedView({ cell, isWanted, onChoose }: { cell: OfferedCell; isWanted: boolean; onChoose: (is: boolean) => void }) {
  const { id, title, code, now, isOwn, isDated } = cell;
  return (
    <li>
      <label>
        <input type="checkbox" checked={isWanted} onChange={(event) => onChoose(event.target.checked)} />
        <span>
          <strong>{title || id}</strong>
          {isOwn && ' · you have changed this cell too: taking this would replace your version'}
          {isDated && ' · made from another edition of this cell'}
        </span>
      </label>
      <Difference before={now} after={code} label={`What would change in ${title || id}`} />
    </li>
  );
}

function Told({ children, onClose }: { children: ReactNode; onClose: () => void }) {
  return (
    <div className={styles.banner} role="status">
      <p>{children}</p>
      <button type="button" className={cellStyles.button} onClick={onClose}>
        Close
      </button>
    </div>
  );
}
