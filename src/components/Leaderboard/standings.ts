/** What the leaderboard draws: models without repetition, sorted, and the scales they stand on. */
import type { BoardRow, ChapterBoard } from '../../notebook/board';

/** The data sets of the leaderboard, in the order shown. */
export const DATA_SETS = {
  world: { name: 'Built-in world', audience: 'a simulated audience' },
  movielens: { name: 'MovieLens latest-small', audience: 'real people' },
} as const;

export type DataSetKey = keyof typeof DATA_SETS;

/** One model of the book. */
export interface Standing {
  model: string;
  /** The chapter that brought it. */
  chapter: string;
  title: string;
  number: number;
  /** Its row on each data set; absent where it was not run. */
  on: Partial<Record<DataSetKey, BoardRow>>;
}

/** Every model once, in the order of the chapters; one that a later chapter shows again stays with the chapter that brought it. */
export function standings(boards: ChapterBoard[]): Standing[] {
  const known = new Map<string, Standing>();
  for (const { chapter, title, number, ...rows } of boards) {
    for (const key of Object.keys(DATA_SETS) as DataSetKey[]) {
      for (const row of rows[key]) {
        const standing = known.get(row.model) ?? { model: row.model, chapter, title, number, on: {} };
        known.set(row.model, standing);
        standing.on[key] ??= row;
      }
    }
  }
  return [...known.values()];
}

/** By a number of a data set's row, best first; what has none goes last, ties keep their order. */
export function sortedBy(all: Standing[], key: DataSetKey, column: Exclude<keyof BoardRow, 'model'>): Standing[] {
  const sign = column === 'seconds' || column === 'kilobytes' ? 1 : -1; // less is better
  const value = ({ on }: Standing): number => sign * (on[key]?.[column] ?? sign * Infinity);
  return [...all].sort((a, b) => value(a) - value(b) || 0);
}

/**
 * What a chapter draws when the book has grown: its own models, the best of the others, and the baseline that all of them have to beat.
 * A list that is longer than `most` by a few only is drawn whole.
 */
export function shortlist(sorted: Standing[], chapter: string, most = 16): Standing[] {
  if (sorted.length <= most * 1.25) return sorted;
  const own = sorted.filter((standing) => standing.chapter === chapter);
  const others = sorted.filter((standing) => standing.chapter !== chapter);
  const baseline = others.filter(({ model }) => model === 'popularity');
  const room = Math.max(0, most - own.length - baseline.length);
  const kept = new Set([...own, ...baseline, ...others.filter((standing) => !baseline.includes(standing)).slice(0, room)]);
  return sorted.filter((standing) => kept.has(standing));
}

/** A linear scale from 0 with about four steps of 1, 2 or 5 times a power of ten, and its top at or above the largest value. */
export function linearScale(values: number[]): { top: number; ticks: number[] } {
  const largest = Math.max(...values, 0);
  if (!(largest > 0)) return { top: 1, ticks: [0, 1] };
  const rough = largest / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const count = Math.ceil(largest / step - 1e-9);
  return { top: count * step, ticks: Array.from({ length: count + 1 }, (_, tick) => Number((tick * step).toPrecision(12))) };
}

/** `−0.29`. */
export function tauText(tau: number): string {
  return tau.toFixed(2).replace('-', '−');
}

/** `.02`, `0`, `1.5`. */
export function tickText(tick: number): string {
  return String(tick).replace(/^0\./, '.');
}

/** A logarithmic scale over whole powers of ten; gives a share of its length, 0 … 1. */
export function logScale(values: number[]): (value: number) => number {
  const positive = values.filter((value) => value > 0);
  const from = Math.floor(Math.log10(Math.min(...positive, 1)));
  const to = Math.max(Math.ceil(Math.log10(Math.max(...positive, 1))), from + 1);
  return (value) => Math.min(1, Math.max(0, (Math.log10(value) - from) / (to - from)));
}

/**
 * Kendall's τ-b between the two data sets' nDCG: how far the order of the models carries over; 1 is the same order, 0 none, −1 reversed.
 * Undefined below two models on both.
 */
export function agreement(all: Standing[]): { models: number; tau: number } | undefined {
  const pairs = all.flatMap(({ on: { world, movielens } }) => (world && movielens ? [[world.ndcg, movielens.ndcg]] : []));
  let [concordant, world, movielens] = [0, 0, 0];
  pairs.forEach(([a, b], i) => {
    for (const [c, d] of pairs.slice(0, i)) {
      concordant += Math.sign(a - c) * Math.sign(b - d);
      world += Math.abs(Math.sign(a - c));
      movielens += Math.abs(Math.sign(b - d));
    }
  });
  return world > 0 && movielens > 0 ? { models: pairs.length, tau: concordant / Math.sqrt(world * movielens) } : undefined;
}

/** `12 ms`, `2.4 s`, `3 min`. */
export function timeText(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return '–';
  if (seconds < 0.0995) return `${Math.max(1, Math.round(seconds * 1000))} ms`;
  return seconds < 100 ? `${seconds.toFixed(seconds < 10 ? 1 : 0)} s` : `${(seconds / 60).toFixed(0)} min`;
}

/** `504 kB`, `1.2 MB`. */
export function sizeText(kilobytes: number): string {
  return kilobytes < 1000 ? `${kilobytes.toFixed(kilobytes < 10 ? 1 : 0)} kB` : `${(kilobytes / 1000).toFixed(1)} MB`;
}
