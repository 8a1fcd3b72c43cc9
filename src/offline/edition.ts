/** What an edition of the book is to whoever keeps it on a device: its files, and a hash of what is in each. No browser in here. */

/** One file of a built site. */
export interface EditionFile {
  /** Below the site's base URL, as it is asked for: a page's ends in a slash, the home page's is empty. */
  path: string;
  /** The first 16 hexadecimal digits of its SHA-256. */
  hash: string;
  /** Bytes on the device. */
  bytes: number;
  /** Bytes on the way: compressed, as a server sends it. */
  sent: number;
  /** Of a page: what it is called. */
  title?: string;
}

/** A build of the site. */
export interface Edition {
  /** Of what all its files hold: builds from the same source are one edition. */
  id: string;
  /** The day of its source, as `2026-11-25`. */
  date: string;
  files: EditionFile[];
}

/** Where a site says what it is made of, below its base URL. */
export const EDITION_FILE = 'edition.json';

/** A hash of the content in a file's name, as the bundler writes it. */
const HASH_IN_NAME = /[.-][0-9a-f]{8,32}(?=\.[a-z0-9]+$)/;

/** Whether a path always means the same content. */
export function isLasting(path: string): boolean {
  return HASH_IN_NAME.test(path);
}

/** The path of an address below the site, without query and fragment; nothing for what lies elsewhere. */
export function pathBelow(site: string, address: string): string | undefined {
  const url = new URL(address, site);
  const base = new URL(site);
  if (url.origin !== base.origin || !url.pathname.startsWith(base.pathname)) return undefined;
  return decodeURI(url.pathname.slice(base.pathname.length)).replace(/(^|\/)index\.html$/, '$1');
}

/**
 * What of a new edition has to be there for everything to open that opened before: the namesakes of what was kept, and all of it when the
 * whole book was kept.
 *
 * @param kept the paths of the old edition that were kept
 */
export function namesakes(old: Edition, kept: ReadonlySet<string>, next: Edition): EditionFile[] {
  if (old.files.every(({ path }) => kept.has(path))) return next.files;
  const name = (path: string) => path.replace(HASH_IN_NAME, '');
  const names = new Set([...kept].map(name));
  return next.files.filter(({ path }) => names.has(name(path)));
}
