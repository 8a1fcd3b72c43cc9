/** The real ratings the published numbers were measured on; absent unless MOVIELENS_DIR names the folder of ml-latest-small. */
import { readFileSync } from 'node:fs';
import { fromRows } from '../../../src/recsys/data/fromRows';
import { selectRows } from '../../../src/recsys/data/interactions';
import { mt19937 } from '../../../src/recsys/data/mt19937';
import { splitRandom } from '../../../src/recsys/data/splitRandom';
import type { Interactions } from '../../../src/recsys/types';
import type { Split } from '../../../src/recsys/data/split';

/** The folder, or undefined. */
export const movielensDir = process.env.MOVIELENS_DIR;

if (!movielensDir) console.warn('MOVIELENS_DIR is not set: tests against published numbers on ml-latest-small are skipped');

/**
 * 75 % of each user's rows to train, by NumPy's RandomState(42) in file order. Items are numbered as the training rows, sorted by user and
 * draw, first show them, then as the test rows do: the order in which the published figures settled ties.
 */
export function movielensSplit(): Split {
  const lines = readFileSync(`${movielensDir}/ratings.csv`, 'utf8').trim().split('\n').slice(1);
  const draw = mt19937(42);
  const rows = lines.map((line) => {
    const [user, item, value, time] = line.trim().split(',');
    return { user, item, value: Number(value), time: Number(time), drawn: draw() };
  });
  const inTrain = new Set(rowKeys(splitRandom(fromRows(rows), { by: 'user', testShare: 0.25, random: mt19937(42) }).train));
  rows.sort((a, b) => Number(a.user) - Number(b.user) || a.drawn - b.drawn);
  const isTrain = (row: { user: string; item: string }) => inTrain.has(`${row.user} ${row.item}`);
  const ordered = [...rows.filter(isTrain), ...rows.filter((row) => !isTrain(row))];
  const x = fromRows(ordered);
  const numbers = Array.from(ordered, (_, r) => r);
  return { train: selectRows(x, numbers.slice(0, inTrain.size)), test: selectRows(x, numbers.slice(inTrain.size)) };
}

function rowKeys(x: Interactions): string[] {
  return Array.from(x.users, (user, r) => `${x.userIds[user]} ${x.itemIds[x.items[r]]}`);
}
