/** Ids of a log to indices, from the bytes of a file: whole numbers by an array, other texts by a hash table, neither making a string twice. */
import { cut } from './csv';
import type { CsvReader } from './csv';

/** Numbers below it are looked up in an array. */
const SMALL = 1 << 21;
const MAX_LENGTH = 200;

/** Gives each id the next index when it is first seen. */
export class Ids {
  /** The ids by index. */
  readonly ids: string[] = [];
  #name: string;
  #whole: boolean;
  #small = new Int32Array(1024).fill(-1);
  /** Index + 1 by hash, 0 where free; open addressing, at most half full. */
  #table = new Int32Array(1024);
  #hashes = new Int32Array(1024);
  /** How many ids are in the table, and the bytes of each. */
  #texts = 0;
  #bytes: Uint8Array[] = [];

  /** @param whole whether ids must be whole numbers of at least 0 */
  constructor(name: string, whole: boolean) {
    this.#name = name;
    this.#whole = whole;
  }

  /** The index of the id in a field of the reader's record. */
  of(reader: CsvReader, field: number): number {
    const { bytes } = reader;
    let start = reader.start(field);
    let end = reader.end(field);
    while (start < end && bytes[start] <= 32) start++;
    while (end > start && bytes[end - 1] <= 32) end--;
    let id = 0;
    let at = start;
    for (; at < end && id < SMALL; at++) {
      const digit = bytes[at] - 48;
      if (!(digit >= 0 && digit <= 9)) break;
      id = id * 10 + digit;
    }
    const plain = at === end && at > start && id < SMALL && (bytes[start] !== 48 || end - start === 1);
    return plain ? this.#number(id) : this.#text(reader, field, start, end);
  }

  #number(id: number): number {
    if (id >= this.#small.length) {
      const larger = new Int32Array(Math.max(2 * this.#small.length, id + 1)).fill(-1);
      larger.set(this.#small);
      this.#small = larger;
    }
    let index = this.#small[id];
    if (index < 0) this.#small[id] = index = this.ids.push(String(id)) - 1;
    return index;
  }

  #text(reader: CsvReader, field: number, from: number, to: number): number {
    let { bytes } = reader;
    let [start, end] = [from, to];
    if (reader.doubled(field)) {
      bytes = withoutDoubled(bytes.subarray(from, to));
      [start, end] = [0, bytes.length];
    }
    // FNV-1a
    let hash = 0x811c9dc5;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at], 0x01000193);
    const mask = this.#table.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (; this.#table[slot] > 0; slot = (slot + 1) & mask) {
      if (this.#hashes[slot] === hash && same(this.#bytes[this.#table[slot] - 1]!, bytes, start, end))
        return this.#table[slot] - 1;
    }
    const id = this.#checked(reader, field, end - start);
    const index = this.ids.push(id) - 1;
    this.#bytes[index] = bytes.subarray(start, end);
    this.#table[slot] = index + 1;
    this.#hashes[slot] = hash;
    if (2 * ++this.#texts > mask) this.#grow();
    return index;
  }

  #checked(reader: CsvReader, field: number, length: number): string {
    const id = reader.text(field).replace(/^[\0-\x20]+|[\0-\x20]+$/g, '');
    if (this.#whole && !/^\d+$/.test(id))
      throw reader.error(`${this.#name} must be a whole number of at least 0, got "${cut(id)}"`);
    if (id === '') throw reader.error(`${this.#name} must not be empty, got ""`);
    if (length > MAX_LENGTH) throw reader.error(`${this.#name} must have at most ${MAX_LENGTH} bytes, got "${cut(id)}"`);
    return id;
  }

  #grow(): void {
    const [table, hashes] = [this.#table, this.#hashes];
    this.#table = new Int32Array(2 * table.length);
    this.#hashes = new Int32Array(2 * table.length);
    const mask = this.#table.length - 1;
    for (let old = 0; old < table.length; old++) {
      if (table[old] === 0) continue;
      let slot = (hashes[old] ^ (hashes[old] >>> 15)) & mask;
      while (this.#table[slot] > 0) slot = (slot + 1) & mask;
      this.#table[slot] = table[old];
      this.#hashes[slot] = hashes[old];
    }
  }
}

function same(a: Uint8Array, b: Uint8Array, start: number, end: number): boolean {
  if (a.length !== end - start) return false;
  for (let n = 0; n < a.length; n++) if (a[n] !== b[start + n]) return false;
  return true;
}

/** The bytes with each `""` as one `"`. */
function withoutDoubled(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    out[length++] = bytes[at];
    if (bytes[at] === 34 && bytes[at + 1] === 34) at++;
  }
  return out.subarray(0, length);
}
