/** Chooses the data that the cells work on: the built-in world, sets installed with the site, or what the reader brings. */
import useBaseUrl from '@docusaurus/useBaseUrl';
import { usePluginData } from '@docusaurus/useGlobalData';
import clsx from 'clsx';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { OwnSet, TableColumns } from '../../runtime/intakeProtocol';
import cellStyles from '../Cell/Cell.module.css';
import { runAllOf } from '../Cell/sessions';
import { BUILT_IN, isSame } from './choice';
import type { Choice, InstalledSet } from './choice';
import { dataChoice } from './choiceStore';
import { ColumnForm } from './ColumnForm';
import styles from './Data.module.css';
import { dataDialog } from './dialogStore';
import { heldSets } from './heldSets';
import { intake } from './intake';
import type { Preview } from './intakeClient';
import { useChoice, useDataDialog } from './useData';

/** What the lower part of the dialog is about. */
type Stage =
  | { kind: 'open' }
  | { kind: 'reading'; share: number }
  | { kind: 'columns'; files: File[]; preview: Preview }
  | { kind: 'failed'; message: string }
  /** With the browser's reason where it refuses to keep the set. */
  | { kind: 'taken'; set: OwnSet; refused?: string };

export function DataDialog({ chapter }: { chapter: string }) {
  const { isDragged, files } = useDataDialog();
  const choice = useChoice();
  const dialog = useRef<HTMLDialogElement>(null);
  const [stage, setStage] = useState<Stage>({ kind: 'open' });
  const [kept, setKept] = useState<OwnSet[]>([]);
  const own = [...heldSets.list(), ...kept];
  const { sets: installed } = usePluginData('notebooks') as { sets: InstalledSet[] };

  useEffect(() => {
    if (!dialog.current!.open) dialog.current!.showModal();
    intake.list().then(setKept, () => undefined); // a browser that keeps nothing has nothing to list
    return () => intake.cancel();
  }, []);

  const take = useCallback(async (given: File[], columns?: TableColumns) => {
    setStage({ kind: 'reading', share: 0 });
    try {
      const answer = await intake.take(given, columns, (share) => setStage({ kind: 'reading', share }));
      if ('table' in answer) return setStage({ kind: 'columns', files: given, preview: answer.table });
      if ('held' in answer) {
        const { set, reason } = answer.held;
        heldSets.add(answer.held);
        dataChoice.set(choiceOf(set));
        return setStage({ kind: 'taken', set, refused: reason });
      }
      dataChoice.set(choiceOf(answer.set));
      setStage({ kind: 'taken', set: answer.set });
      setKept(await intake.list());
    } catch (error) {
      const { name, message } = error as Error;
      setStage(name === 'AbortError' ? { kind: 'open' } : { kind: 'failed', message });
    }
  }, []);
  useEffect(() => {
    if (files) void Promise.resolve(files).then((given) => take(given));
  }, [files, take]);

  const remove = (set: OwnSet) => {
    if (isSame(choice, choiceOf(set))) dataChoice.set(BUILT_IN);
    setStage({ kind: 'open' });
    if (heldSets.remove(set.id)) return;
    intake.remove(set.id).then(setKept, ({ message }: Error) => setStage({ kind: 'failed', message }));
  };
  const runAll = () => {
    runAllOf(chapter);
    dataDialog.close();
  };
  return (
    <dialog
      ref={dialog}
      className={clsx(styles.dialog, isDragged && styles.dragged)}
      aria-labelledby="data-title"
      onClose={() => dataDialog.close()}
      onClick={(event) => event.target === dialog.current && dialog.current.close()}
    >
      <div className={styles.body}>
        <h2 id="data-title">Data that the cells work on</h2>
        <ul className={styles.sets}>
          <SetRow choice={BUILT_IN} name="Built-in world" about="Real films, a simulated audience whose truth is known." />
          {installed.map(({ id, name, folder, files: names, licence, acknowledgement }) => (
            <SetRow
              key={id}
              choice={{ kind: 'installed', id, name, folder, files: names }}
              name={name}
              about={`${licence} ${acknowledgement}`}
            />
          ))}
          {own.map((set) => (
            <SetRow
              key={set.id}
              choice={choiceOf(set)}
              name={set.name}
              about={`${count(set.rows)} rows, ${count(set.users)} users, ${count(set.items)} items. ${set.notice}`}
              onRemove={() => remove(set)}
            />
          ))}
        </ul>
        <div role="status">
          {stage.kind === 'taken' && (
            <p className={styles.good}>
              ✓ Read and chosen: {stage.set.name}.
              {stage.refused &&
                ` This browser refuses to keep it (${stage.refused}): it is here until you close or reload the page.`}
            </p>
          )}
        </div>
        {stage.kind === 'columns' ? (
          <ColumnForm
            preview={stage.preview}
            onRead={(columns) => void take(stage.files, columns)}
            onCancel={() => setStage({ kind: 'open' })}
          />
        ) : stage.kind === 'reading' ? (
          <div className={styles.reading}>
            <progress value={stage.share} aria-label="Reading" />
            <span>Reading … {Math.round(100 * stage.share)} %</span>
            <button type="button" className={cellStyles.button} onClick={() => intake.cancel()}>
              Cancel
            </button>
          </div>
        ) : (
          <DropPlace onFiles={(given) => void take(given)} isDragged={isDragged} />
        )}
        <div role="alert">{stage.kind === 'failed' && <p className={styles.bad}>{stage.message}</p>}</div>
        <p className={styles.actions} hidden={stage.kind === 'columns'}>
          {choice.kind !== 'built-in' && (
            <button type="button" className={clsx(cellStyles.button, cellStyles.run)} onClick={runAll}>
              <span aria-hidden="true">▶</span> Run this chapter on it
            </button>
          )}
          <button type="button" className={cellStyles.button} onClick={() => dialog.current!.close()}>
            Close
          </button>
        </p>
      </div>
    </dialog>
  );
}

