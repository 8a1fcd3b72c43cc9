/**
 * A reader's changes to a chapter in the fragment of a link, which no browser sends to a server: JSON, deflated (RFC 1951), in base64url
 * (RFC 4648). Whoever opens it trusts nothing of it: every fault ends in a sentence.
 */

/** Changes as a link holds them. */
export interface Changes {
  /** The chapter's address, such as `theory/baseline`. */
  chapter: string;
  cells: ChangedCell[];
}

export interface ChangedCell {
  id: string;
  code: string;
  /** Hash of the book's code that the change was made from. */
  original: string;
}

const NAME = 'changes=';
const FORMAT = 1;

/** Characters of a link's fragment: mail and chat programs cut longer addresses. */
export const LONGEST = 8_000;
/** Bytes that a fragment may unpack to. Deflate makes up to a thousand out of one. */
export const LARGEST = 200_000;

const DAMAGED = 'The changes in this link cannot be read: it was damaged on its way, or cut. Ask for it anew.';

/** Whether an address's fragment, with or without its `#`, is meant to hold changes. */
export function holdsChanges(fragment: string): boolean {
  return fragment.replace(/^#/, '').startsWith(NAME);
}

/**
 * The fragment for these changes, without `#`.
 *
 * @throws RangeError in a sentence when it would be longer than `LONGEST`
 */
export async function packChanges({ chapter, cells }: Changes): Promise<string> {
  const text = JSON.stringify({ format: FORMAT, chapter, cells: cells.map(({ id, code, original }) => [id, code, original]) });
  const bytes = new TextEncoder().encode(text);
  const fragment = NAME + toBase64Url(await collect(through(bytes, new CompressionStream('deflate-raw')), Infinity));
  if (fragment.length <= LONGEST && bytes.length <= LARGEST) return fragment;
  const size = `${fragment.length.toLocaleString('en')} characters, unpacked ${bytes.length.toLocaleString('en')}`;
  throw new RangeError(
    `Your changes are too long for a link (${size}): programs would cut it. Download the notebook and send the file.`,
  );
}

/**
 * The changes that a fragment holds.
 *
 * @throws RangeError in a sentence when it is too long, damaged, too large when unpacked, or of an unknown format
 */
export async function unpackChanges(fragment: string): Promise<Changes> {
  const text = fragment.replace(/^#/, '');
  if (text.length > LONGEST) {
    throw new RangeError(`This link has ${text.length.toLocaleString('en')} characters, more than the book makes or reads.`);
  }
  const coded = text.slice(NAME.length);
  if (!holdsChanges(text) || !/^[\w-]+$/.test(coded)) throw new RangeError(DAMAGED);
  let json: unknown;
  try {
    const bytes = await collect(through(fromBase64Url(coded), new DecompressionStream('deflate-raw')), LARGEST);
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw error instanceof TooLarge
      ? new RangeError('This link unpacks to more than a chapter can hold. It was not read.')
      : new RangeError(DAMAGED);
  }
  return readChanges(json);
}

function readChanges(json: unknown): Changes {
  if (typeof json !== 'object' || json === null) throw new RangeError(DAMAGED);
  const { format, chapter, cells } = json as Record<string, unknown>;
  if (typeof format === 'number' && format > FORMAT)
    throw new RangeError('This link was made by a newer edition of the book. Reload the page.');
  const isAddress = typeof chapter === 'string' && /^[a-z0-9/-]{1,100}$/i.test(chapter);
  if (format !== FORMAT || !isAddress || !Array.isArray(cells)) throw new RangeError(DAMAGED);
  const seen = new Set<string>();
  for (const cell of cells as unknown[]) {
    const isCell = Array.isArray(cell) && cell.length === 3 && cell.every((part) => typeof part === 'string');
    if (!isCell || !/^[a-z][a-zA-Z0-9-]{0,99}$/.test(cell[0]) || seen.has(cell[0])) throw new RangeError(DAMAGED);
    seen.add(cell[0]);
  }
  return { chapter, cells: (cells as [string, string, string][]).map(([id, code, original]) => ({ id, code, original })) };
}

class TooLarge extends Error {}

function through(bytes: Uint8Array<ArrayBuffer>, transform: CompressionStream | DecompressionStream): ReadableStream<Uint8Array> {
  return new Blob([bytes]).stream().pipeThrough(transform);
}

/** All of a stream, read no further than `most` bytes. */
async function collect(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array> {
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    parts.push(next.value);
    size += next.value.length;
    if (size <= most) continue;
    await reader.cancel();
    throw new TooLarge();
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function toBase64Url(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
