/**
 * One layout for every model: a header of JSON that names the kind, the settings and the arrays, then the arrays themselves, each on a
 * multiple of 8 bytes. Little-endian, as typed arrays are on every machine that runs a browser.
 *
 *     bytes 0–3 `RSYS` · 4–7 length of the header · header in UTF-8 · padding · arrays
 */

/** What an array of a model may be. */
export type ModelArray = Int8Array | Uint8Array | Int32Array | Float32Array | Float64Array;

/** The parts of a fitted model, ready to be written. */
export interface ModelParts<Arrays = Record<string, ModelArray>> {
  /** The training function's name. */
  kind: string;
  /** Plain numbers and words that are not arrays. */
  settings: Record<string, number | string | boolean>;
  arrays: Arrays;
}

interface Header {
  kind: string;
  settings: ModelParts['settings'];
  arrays: { name: string; type: keyof typeof views; length: number }[];
}

const MAGIC = 0x53595352; // 'RSYS'
const views = { i8: Int8Array, u8: Uint8Array, i32: Int32Array, f32: Float32Array, f64: Float64Array };
const aligned = (bytes: number) => Math.ceil(bytes / 8) * 8;
const typeOf = (array: ModelArray) =>
  (Object.keys(views) as (keyof typeof views)[]).find((type) => array instanceof views[type])!;

/** All parts in one buffer; the arrays are copied. */
export function packModel(parts: ModelParts<Record<string, ModelArray>>): ArrayBuffer {
  const entries = Object.entries(parts.arrays);
  const header: Header = {
    kind: parts.kind,
    settings: parts.settings,
    arrays: entries.map(([name, array]) => ({ name, type: typeOf(array), length: array.length })),
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  let size = aligned(8 + text.length);
  const start = size;
  for (const [, array] of entries) size += aligned(array.byteLength);
  const buffer = new ArrayBuffer(size);
  new Uint32Array(buffer, 0, 2).set([MAGIC, text.length]);
  const bytes = new Uint8Array(buffer);
  bytes.set(text, 8);
  let at = start;
  for (const [, array] of entries) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += aligned(array.byteLength);
  }
  return buffer;
}

/** The header of a buffer, and where it ends. */
function readHeader(buffer: ArrayBuffer): { header: Header; end: number } {
  if (buffer.byteLength < 8 || new Uint32Array(buffer, 0, 1)[0] !== MAGIC) {
    throw new RangeError(`buffer must hold a model, got ${buffer.byteLength} bytes of something else`);
  }
  const length = new Uint32Array(buffer, 4, 1)[0];
  if (8 + length > buffer.byteLength) throw new RangeError(`buffer must be whole, got ${buffer.byteLength} bytes`);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length))) as Header;
  return { header, end: 8 + length };
}

/**
 * Which kind of model a buffer holds: the name of the function that trained it.
 *
 * @throws RangeError if the buffer is not a model
 */
export function modelKind(buffer: ArrayBuffer): string {
  return readHeader(buffer).header.kind;
}

/**
 * The parts of a buffer. The arrays are views: the buffer must not be transferred away while they are in use.
 *
 * @throws RangeError if the buffer is not a model of this kind, or is cut short
 */
export function unpackModel<Arrays = Record<string, ModelArray>>(buffer: ArrayBuffer, kind: string): ModelParts<Arrays> {
  const { header, end: start } = readHeader(buffer);
  if (header.kind !== kind) throw new RangeError(`buffer must hold a model of kind ${kind}, got ${header.kind}`);
  const arrays: Record<string, ModelArray> = {};
  let at = aligned(start);
  for (const { name, type, length: count } of header.arrays) {
    const View = views[type];
    const end = at + aligned(count * View.BYTES_PER_ELEMENT);
    if (end > buffer.byteLength) throw new RangeError(`buffer must be whole, got ${buffer.byteLength} bytes`);
    arrays[name] = new View(buffer, at, count);
    at = end;
  }
  return { kind, settings: header.settings, arrays: arrays as Arrays };
}
