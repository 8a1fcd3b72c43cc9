/**
 * Fetches a file over HTTP so that a broken connection costs only what was under way: what has come lies in `<file>.part`, and the next try, also
 * of a later run, asks for the rest (RFC 9110 §14: `Range` with `If-Range`, so that a file that has changed since is sent whole).
 */
import { setTimeout as after } from 'node:timers/promises';
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';

export interface DownloadOptions {
  /** Most bytes; more is an error. 100 MB by default. */
  maxBytes?: number;
  /** Seconds without a byte after which a try is given up; 30 by default. */
  patience?: number;
  /** How often to try; 4 by default. */
  tries?: number;
  /** Seconds before the second try, twice as many before each later one; 1 by default. */
  pause?: number;
  signal?: AbortSignal;
  /** Told of the bytes that have come, and of the whole where the server says it. */
  onProgress?: (done: number, total: number | undefined) => void;
}

/** What is remembered of an unfinished file. */
interface Note {
  url: string;
  /** Strong ETag or date of the version that was begun; empty where the server gave none, and then it is not resumed. */
  validator: string;
}

/** A failure that another try would not mend. */
class Final extends Error {}

/**
 * Fetches the address into the file, which is there only when it is whole.
 *
 * @throws Error that names the address and what went wrong
 */
export async function download(url: string, file: string, options: DownloadOptions = {}): Promise<void> {
  const { tries = 4, pause = 1, signal } = options;
  const part = `${file}.part`;
  for (let left = tries, wait = pause; ; wait *= 2) {
    try {
      await fetchRest(url, part, options);
      break;
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof Final) throw error;
      if (--left > 0) {
        await after(1000 * wait, undefined, { signal });
        continue;
      }
      const kept = await sizeOf(part);
      const later = kept > 0 ? `; ${kept} bytes are kept, run it again to go on from there` : '';
      throw new Error(`${url}: ${messageOf(error)}, tried ${tries} times${later}`);
    }
  }
  await rename(part, file);
  await rm(`${part}.json`, { force: true });
}

async function fetchRest(url: string, part: string, options: DownloadOptions): Promise<void> {
  const { maxBytes = 100_000_000, patience = 30, signal, onProgress } = options;
  const silence = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(new Error(`nothing came for ${patience} s`)), 1000 * patience);
  };
  heard();
  try {
    const { have, validator } = await begun(url, part);
    const headers: Record<string, string> = { 'accept-encoding': 'identity' };
    if (have > 0) Object.assign(headers, { range: `bytes=${have}-`, 'if-range': validator });
    const response = await fetch(url, { headers, signal: AbortSignal.any([silence.signal, ...(signal ? [signal] : [])]) });
    const from = await startOf(url, response, have, part);
    const length = response.headers.get('content-length');
    const total = length === null ? undefined : from + Number(length);
    if ((total ?? 0) > maxBytes) throw new Final(`${url}: has ${total} bytes, more than ${maxBytes}`);
    await writeFile(`${part}.json`, JSON.stringify({ url, validator: validatorOf(response) } satisfies Note));
    const out = await open(part, from > 0 ? 'r+' : 'w');
    try {
      let done = from;
      onProgress?.(done, total);
      for await (const chunk of response.body!) {
        heard();
        if (done + chunk.length > maxBytes) throw new Final(`${url}: has more than ${maxBytes} bytes`);
        await out.write(chunk, 0, chunk.length, done);
        done += chunk.length;
        onProgress?.(done, total);
      }
      if (total !== undefined && done !== total) throw new Error(`ended after ${done} of ${total} bytes`);
    } finally {
      await out.close();
    }
  } catch (error) {
    throw silence.signal.aborted ? silence.signal.reason : error;
  } finally {
    clearTimeout(timer);
  }
}

/** How much of the same address there is already, if it can be gone on with. */
async function begun(url: string, part: string): Promise<{ have: number; validator: string }> {
  const note = await readFile(`${part}.json`, 'utf8')
    .then((text) => JSON.parse(text) as Partial<Note>)
    .catch(() => ({}) as Partial<Note>);
  const same = note.url === url && typeof note.validator === 'string' && note.validator !== '';
  return same ? { have: await sizeOf(part), validator: note.validator! } : { have: 0, validator: '' };
}

/** The byte from which the answer's body goes on. */
async function startOf(url: string, response: Response, have: number, part: string): Promise<number> {
  const { status, statusText } = response;
  if (status === 200) return 0;
  if (status === 206) {
    const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
    if (range && Number(range[1]) === have) return have;
  }
  await response.body?.cancel();
  if (status === 206 || status === 416) {
    await rm(part, { force: true });
    throw new Error('the rest was not to be had, and the whole is fetched');
  }
  const passing = status >= 500 || status === 408 || status === 429;
  const said = `${status} ${statusText}`.trim();
  throw passing ? new Error(said) : new Final(`${url}: ${said}`);
}

function validatorOf({ headers }: Response): string {
  const etag = headers.get('etag') ?? '';
  return etag !== '' && !etag.startsWith('W/') ? etag : (headers.get('last-modified') ?? '');
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.size ?? 0;
}

/** `fetch failed` says nothing; its cause does. */
function messageOf(error: unknown): string {
  const { message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  const why = cause?.code ?? cause?.message;
  if (message === 'terminated') return 'the connection broke';
  return why ? `could not be reached (${why})` : message;
}
