/**
 * Reads the files of a zip archive, trusting nothing that it says: the number of entries, their sizes, the ratio of compression and the total
 * are limited before and while they are unpacked (PKWARE APPNOTE 6.3.10; no encryption, no zip64, methods 0 and 8).
 */
import { crc32 } from './crc32';

/** One file, as it was dropped or unpacked. */
export interface DataFile {
  /** Its name, folders included. */
  name: string;
  bytes: Uint8Array;
}

/** What is too much. */
export interface ZipLimits {
  /** Most entries; 10,000 by default. */
  maxEntries?: number;
  /** Most unpacked bytes of all wanted entries together; 1 GiB by default. */
  maxBytes?: number;
  /** Most unpacked bytes per packed byte of an entry above 1 MiB; 200 by default (tables reach about 10). */
  maxRatio?: number;
}

interface Entry {
  name: string;
  method: number;
  crc: number;
  packed: number;
  size: number;
  /** Where its local header starts. */
  at: number;
}

/** Whether the bytes begin as a zip does. */
export function isZip(bytes: Uint8Array): boolean {
  return (
    bytes.length >= 4 &&
    bytes[0] === 0x50 &&
    bytes[1] === 0x4b &&
    (bytes[2] === 3 || bytes[2] === 5) &&
    (bytes[3] === 4 || bytes[3] === 6)
  );
}

/**
 * The entries whose name `wanted` accepts, unpacked, in the archive's order.
 *
 * @throws RangeError if the archive is damaged, passes a limit, or needs what is not supported
 */
export async function readZip(
  file: DataFile,
  wanted: (name: string) => boolean,
  { maxEntries = 10_000, maxBytes = 1_073_741_824, maxRatio = 200 }: ZipLimits = {},
): Promise<DataFile[]> {
  const entries = directory(file, maxEntries).filter(({ name }) => !name.endsWith('/') && wanted(name));
  let total = 0;
  for (const { name, packed, size } of entries) {
    total += size;
    if (total > maxBytes) throw new RangeError(`${file.name}: unpacks to more than ${maxBytes} bytes`);
    if (size > 1_048_576 && size > packed * maxRatio) {
      throw new RangeError(`${file.name}: ${name} is packed more than ${maxRatio} to 1, which no table is`);
    }
  }
  const files: DataFile[] = [];
  let end = 0;
  for (const entry of [...entries].sort((a, b) => a.at - b.at)) {
    const packed = packedBytes(file, entry);
    if (packed.byteOffset - file.bytes.byteOffset < end) throw new RangeError(`${file.name}: entries overlap at ${entry.name}`);
    end = packed.byteOffset - file.bytes.byteOffset + packed.length;
    files.push({ name: entry.name, bytes: await unpack(file.name, entry, packed) });
  }
  return files;
}

/** The central directory. */
function directory({ name: archive, bytes }: DataFile, maxEntries: number): Entry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const damaged = (what: string) => new RangeError(`${archive}: is not a whole zip archive, ${what}`);
  let end = bytes.length - 22;
  const earliest = Math.max(0, end - 65535);
  while (end >= earliest && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < earliest) throw damaged('its directory is missing');
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count === 0xffff || at === 0xffffffff) throw new RangeError(`${archive}: is a zip64 archive, unpack it first`);
  if (count > maxEntries) throw new RangeError(`${archive}: has ${count} entries, more than ${maxEntries}`);
  const entries: Entry[] = [];
  for (let n = 0; n < count; n++) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) throw damaged(`entry ${n + 1} of its directory is broken`);
    const nameLength = view.getUint16(at + 28, true);
    const flags = view.getUint16(at + 8, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    if (flags & 1) throw new RangeError(`${archive}: ${name} is encrypted`);
    entries.push({
      name,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** The bytes of an entry as they lie in the archive. */
function packedBytes({ name: archive, bytes }: DataFile, { name, at, packed }: Entry): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = at + 30 <= bytes.length && view.getUint32(at, true) === 0x04034b50;
  const start = whole ? at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true) : Infinity;
  if (!(start + packed <= bytes.length)) throw new RangeError(`${archive}: is not a whole zip archive, ${name} is cut`);
  return bytes.subarray(start, start + packed);
}

async function unpack(archive: string, { name, method, size, crc }: Entry, packed: Uint8Array): Promise<Uint8Array> {
  if (method !== 0 && method !== 8)
    throw new RangeError(`${archive}: ${name} is packed by method ${method}, only 0 and 8 are read`);
  const bytes = method === 0 ? packed : await inflate(`${archive}: ${name}`, packed, size);
  if (bytes.length !== size) throw new RangeError(`${archive}: ${name} must unpack to ${size} bytes, got ${bytes.length}`);
  if (crc32(bytes) !== crc) throw new RangeError(`${archive}: ${name} is damaged, its checksum differs`);
  return bytes;
}

/** Inflates into a buffer of the declared size; one byte more is an error, so a lying header gains nothing. */
async function inflate(what: string, packed: Uint8Array, size: number): Promise<Uint8Array> {
  const out = new Uint8Array(size);
  const stream = new Blob([packed as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const reader = stream.getReader();
  let at = 0;
  for (;;) {
    let chunk: Uint8Array | undefined;
    try {
      chunk = (await reader.read()).value;
    } catch {
      throw new RangeError(`${what} is damaged`);
    }
    if (!chunk) break;
    if (at + chunk.length > size) {
      void reader.cancel().catch(() => undefined);
      throw new RangeError(`${what} unpacks to more than the ${size} bytes it declares`);
    }
    out.set(chunk, at);
    at += chunk.length;
  }
  return out.subarray(0, at);
}
