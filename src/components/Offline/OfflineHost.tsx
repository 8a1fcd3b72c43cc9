/** Starts the service worker, tells it what to keep, and says when a newer edition of the book is out. */
import { useLocation } from '@docusaurus/router';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { pathBelow } from '../../offline/edition';
import type { FromOffline, ToOffline } from '../../offline/protocol';
import { retrying } from '../../offline/retrying';
import cellStyles from '../Cell/Cell.module.css';
import { newerEdition } from './newer';
import styles from './Offline.module.css';
import { recoverPart } from './recover';
import { thisEdition } from './thisEdition';
import type { ThisEdition } from './thisEdition';

if (typeof window !== 'undefined')
  __webpack_chunk_load__ = retrying(__webpack_chunk_load__, { onFailure: () => void recoverPart() });

/** Milliseconds between two looks for a newer edition while a tab stays open. */
const LOOK_AGAIN = 3_600_000;

export function OfflineHost() {
  const { pathname } = useLocation();
  useEffect(() => watchWorker(), []);
  useEffect(() => void keepLoaded(), [pathname]);
  const isOut = useSyncExternalStore(newerEdition.subscribe, newerEdition.get, () => false);
  const [isPutOff, putOff] = useState(false);
  return (
    <div role="status" className={`${cellStyles.notice} ${styles.news}`} hidden={!isOut || isPutOff}>
      {isOut && 'A newer edition of the book is there. Your edits stay; cells that have run have to run again.'}
      <span className={styles.actions}>
        <button type="button" className={cellStyles.button} onClick={() => window.location.reload()}>
          Reload
        </button>
        <button type="button" className={cellStyles.button} onClick={() => putOff(true)}>
          Later
        </button>
      </span>
    </div>
  );
}

/** Service workers, where the browser has them and lets this page use them. */
const workers = () => (typeof navigator === 'undefined' ? undefined : navigator.serviceWorker);

/** Starts the service worker once the page has everything it needs itself. Returns the end of it. */
function watchWorker(): (() => void) | undefined {
  const edition = thisEdition();
  if (!workers()) return undefined;
  // A book being written is never kept, and what a built one left behind at this address goes.
  if (process.env.NODE_ENV !== 'production')
    return void workers()!
      .getRegistrations()
      .then((all) => all.forEach((each) => void each.unregister()));
  if (!edition) return undefined;
  const onMessage = ({ data }: MessageEvent<FromOffline>) => {
    if (data.type === 'edition' && data.id !== edition.id && navigator.onLine) newerEdition.set(true);
  };
  workers()!.addEventListener('message', onMessage);
  const start = () => void register(edition);
  if (document.readyState === 'complete') start();
  else window.addEventListener('load', start, { once: true });
  let looked = Date.now();
  const onReturn = () => {
    if (Date.now() - looked < LOOK_AGAIN) return;
    looked = Date.now();
    void workers()!
      .getRegistration(edition.site)
      .then((registration) => registration?.update().catch(() => undefined));
  };
  window.addEventListener('focus', onReturn);
  return () => {
    workers()!.removeEventListener('message', onMessage);
    window.removeEventListener('load', start);
    window.removeEventListener('focus', onReturn);
  };
}

async function register({ site }: ThisEdition): Promise<void> {
  try {
    await workers()!.register(`${site}sw.js`, { updateViaCache: 'none' });
    await keepLoaded();
  } catch {
    // Forbidden, as in a private window, or the network went: the book reads as it does without.
  }
}

/** Tells the service worker what this page has loaded, be it before there was one; and the home page, where an installed book begins. */
async function keepLoaded(): Promise<void> {
  const edition = thisEdition();
  const registration = edition && (await workers()?.getRegistration(edition.site));
  const worker = registration && (registration.active ?? (await workers()!.ready).active);
  if (!edition || !worker) return;
  const loaded = performance.getEntriesByType('resource').map(({ name }) => pathBelow(edition.site, name));
  const paths = ['', pathBelow(edition.site, window.location.href), ...loaded].filter((path) => path !== undefined);
  worker.postMessage({ type: 'keep', paths: [...new Set(paths)] } satisfies ToOffline);
}
