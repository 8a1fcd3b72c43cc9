/**
 * The service worker: what was opened once opens again without a network, in one edition.
 *
 * Written by hand. `@docusaurus/plugin-pwa` keeps everything or, in an ordinary tab, nothing; what was opened, what was downloaded and what came with
 * the next edition would have been ours to write inside its worker, and it hashes pages before their policy is in them.
 *
 * Three rules. A page, and what has no hash in its name, comes from the network while there is one, so that a reader who is online never sees an old edition.
 * What has its content's hash in its name comes from the device if it is there. And no cache ever holds files of two editions (`shelf`): a page that was
 * kept finds the scripts that it was built with. A new edition takes the place of an old one when the namesakes of all that was kept are there.
 */
import { EDITION_FILE, isLasting, namesakes, pathBelow } from './edition';
import type { Edition, EditionFile } from './edition';
import { inLanes } from './lanes';
import { offlinePage } from './offlinePage';
import { editionOn, fetchEdition, findKept, hashOf, keep, pathsOn, shelfName, shelvesOf } from './shelf';
import type { FromOffline, ToOffline } from './protocol';

/** The edition that this worker was built with. */
declare const EDITION: string;

/** Milliseconds that the network is given before what is kept is shown. */
const PATIENCE = 4_000;
/** Files that are fetched at once. */
const LANES = 4;

interface Client {
  postMessage(message: FromOffline): void;
}

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}

/** What of a service worker's global is used here. */
interface Worker {
  registration: { scope: string };
  clients: { claim(): Promise<void>; matchAll(): Promise<Client[]> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: Lasting) => void): void;
  addEventListener(type: 'message', listener: (event: Lasting & { data: ToOffline; source: Client | null }) => void): void;
  addEventListener(
    type: 'fetch',
    listener: (event: Lasting & { request: Request; respondWith(answer: Promise<Response>): void }) => void,
  ): void;
}

const worker = self as unknown as Worker;
const site = worker.registration.scope;
const shelf = shelfName(site, EDITION);
const news: FromOffline = { type: 'edition', id: EDITION };

let files: Promise<Map<string, EditionFile>> | undefined;

/** The files of this edition by their paths. */
function filesOfEdition(): Promise<Map<string, EditionFile>> {
  files ??= editionOn(site, shelf).then((edition) => new Map(edition?.files.map((file) => [file.path, file])));
  return files;
}

async function keepAnswer(path: string, answer: Response): Promise<void> {
  const file = (await filesOfEdition()).get(path);
  if (!file || (await (await caches.open(shelf)).match(site + path))) return;
  await keep(site, EDITION, file, answer);
}

/** Puts a file of a new edition on its shelf: from the old one's where nothing has changed, else from the network. */
async function bring(file: EditionFile): Promise<void> {
  const kept = await findKept(site, file.path);
  if (kept && (await hashOf(await kept.clone().arrayBuffer())) === file.hash) {
    await (await caches.open(shelf)).put(site + file.path, kept);
    return;
  }
  const answer = await fetch(site + file.path, { cache: isLasting(file.path) ? 'default' : 'no-store' });
  if (!(await keep(site, EDITION, file, answer))) throw new Error(`${file.path} must be of edition ${EDITION}`);
}

/** Of the edition before this one: its list, and what of it was kept. */
async function before(): Promise<{ edition: Edition; kept: Set<string> } | undefined> {
  for (const name of await shelvesOf(site)) {
    const edition = name === shelf ? undefined : await editionOn(site, name);
    if (edition) return { edition, kept: await pathsOn(site, name) };
  }
  return undefined;
}

async function install(): Promise<void> {
  const edition = await fetchEdition(site);
  if (edition.id !== EDITION) throw new Error(`the site must be of edition ${EDITION}, got ${edition.id}`); // a deploy under way: the browser asks again
  const last = await before();
  await inLanes(last ? namesakes(last.edition, last.kept, edition) : [], LANES, bring);
  const list = new Response(JSON.stringify(edition), { headers: { 'Content-Type': 'application/json' } });
  await (await caches.open(shelf)).put(site + EDITION_FILE, list);
  await worker.skipWaiting();
}

/** The edition before stays for tabs that are open on it; older ones go. */
async function activate(): Promise<void> {
  const [, ...older] = (await shelvesOf(site)).filter((name) => name !== shelf);
  await Promise.all(older.map((name) => caches.delete(name)));
  await worker.clients.claim();
  for (const client of await worker.clients.matchAll()) client.postMessage(news);
}

/** Keeps what a page has loaded before this worker saw it. */
async function keepPaths(paths: string[]): Promise<void> {
  const known = await filesOfEdition();
  const there = await pathsOn(site, shelf);
  for (const path of paths) {
    const file = there.has(path) ? undefined : known.get(path);
    if (file)
      await fetch(site + path, { cache: isLasting(path) ? 'force-cache' : 'no-cache' }).then((answer) =>
        keep(site, EDITION, file, answer),
      );
  }
}

async function noNetwork(): Promise<Response> {
  const [known, there] = [await filesOfEdition(), await pathsOn(site, shelf)];
  const pages = [...known.values()].filter(({ path, title }) => title && there.has(path));
  const body = offlinePage(pages.map(({ path, title }) => ({ address: site + path, title: title! })));
  return new Response(body, { status: 503, headers: { 'Content-Type': 'text/html; charset=utf-8' } });
}

/** From the network; from the device when there is none, or it is slow, or the server is at a loss. */
async function networkFirst(request: Request, path: string, later: (work: Promise<unknown>) => void): Promise<Response> {
  const kept = (await findKept(site, path)) ?? (request.mode === 'navigate' ? await findKept(site, `${path}/`) : undefined);
  const network = fetch(request, { cache: 'no-cache' }).then((answer) => {
    if (answer.ok) later(keepAnswer(path, answer.clone()));
    return answer.status >= 500 && kept ? kept : answer;
  });
  const slow = new Promise<Response>((resolve) => kept && setTimeout(() => resolve(kept), PATIENCE));
  return Promise.race([network, slow]).catch((error: unknown) => {
    if (kept) return kept;
    if (request.mode === 'navigate') return noNetwork();
    throw error;
  });
}

async function deviceFirst(request: Request, path: string, later: (work: Promise<unknown>) => void): Promise<Response> {
  const kept = await findKept(site, path);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) later(keepAnswer(path, answer.clone()));
  return answer;
}

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('message', (event) => {
  event.source?.postMessage(news);
  if (event.data.type === 'keep') event.waitUntil(keepPaths(event.data.paths).catch(() => undefined)); // the network went: another time
});
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const path = pathBelow(site, request.url);
  // A download looks after itself, and what asks for the server's word gets it.
  const isOwn = request.cache === 'no-store' || request.cache === 'force-cache';
  if (request.method !== 'GET' || path === undefined || (isOwn && request.mode !== 'navigate')) return;
  const later = (work: Promise<unknown>) => event.waitUntil(work.catch(() => undefined)); // not kept: no room, or not of this edition
  event.respondWith(isLasting(path) ? deviceFirst(request, path, later) : networkFirst(request, path, later));
});
