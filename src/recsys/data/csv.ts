/**
 * Delimited text, read from bytes: RFC 4180 quotes, LF or CRLF, BOM, UTF-8 or Latin-1, any delimiter of one or two characters.
 *
 * A reader walks over the records of a file and remembers only where the fields of the present one lie, so that a number is parsed without
 * making a string of it: a million rows of a ratings file take a fraction of a second.
 */

/** How a file is to be read, and what is too much. */
export interface CsvOptions {
  /** The file's name, for errors. */
  file?: string;
  /** Between two fields; `,` by default. Give `::` for MovieLens 1M. */
  delimiter?: string;
  /** Whether `"…"` encloses a field; true by default. */
  quotes?: boolean;
  /** Most fields of a record; 1,000 by default. */
  maxColumns?: number;
  /** Most bytes of a field; 100,000 by default. */
  maxField?: number;
}

const LF = 10;
const CR = 13;
const QUOTE = 34;
const POWERS_OF_TEN = Array.from({ length: 16 }, (_, n) => Number(`1e${n}`));

/** Walks over the records of delimited text. `next` moves, the other methods speak of the present record. */
export class CsvReader {
  /** 1-based line on which the present record starts. */
  line = 0;
  /** How many fields the present record has. */
  fields = 0;
  /** Byte at which the next record starts. */
  at = 0;
  readonly file: string;
  readonly bytes: Uint8Array;
  #starts: Int32Array;
  #ends: Int32Array;
  #doubled: Uint8Array;
  #nextLine = 1;
  #first: number;
  #second: number;
  #quotes: boolean;
  #maxColumns: number;
  #maxField: number;
  #decoder: TextDecoder;

  constructor(
    bytes: Uint8Array,
    { file = 'file', delimiter = ',', quotes = true, maxColumns = 1000, maxField = 100_000 }: CsvOptions = {},
  ) {
    if (delimiter.length < 1 || delimiter.length > 2)
      throw new RangeError(`delimiter must have 1 or 2 characters, got "${delimiter}"`);
    this.file = file;
    this.bytes = bytes;
    this.#first = delimiter.charCodeAt(0);
    this.#second = delimiter.length === 2 ? delimiter.charCodeAt(1) : -1;
    this.#quotes = quotes;
    this.#maxColumns = maxColumns;
    this.#maxField = maxField;
    this.#starts = new Int32Array(maxColumns + 1);
    this.#ends = new Int32Array(maxColumns + 1);
    this.#doubled = new Uint8Array(maxColumns + 1);
    this.#decoder = decoderOf(bytes, file);
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.at = 3;
  }