function choiceOf({ id, name }: OwnSet): Choice {
  return { kind: heldSets.has(id) ? 'held' : 'own', id, name };
}

const count = (n: number) => n.toLocaleString('en');

function SetRow(row: { choice: Choice; name: string; about: string; onRemove?: () => void }): ReactNode {
  const isChosen = isSame(useChoice(), row.choice);
  return (
    <li>
      <label>
        <input type="radio" name="data" checked={isChosen} onChange={() => dataChoice.set(row.choice)} />
        <span>
          <strong>{row.name}</strong>
          <span className={styles.about}>{row.about}</span>
        </span>
      </label>
      {row.onRemove && (
        <button type="button" className={cellStyles.button} aria-label={`Remove ${row.name}`} onClick={row.onRemove}>
          Remove
        </button>
      )}
    </li>
  );
}

function DropPlace({ onFiles, isDragged }: { onFiles: (files: File[]) => void; isDragged: boolean }): ReactNode {
  const readme = useBaseUrl('/data/README.md');
  const pick = (isFolder: boolean) => {
    const input = Object.assign(document.createElement('input'), { type: 'file', multiple: true, webkitdirectory: isFolder });
    input.onchange = () => input.files?.length && onFiles([...input.files]);
    input.click();
  };
  return (
    <div className={clsx(styles.place, isDragged && styles.isOver)}>
      <p>
        <strong>Drop your own here:</strong> MovieLens (latest-small, 100K, 1M) or KION, as a folder, files or the publisher’s
        zip, or any table of who met what. It is read in this browser and kept in it; nothing is sent anywhere.{' '}
        <a href={readme}>What the built-in world holds</a>
      </p>
      <div className={styles.pick}>
        <button type="button" className={cellStyles.button} onClick={() => pick(false)}>
          Choose files…
        </button>
        <button type="button" className={cellStyles.button} onClick={() => pick(true)}>
          Choose a folder…
        </button>
      </div>
    </div>
  );
}
