/**
 * Reads a log of the Open Bandit dataset: one campaign of one policy, as its publisher's csv.
 *
 * Y. Saito, S. Aihara, M. Matsutani, Y. Narita: Open Bandit Dataset and Pipeline. NeurIPS Datasets and Benchmarks 2021 (first 2020).
 */
import { CsvReader, cut } from '../data/csv';

/** The log as columns, one row per slot of a shown list; ready for `ips` and its kin but for `target`. */
export interface OpenBanditLog {
  /** Name of the file it came from. */
  name: string;
  /** Item shown in the slot, as numbered by the publisher. */
  items: Int32Array;
  /** Slot, 1 … 3: left, centre, right. */
  positions: Int32Array;
  /** 1 if clicked, else 0. */
  rewards: Float64Array;
  /** The logging policy's probability of this item in this slot, in (0, 1]. */
  propensities: Float64Array;
  /** Seconds since 1970-01-01 UTC; NaN where the file has none. */
  times: Float64Array;
  /** How many different items appear in the log. */
  itemCount: number;
}

/** A file by name, as bytes or text. */
export interface NamedFile {
  name: string;
  bytes: Uint8Array | string;
}

const NEEDED = ['item_id', 'position', 'click', 'propensity_score'] as const;
const NAMED = new Set<string>(['', 'timestamp', ...NEEDED]);

/**
 *     const log = readOpenBandit([{ name: 'men.csv', bytes }]);
 *     ips({ reward: log.rewards, propensity: log.propensities, target: new Float64Array(log.rewards.length).fill(1 / 34) })
 *
 * `item_context.csv` beside it is passed over. `propensity_score` is per slot: 1/34 throughout for the uniform policy on the men's campaign.
 *
 * @throws RangeError naming file, line, column and value; if no file, or more than one, is a log; if a column is missing
 */
export function readOpenBandit(files: readonly NamedFile[] | Uint8Array | string): OpenBanditLog {
  const given = typeof files === 'string' || files instanceof Uint8Array ? [{ name: 'log.csv', bytes: files }] : files;
  if (given.length === 0) throw new RangeError('files must hold a log, got no file');
  const opened = given.map((file) => ({ name: file.name, ...open(file) }));
  const logs = opened.filter(({ columns }) => columns.has('propensity_score') || columns.has('click'));
  if (logs.length !== 1) {
    const got = logs.length === 0 ? opened.map(({ name }) => name) : logs.map(({ name }) => name);
    throw new RangeError(
      `files must hold one log with the columns ${NEEDED.join(', ')}, got ${logs.length} in ${got.join(', ')}`,
    );
  }
  return read(logs[0]);
}

interface Opened {
  reader: CsvReader;
  /** Field of each column by name. */
  columns: Map<string, number>;
  width: number;
}

function open({ name, bytes }: NamedFile): Opened {
  const raw = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
  const reader = new CsvReader(raw, { file: name });
  if (!reader.next()) throw reader.error('must have a header, got an empty file');
  const columns = new Map<string, number>();
  for (let field = 0; field < reader.fields; field++) {
    const column = reader.text(field).trim();
    if (NAMED.has(column) && columns.has(column)) throw reader.error(`names the column ${column} twice`);
    columns.set(column, field);
  }
  return { reader, columns, width: reader.fields };
}

function read({ name, reader, columns, width }: Opened & { name: string }): OpenBanditLog {
  for (const column of NEEDED)
    if (!columns.has(column))
      throw reader.error(`must have the column ${column}, got ${[...columns.keys()].slice(0, 8).join(', ')}`);
  const [item, position, click, score] = NEEDED.map((column) => columns.get(column) as number);
  const timestamp = columns.get('timestamp');
  const rows = {
    items: [] as number[],
    positions: [] as number[],
    rewards: [] as number[],
    propensities: [] as number[],
    times: [] as number[],
  };
  while (reader.next()) {
    if (reader.fields !== width) throw reader.error(`must have ${width} fields, got ${reader.fields}`);
    rows.items.push(whole(reader, item, 'item_id', 0, 2147483647));
    rows.positions.push(whole(reader, position, 'position', 1, 1000));
    rows.rewards.push(whole(reader, click, 'click', 0, 1));
    const propensity = reader.number(score, 'propensity_score');
    if (!(propensity > 0 && propensity <= 1)) throw reader.error(`propensity_score must lie in (0, 1], got ${propensity}`);
    rows.propensities.push(propensity);
    rows.times.push(timestamp === undefined ? NaN : seconds(reader, timestamp));
  }
  if (rows.items.length < 2) throw new RangeError(`${name} must have at least 2 rows, got ${rows.items.length}`);
  return {
    name,
    items: Int32Array.from(rows.items),
    positions: Int32Array.from(rows.positions),
    rewards: Float64Array.from(rows.rewards),
    propensities: Float64Array.from(rows.propensities),
    times: Float64Array.from(rows.times),
    itemCount: new Set(rows.items).size,
  };
}

function whole(reader: CsvReader, field: number, column: string, least: number, most: number): number {
  const value = reader.number(field, column);
  if (!(Number.isInteger(value) && value >= least && value <= most)) {
    throw reader.error(`${column} must be a whole number in ${least} … ${most}, got ${value}`);
  }
  return value;
}

/** `2019-11-24 00:00:13.005654+00:00`, the publisher's form; seconds with what fraction a double holds. An empty field is NaN. */
function seconds(reader: CsvReader, field: number): number {
  const text = reader.text(field).trim();
  if (text === '') return NaN;
  const parts = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/.exec(text);
  // Date.parse of the plain ISO form is fixed by ECMA-262; the fraction is added as text has it. Without a zone it is UTC.
  const base = parts ? Date.parse(`${parts[1]}T${parts[2]}${zone(parts[4])}`) : NaN;
  if (!Number.isFinite(base)) throw reader.error(`timestamp must be like 2019-11-24 00:00:13.005654+00:00, got "${cut(text)}"`);
  return base / 1000 + (parts?.[3] ? Number(parts[3]) : 0);
}

function zone(text: string | undefined): string {
  if (!text || text === 'Z') return 'Z';
  return text.includes(':') ? text : `${text.slice(0, 3)}:${text.slice(3)}`;
}
