/** An array of plain records as a table. */
import type { Column, Scalar, TableOutput } from '../../notebook/types';
import { printShort } from './print';
import { cutText, toScalar } from './tree';
import { isVolatile } from './volatile';

/** Rows that a table keeps; its `total` says how many there were. */
export const MAX_ROWS = 1_000;
const MAX_COLUMNS = 100;

/**
 * The table of an array of plain records: its columns are the union of their keys in the order of first appearance. Undefined
 * when the value is no such array, or has too many columns to be read as a table.
 */
export function toTable(value: unknown): TableOutput | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const names = new Set<string>();
  for (const row of value) {
    if (!isRecord(row)) return undefined;
    for (const name of Object.keys(row)) names.add(name);
    if (names.size > MAX_COLUMNS) return undefined;
  }
  if (names.size === 0) return undefined;
  const records = value.slice(0, MAX_ROWS) as Record<string, unknown>[];
  const columns = [...names].map((name) => column(name, records));
  const rows = records.map((record) => columns.map(({ name }) => toCell(record[name])));
  return { kind: 'table', columns, rows, total: value.length };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function column(name: string, records: Record<string, unknown>[]): Column {
  let isNumber = false;
  let isText = false;
  let differs = false;
  for (const record of records) {
    const cell = record[name];
    if (isVolatile(cell)) differs = true;
    const plain = isVolatile(cell) ? cell.valueOf() : cell;
    if (plain === undefined || plain === null) continue;
    if (typeof plain === 'number') isNumber = true;
    else isText = true;
  }
  const type = isNumber && !isText ? 'number' : 'text';
  return differs ? { name, type, volatile: true } : { name, type };
}

/** One value as a table's cell. */
export function toCell(value: unknown): Scalar {
  const plain = isVolatile(value) ? value.valueOf() : value;
  if (plain === undefined || plain === null) return null;
  if (typeof plain === 'number') return toScalar(plain);
  if (typeof plain === 'boolean') return plain;
  if (typeof plain === 'string') return cutText(plain, 1_000);
  return printShort(plain);
}
