/**
 * Where a browser keeps files of the book: one cache for each edition, named by it, and in it only what belongs to it. A file is put there when
 * its content has the hash that the edition's list gives; so whatever a server, a proxy or a deploy under way answers, no edition is mixed with another.
 */
import { EDITION_FILE } from './edition';
import type { Edition, EditionFile } from './edition';

/** The shelves of a site. Other sites may live at the same origin: theirs bear another path. */
const prefixOf = (site: string) => `handbook ${new URL(site).pathname} `;

/** The caches of a site, the newest first. */
export async function shelvesOf(site: string): Promise<string[]> {
  return (await caches.keys()).filter((name) => name.startsWith(prefixOf(site))).reverse();
}

/** The name of an edition's cache. */
export function shelfName(site: string, edition: string): string {
  return prefixOf(site) + edition;
}

/** What one of the editions kept says of a path, the newest first. */
export async function findKept(site: string, path: string): Promise<Response | undefined> {
  for (const name of await shelvesOf(site)) {
    const found = await (await caches.open(name)).match(site + path);
    if (found) return found;
  }
  return undefined;
}

/** The paths that a cache holds. */
export async function pathsOn(site: string, name: string): Promise<Set<string>> {
  const requests = await (await caches.open(name)).keys();
  return new Set(requests.map(({ url }) => decodeURI(url.slice(site.length))));
}

/** The list of the edition that a cache is of, once it is complete in itself. */
export async function editionOn(site: string, name: string): Promise<Edition | undefined> {
  const response = await (await caches.open(name)).match(site + EDITION_FILE);
  return response && ((await response.json()) as Edition);
}

/** The edition that the server has now. */
export async function fetchEdition(site: string): Promise<Edition> {
  const response = await fetch(site + EDITION_FILE, { cache: 'no-store' });
  if (!response.ok) throw new Error(`${EDITION_FILE} could not be fetched: ${response.status}`);
  return (await response.json()) as Edition;
}

/** Hashes as the list of files does. */
export async function hashOf(content: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
  return [...digest.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Keeps an answer as a file of an edition, if it is that file. Returns whether it is. */
export async function keep(site: string, edition: string, file: EditionFile, answer: Response): Promise<boolean> {
  if (!answer.ok) return false;
  const content = await answer.arrayBuffer();
  if ((await hashOf(content)) !== file.hash) return false;
  const headers = { 'Content-Type': answer.headers.get('Content-Type') ?? 'application/octet-stream' };
  await (await caches.open(shelfName(site, edition))).put(site + file.path, new Response(content, { headers }));
  return true;
}
