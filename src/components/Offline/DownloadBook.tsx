/** The button that takes the whole book along, with what it costs before, how far it is while, and how to be rid of it after. */
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import cellStyles from '../Cell/Cell.module.css';
import { download, look, remove } from './download';
import type { Holding } from './download';
import styles from './Offline.module.css';
import { thisEdition } from './thisEdition';

type State =
  /** Before the page has come alive, and until it has looked. */
  | { step: 'looking' }
  | { step: 'impossible'; reason: string }
  | { step: 'there' | 'partly'; holding: Holding; fault?: string }
  | { step: 'coming'; holding: Holding; here: number };

const MEGABYTE = 1_000_000;
const inMegabytes = (bytes: number) => `${bytes < MEGABYTE ? (bytes / MEGABYTE).toFixed(1) : Math.round(bytes / MEGABYTE)} MB`;

const settled = (holding: Holding, fault?: string): State => ({
  step: holding.missing.length ? 'partly' : 'there',
  holding,
  fault,
});

function reasonOf(error: unknown): string {
  const { name, message } = error as Error;
  if (name === 'QuotaExceededError') return 'the browser has no room for it';
  return name === 'TypeError' ? 'the connection was lost' : message;
}

export function DownloadBook() {
  const [state, setState] = useState<State>({ step: 'looking' });
  const stop = useRef<AbortController>(undefined);
  useEffect(() => {
    void find().then(setState);
    return () => stop.current?.abort();
  }, []);

  const start = async (holding: Holding) => {
    const edition = thisEdition()!;
    const { signal } = (stop.current = new AbortController());
    const onProgress = (here: number) => setState({ step: 'coming', holding, here });
    onProgress(holding.here);
    const fault = await download(edition, holding, { signal, onProgress }).then(
      () => undefined,
      (error: unknown) => (signal.aborted ? undefined : reasonOf(error)),
    );
    setState(settled(await look(edition), fault));
  };
  const drop = async () => {
    await remove(thisEdition()!);
    setState(await find());
  };

  return (
    <div className={styles.download}>
      <p role="status">{textOf(state)}</p>
      {'fault' in state && state.fault && (
        <p role="alert" className={styles.fault}>
          The download stopped: {state.fault}. What has come stays.
        </p>
      )}
      {state.step === 'coming' && <progress aria-label="Download" value={state.here} max={state.holding.total} />}
      <span className={styles.actions}>
        <Actions state={state} onStart={start} onDrop={drop} onStop={() => stop.current?.abort()} />
      </span>
    </div>
  );
}

async function find(): Promise<State> {
  const edition = thisEdition();
  if (!edition) return { step: 'impossible', reason: 'a book that is being written cannot be downloaded' };
  if (!('serviceWorker' in navigator) || !('caches' in window))
    return { step: 'impossible', reason: 'this browser keeps no sites, or not in a private window' };
  return look(edition).then(
    (holding) => settled(holding),
    (error: unknown) => ({ step: 'impossible', reason: reasonOf(error) }),
  );
}

function textOf(state: State): string {
  if (state.step === 'looking') return 'Looking at what of the book is on this device …';
  if (state.step === 'impossible') return `The book cannot be downloaded here: ${state.reason}.`;
  const { total, here, room, edition } = state.holding;
  if (state.step === 'coming') return `${inMegabytes(state.here)} of ${inMegabytes(total)} are here.`;
  if (state.step === 'there')
    return `The whole book is on this device: the edition of ${edition.date}, ${inMegabytes(room)}. Every chapter opens and every cell runs without a network.`;
  const rest = `${inMegabytes(total - here)} to download, ${inMegabytes(room)} on this device`;
  return `Every chapter, what its cells need to run, the data and the search: ${rest}. The pages you have opened are kept already.`;
}

interface ActionsProps {
  state: State;
  onStart: (holding: Holding) => Promise<void>;
  onDrop: () => Promise<void>;
  onStop: () => void;
}

function Actions({ state, onStart, onDrop, onStop }: ActionsProps): ReactNode {
  const button = (label: string, act: () => unknown) => (
    <button type="button" className={cellStyles.button} onClick={() => void act()}>
      {label}
    </button>
  );
  if (state.step === 'coming') return button('Stop', onStop);
  if (state.step === 'there') return button('Remove it from this device', onDrop);
  if (state.step === 'partly') return button('Download the book', () => onStart(state.holding));
  return null;
}