  /** Moves to the next record that is not blank; false at the end. */
  next(): boolean {
    const { bytes } = this;
    while (this.at < bytes.length) {
      this.line = this.#nextLine;
      this.#record();
      if (this.fields > 1 || this.#ends[0] > this.#starts[0]) return true;
    }
    return false;
  }

  /** Reads one record, blank or not, from `at`. */
  #record(): void {
    const { bytes } = this;
    const length = bytes.length;
    const first = this.#first;
    let at = this.at;
    let field = 0;
    for (;;) {
      if (field >= this.#maxColumns) throw this.error(`has more than ${this.#maxColumns} fields`);
      this.#doubled[field] = 0;
      if (this.#quotes && bytes[at] === QUOTE) at = this.#quoted(at, field);
      else {
        const start = at;
        while (at < length) {
          const byte = bytes[at];
          if (byte === LF || (byte === first && (this.#second < 0 || bytes[at + 1] === this.#second))) break;
          at++;
        }
        this.#starts[field] = start;
        this.#ends[field] = at > start && bytes[at - 1] === CR && (at === length || bytes[at] === LF) ? at - 1 : at;
      }
      if (this.#ends[field] - this.#starts[field] > this.#maxField) {
        throw this.error(`has a field of more than ${this.#maxField} bytes`);
      }
      field++;
      if (at >= length) break;
      if (bytes[at] === LF) {
        at++;
        this.#nextLine++;
        break;
      }
      at += this.#second < 0 ? 1 : 2;
    }
    this.fields = field;
    this.at = at;
  }

  /** Reads a field in quotes; returns the byte after it: a delimiter, a line feed or the end. */
  #quoted(quote: number, field: number): number {
    const { bytes } = this;
    let at = quote + 1;
    for (; ; at++) {
      if (at >= bytes.length) throw this.error('opens a quote that never closes');
      if (bytes[at] === LF) this.#nextLine++;
      if (bytes[at] !== QUOTE) continue;
      if (bytes[at + 1] !== QUOTE) break;
      this.#doubled[field] = 1;
      at++;
    }
    this.#starts[field] = quote + 1;
    this.#ends[field] = at;
    at++;
    if (bytes[at] === CR && (bytes[at + 1] === LF || at + 1 === bytes.length)) at++;
    const ends = at >= bytes.length || bytes[at] === LF;
    if (!ends && !(bytes[at] === this.#first && (this.#second < 0 || bytes[at + 1] === this.#second))) {
      throw this.error(`has text after the closing quote of field ${field + 1}`);
    }
    return at;
  }

  /** The text of a field; an absent field is empty. */
  text(field: number): string {
    if (field >= this.fields) return '';
    const text = this.#decoder.decode(this.bytes.subarray(this.#starts[field], this.#ends[field]));
    return this.#doubled[field] ? text.replaceAll('""', '"') : text;
  }

  /** Whether a field's bytes have `""` where its text has `"`. */
  doubled(field: number): boolean {
    return field < this.fields && this.#doubled[field] === 1;
  }

  /** Where a field's bytes start. */
  start(field: number): number {
    return field < this.fields ? this.#starts[field] : 0;
  }

  /** Where a field's bytes end. */
  end(field: number): number {
    return field < this.fields ? this.#ends[field] : 0;
  }

  /** The field as a finite number; an error that names the column otherwise. */
  number(field: number, column: string): number {
    const end = this.end(field);
    let at = this.start(field);
    const negative = this.bytes[at] === 45 && at < end;
    if (negative) at++;
    const from = at;
    let whole = 0;
    let decimals = -1;
    for (; at < end; at++) {
      const digit = this.bytes[at] - 48;
      if (digit >= 0 && digit <= 9) {
        whole = whole * 10 + digit;
        if (decimals >= 0) decimals++;
      } else if (digit === -2 && decimals < 0) decimals = 0;
      else break;
    }
    // up to 15 digits are exact, and so is their quotient by an exact power of ten
    if (at === end && at > from && at - from <= 15 && decimals !== 0) {
      const value = decimals < 0 ? whole : whole / POWERS_OF_TEN[decimals];
      return negative ? -value : value;
    }
    const text = this.text(field).trim();
    const value = text === '' ? NaN : Number(text);
    if (!Number.isFinite(value) || /^[+-]?0[xob]/i.test(text)) throw this.error(`${column} must be a number, got "${cut(text)}"`);
    return value;
  }

  /** An error that says file, line and what is wrong there. */
  error(what: string): RangeError {
    return new RangeError(`${this.file}:${this.line}: ${what}`);
  }
}

/** A whole table of text. */
export interface CsvTable {
  /** The names of the first record. */
  header: string[];
  rows: string[][];
}

/** Reads a small file with a header into text; a record of another length than the header's is an error. */
export function readTable(bytes: Uint8Array, options: CsvOptions = {}): CsvTable {
  const reader = new CsvReader(bytes, options);
  if (!reader.next()) throw new RangeError(`${reader.file}: is empty`);
  const header = Array.from({ length: reader.fields }, (_, field) => reader.text(field).trim());
  const rows: string[][] = [];
  while (reader.next()) {
    if (reader.fields !== header.length) throw reader.error(`must have ${header.length} fields, got ${reader.fields}`);
    rows.push(header.map((_, field) => reader.text(field)));
  }
  return { header, rows };
}

/** A record as RFC 4180 writes it, without the line break. */
export function csvLine(values: readonly (string | number)[]): string {
  return values
    .map((value) => (/[",\r\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value)))
    .join(',');
}

/** At most 40 characters of a value, for an error. */
export function cut(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** UTF-8 where the bytes are valid UTF-8, otherwise Latin-1 (as Windows extends it), which older MovieLens files use. */
function decoderOf(bytes: Uint8Array, file: string): TextDecoder {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new RangeError(`${file}: is UTF-16, save it as UTF-8`);
  }
  if (bytes.subarray(0, 65536).includes(0)) throw new RangeError(`${file}: is not text, it has a zero byte`);
  try {
    const strict = new TextDecoder('utf-8', { fatal: true });
    for (let at = 0; at < bytes.length; at += 1 << 20) strict.decode(bytes.subarray(at, at + (1 << 20)), { stream: true });
    strict.decode();
    return new TextDecoder('utf-8');
  } catch {
    return new TextDecoder('windows-1252');
  }
}
