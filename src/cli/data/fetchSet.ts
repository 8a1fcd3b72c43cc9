/** The work of `npm run data`: from a set's name to its files in their place. */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { download } from './download';
import type { DownloadOptions } from './download';
import { install, verify } from './install';
import { GROUPLENS } from './published';
import type { PublishedSet } from './published';

export interface FetchOptions extends DownloadOptions {
  /** The repository's root. */
  root: string;
  /** Where the archives are, with a slash at the end; the publisher by default. */
  from?: string;
  /** An archive that was fetched by hand, in place of a download. */
  file?: string;
}

/** Fetches, looks into and installs a set; what may not stand on the site is kept for the command line. Returns what to tell the person. */
export async function fetchSet(set: PublishedSet, { root, from = GROUPLENS, file, ...options }: FetchOptions): Promise<string> {
  const cache = join(root, '.cache/data');
  const archive = file ?? join(cache, set.archive);
  const url = new URL(set.archive, from).href;
  if (file === undefined) {
    await mkdir(cache, { recursive: true });
    await download(url, archive, { maxBytes: set.bytes[1], ...options });
  }
  const bytes = new Uint8Array(await readFile(archive));
  const files = await verify(set, { name: basename(archive), bytes }).catch(async (error: unknown) => {
    if (file === undefined) await rm(archive, { force: true });
    const what = error instanceof Error ? error.message : String(error);
    throw new Error(`${what}\nit is not the ${set.name} that this book knows${file === undefined ? `, from ${url}` : ''}`);
  });
  if (set.notRepublished) {
    return (
      `${set.name} is not put on the site: ${set.notRepublished}.\n` +
      `To run a chapter on it: npm run notebook -- theory/baseline --data ${relative(root, archive) || archive}`
    );
  }
  await install(set, files, join(root, 'static/data'));
  if (file === undefined) await rm(archive, { force: true });
  return `${set.name} is in static/data/${set.id}; the site offers it from its next start or build.\n${set.licence}\n${set.acknowledgement}`;
}
