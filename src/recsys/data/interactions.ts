/** Small tools on logs: choose rows, look at a log in one line, demand what a method needs. */
import type { Interactions } from '../types';
import { rowsPerItem, rowsPerUser } from './rowsPer';

/**
 * The log of the rows with these numbers, in the order given. It shares `userIds` and `itemIds` with the original, so an index means the
 * same in both.
 */
export function selectRows(x: Interactions, rows: ArrayLike<number>): Interactions {
  const users = new Int32Array(rows.length);
  const items = new Int32Array(rows.length);
  const values = new Float32Array(rows.length);
  const times = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const r = rows[i];
    if (!(r >= 0 && r < x.users.length)) throw new RangeError(`rows must be indices in 0 … ${x.users.length - 1}, got ${r}`);
    users[i] = x.users[r];
    items[i] = x.items[r];
    values[i] = x.values[r];
    times[i] = x.times[r];
  }
  return { users, items, values, times, userIds: x.userIds, itemIds: x.itemIds };
}

/** Divides the rows in two by a mark per row: those unmarked (`train`) and those marked (`test`), each in the old order. */
export function divideRows(x: Interactions, inTest: Uint8Array): { train: Interactions; test: Interactions } {
  const train: number[] = [];
  const test: number[] = [];
  for (let r = 0; r < inTest.length; r++) (inTest[r] ? test : train).push(r);
  return { train: selectRows(x, train), test: selectRows(x, test) };
}

/** Throws a RangeError unless every row has a time. */
export function checkTimes(x: Interactions): void {
  for (let r = 0; r < x.times.length; r++) {
    if (!Number.isFinite(x.times[r])) throw new RangeError(`times must be known in every row, got ${x.times[r]} in row ${r}`);
  }
}

/** A log in one line. */
export interface LogSummary {
  rows: number;
  /** Users with at least one row. */
  users: number;
  /** Items with at least one row. */
  items: number;
  /** Share of the pairs of those users and items that occur, 0 … 1. */
  density: number;
  /** The earliest day, `YYYY-MM-DD` in UTC; empty where no time is known. */
  from: string;
  /** The latest day. */
  to: string;
}

/** One line per log, to lay splits side by side. */
export function summary(...logs: Interactions[]): LogSummary[] {
  return logs.map((x) => {
    const users = rowsPerUser(x).filter((rows) => rows > 0).length;
    const items = rowsPerItem(x).filter((rows) => rows > 0).length;
    let first = Infinity;
    let last = -Infinity;
    for (let r = 0; r < x.times.length; r++) {
      if (x.times[r] < first) first = x.times[r];
      if (x.times[r] > last) last = x.times[r];
    }
    const day = (time: number) => (Number.isFinite(time) ? new Date(time * 1000).toISOString().slice(0, 10) : '');
    return {
      rows: x.users.length,
      users,
      items,
      density: users ? distinctPairs(x) / (users * items) : 0,
      from: day(first),
      to: day(last),
    };
  });
}

/** How many pairs of user and item there are; a set of pairs would not hold those of a large log. */
function distinctPairs(x: Interactions): number {
  const { starts, rows } = groupRows(x.users, x.userIds.length);
  const lastUser = new Int32Array(x.itemIds.length).fill(-1);
  let pairs = 0;
  for (let user = 0; user < x.userIds.length; user++) {
    for (let at = starts[user]; at < starts[user + 1]; at++) {
      const item = x.items[rows[at]];
      if (lastUser[item] !== user) pairs++;
      lastUser[item] = user;
    }
  }
  return pairs;
}

/** The rows of each index, each in file order: those of index n are `rows[starts[n]] … rows[starts[n + 1] − 1]`. */
export function groupRows(column: Int32Array, length: number): { starts: Int32Array; rows: Int32Array } {
  const starts = new Int32Array(length + 1);
  for (let r = 0; r < column.length; r++) starts[column[r] + 1]++;
  for (let n = 0; n < length; n++) starts[n + 1] += starts[n];
  const rows = new Int32Array(column.length);
  const next = starts.slice();
  for (let r = 0; r < column.length; r++) rows[next[column[r]]++] = r;
  return { starts, rows };
}
