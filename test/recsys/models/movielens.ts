/** The real ratings the published numbers were measured on; absent unless MOVIELENS_DIR names the folder of ml-latest-small. */
import { readFileSync } from 'node:fs';
import { fromRows } from '../../../src/recsys/data/fromRows';
import { mt19937 } from '../../../src/recsys/data/mt19937';
import { splitRandom } from '../../../src/recsys/data/splitRandom';
import type { Split } from '../../../src/recsys/data/split';

/** The folder, or undefined. */
export const movielensDir = process.env.MOVIELENS_DIR;

if (!movielensDir) console.warn('MOVIELENS_DIR is not set: tests against published numbers on ml-latest-small are skipped');

/** 75 % of each user's rows to train, by NumPy's RandomState(42) in file order. */
export function movielensSplit(): Split {
  const lines = readFileSync(`${movielensDir}/ratings.csv`, 'utf8').trim().split('\n').slice(1);
  const rows = lines.map((line) => {
    const [user, item, value, time] = line.trim().split(',');
    return { user, item, value: Number(value), time: Number(time) };
  });
  return splitRandom(fromRows(rows), { by: 'user', testShare: 0.25, random: mt19937(42) });
}
