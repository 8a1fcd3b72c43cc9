/** *Download the book*: puts every file of this tab's edition on the shelf where the service worker looks. */
import { EDITION_FILE, isLasting } from '../../offline/edition';
import type { Edition, EditionFile } from '../../offline/edition';
import { inLanes } from '../../offline/lanes';
import { fetchEdition, keep, pathsOn, shelfName, shelvesOf } from '../../offline/shelf';
import type { ThisEdition } from './thisEdition';

/** Files that are fetched at once. */
const LANES = 6;

/** How much of the book is on the device. Bytes as they are sent. */
export interface Holding {
  edition: Edition;
  /** The files that are not there yet. */
  missing: EditionFile[];
  here: number;
  total: number;
  /** Bytes that the whole takes on the device. */
  room: number;
}

const sum = (files: EditionFile[], key: 'sent' | 'bytes') => files.reduce((total, file) => total + file[key], 0);

/** What of an edition is there, and what is not. */
export function holdingOf(edition: Edition, there: ReadonlySet<string>): Holding {
  const missing = edition.files.filter(({ path }) => !there.has(path));
  const total = sum(edition.files, 'sent');
  return { edition, missing, here: total - sum(missing, 'sent'), total, room: sum(edition.files, 'bytes') };
}

/** Looks what is there. Rejects when the list of files cannot be had. */
export async function look({ id, site }: ThisEdition): Promise<Holding> {
  const name = shelfName(site, id);
  const kept = await (await caches.open(name)).match(site + EDITION_FILE);
  const edition = kept ? ((await kept.json()) as Edition) : await fetchEdition(site);
  return holdingOf(edition, await pathsOn(site, name));
}

/**
 * Fetches what is missing. What has come stays when it is stopped, and the next download goes on from there.
 *
 * @param onProgress told of the bytes that are there
 */
export async function download(
  { id, site }: ThisEdition,
  { missing, here }: Holding,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (here: number) => void },
): Promise<void> {
  let have = here;
  await inLanes(missing, LANES, async (file) => {
    signal.throwIfAborted();
    const answer = await fetch(site + file.path, { cache: isLasting(file.path) ? 'force-cache' : 'no-store', signal });
    if (!(await keep(site, id, file, answer)))
      throw new Error('a newer edition of the book is out. Reload the page, then download that one');
    onProgress((have += file.sent));
  });
  await navigator.storage?.persist?.(); // asks the browser not to clear it when room is short
}

/** Takes everything off the device again; the pages that are opened from now on are kept as ever. */
export async function remove({ id, site }: ThisEdition): Promise<void> {
  const own = shelfName(site, id);
  for (const name of await shelvesOf(site)) if (name !== own) await caches.delete(name);
  const shelf = await caches.open(own);
  for (const request of await shelf.keys()) if (request.url !== site + EDITION_FILE) await shelf.delete(request);
}
