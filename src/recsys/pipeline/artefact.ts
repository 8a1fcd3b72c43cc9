/**
 * A trained pipeline as one file: what a notebook exports and a service loads. A header of JSON says what it is and on what data it was
 * trained; named buffers follow, each on a multiple of 8 bytes. Header and parts each have a checksum, so that a file that was cut, altered or
 * written by another version is refused before anything of it is used.
 *
 *     bytes 0–3 `RART` · 4–7 length of the header · 8–11 its CRC-32 · header in UTF-8 · padding · parts, each padded
 *
 * Numbers are little-endian. CRC-32 finds accidents, not forgeries: load artefacts only from where you put them.
 */
import { crc32 } from '../data/crc32';

/** The layout that this code writes, and the only one that it reads. */
export const ARTEFACT_SCHEMA = 1;

/** What is in an artefact. */
export interface Artefact {
  /** What the parts make together, such as `twoStage`. */
  kind: string;
  /** Which one of its kind: a name that changes with every training, such as `2011-07-05.1`. */
  version: string;
  /** The `dataHash` of the log it was trained on: ids in the parts mean what they meant there. */
  dataHash: string;
  /** What it scored when it was trained, by name; finite numbers. */
  metrics: Record<string, number>;
  /** Buffers by name, such as those of `model.toBuffer()`. */
  parts: Record<string, ArrayBuffer>;
}

/** What the reader of an artefact insists on; what is left out may be anything. */
export type ExpectedArtefact = Partial<Pick<Artefact, 'kind' | 'dataHash'>>;

interface Header extends Omit<Artefact, 'parts'> {
  schema: number;
  parts: { name: string; bytes: number; crc32: number }[];
}

const MAGIC = 0x54524152; // 'RART'
const PREAMBLE = 12;
const aligned = (bytes: number) => Math.ceil(bytes / 8) * 8;

function check(valid: boolean, constraint: string, got: unknown): void {
  if (!valid) throw new RangeError(`artefact must ${constraint}, got ${String(got)}`);
}

function checkWord(name: string, value: unknown): void {
  check(typeof value === 'string' && value !== '', `have a ${name} of at least one character`, JSON.stringify(value));
}

/**
 * All of it in one buffer; the parts are copied.
 *
 *     const file = writeArtefact({ kind: 'twoStage', version: '1', dataHash: dataHash(train), metrics: { ndcg: 0.21 }, parts });
 *
 * @throws RangeError if a word is empty, a metric is not finite, or there is no part
 */
export function writeArtefact({ kind, version, dataHash, metrics, parts }: Artefact): ArrayBuffer {
  for (const [name, value] of Object.entries({ kind, version, dataHash })) checkWord(name, value);
  for (const [name, value] of Object.entries(metrics)) check(Number.isFinite(value), `have a finite metric ${name}`, value);
  const entries = Object.entries(parts);
  check(entries.length > 0, 'have at least one part', 0);
  const described = entries.map(([name, part]) => ({ name, bytes: part.byteLength, crc32: crc32(new Uint8Array(part)) }));
  const header: Header = { schema: ARTEFACT_SCHEMA, kind, version, dataHash, metrics, parts: described };
  const text = new TextEncoder().encode(JSON.stringify(header));
  let at = aligned(PREAMBLE + text.length);
  const buffer = new ArrayBuffer(entries.reduce((size, [, part]) => size + aligned(part.byteLength), at));
  const numbers = new DataView(buffer);
  numbers.setUint32(0, MAGIC, true);
  numbers.setUint32(4, text.length, true);
  numbers.setUint32(8, crc32(text), true);
  const bytes = new Uint8Array(buffer);
  bytes.set(text, PREAMBLE);
  for (const [, part] of entries) {
    bytes.set(new Uint8Array(part), at);
    at += aligned(part.byteLength);
  }
  return buffer;
}

/** The header, once its checksum, schema and fields are found right. */
function readHeader(buffer: ArrayBuffer): { header: Header; end: number } {
  const size = buffer.byteLength;
  const numbers = new DataView(buffer);
  check(size >= PREAMBLE && numbers.getUint32(0, true) === MAGIC, 'begin with RART', `${size} bytes of something else`);
  const length = numbers.getUint32(4, true);
  check(PREAMBLE + length <= size, `be whole, with a header of ${length} bytes`, `${size} bytes in all`);
  const text = new Uint8Array(buffer, PREAMBLE, length);
  check(crc32(text) === numbers.getUint32(8, true), 'have a header of the checksum it states', 'another: the file is corrupt');
  const header = JSON.parse(new TextDecoder().decode(text)) as Header;
  check(header.schema === ARTEFACT_SCHEMA, `be of schema ${ARTEFACT_SCHEMA}`, header.schema);
  return { header, end: PREAMBLE + length };
}

/**
 * Reads an artefact and proves every byte of it by checksum before it returns. The parts are copies, so the file may be freed.
 *
 *     const { parts, version } = readArtefact(file, { kind: 'twoStage', dataHash: dataHash(interactions) });
 *
 * @throws RangeError that says what is wrong: not an artefact, cut short, corrupt (and where), of another schema, kind or data
 */
export function readArtefact(buffer: ArrayBuffer, expected: ExpectedArtefact = {}): Artefact {
  const { header, end } = readHeader(buffer);
  for (const name of ['kind', 'dataHash'] as const) {
    const wanted = expected[name];
    check(wanted === undefined || header[name] === wanted, `have the ${name} ${wanted}`, header[name]);
  }
  const parts: Record<string, ArrayBuffer> = {};
  let at = aligned(end);
  for (const part of header.parts) {
    const next = at + aligned(part.bytes);
    check(next <= buffer.byteLength, `be whole up to its part ${part.name}`, `${buffer.byteLength} bytes in all`);
    parts[part.name] = buffer.slice(at, at + part.bytes);
    const sum = crc32(new Uint8Array(parts[part.name]));
    check(sum === part.crc32, `have a part ${part.name} of the checksum it states`, 'another: the file is corrupt');
    at = next;
  }
  check(at === buffer.byteLength, `end after its last part at byte ${at}`, `${buffer.byteLength} bytes in all`);
  const { kind, version, dataHash, metrics } = header;
  return { kind, version, dataHash, metrics, parts };
}
