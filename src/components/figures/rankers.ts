/** Rankers by a test and by the truth: the arithmetic of the figure of offline against online. */
import type { Output } from '../../notebook/types';

/** One ranker. */
export interface Dot {
  ranker: string;
  /** The metric by who wrote the test. */
  offline: Record<string, number>;
  truth: number;
}

/**
 * Reads the rankers from a cell's saved outputs: a table with the columns ranker and truth, and between them one for each test.
 *
 * @throws RangeError if there is none
 */
export function readDots(outputs: Output[]): { dots: Dot[]; writers: string[] } {
  for (const output of outputs) {
    if (output.kind !== 'table') continue;
    const names = output.columns.map(({ name }) => name);
    const [ranker, truth] = [names.indexOf('ranker'), names.indexOf('truth')];
    if (ranker < 0 || truth < 0) continue;
    const writers = names.filter((name) => name !== 'ranker' && name !== 'truth');
    const dots = output.rows.map((row) => ({
      ranker: String(row[ranker]),
      offline: Object.fromEntries(writers.map((writer) => [writer, Number(row[names.indexOf(writer)])])),
      truth: Number(row[truth]),
    }));
    return { dots, writers };
  }
  throw new RangeError('outputs must hold a table with the columns ranker and truth');
}

/** Kendall's τ of two columns: pairs in the same order less those in the other, by all pairs; and how many are in the other. */
export function agreement(x: number[], y: number[]): { tau: number; pairs: number; wrong: number } {
  let [pairs, alike, wrong] = [0, 0, 0];
  for (let i = 0; i < x.length; i++)
    for (let j = 0; j < i; j++) {
      const order = (x[i] - x[j]) * (y[i] - y[j]);
      pairs++;
      alike += Math.sign(order);
      if (order < 0) wrong++;
    }
  return { tau: alike / pairs, pairs, wrong };
}

/** The place of each value, 1 for the largest. */
export function places(values: number[]): number[] {
  return values.map((value) => 1 + values.filter((other) => other > value).length);
}

/** Why a ranker stands where it does; the first that fits its name. */
const REASONS: [of: RegExp, why: string][] = [
  [
    /saw the test/,
    'It learned from the answers. Ask for other films, and the lead is gone; in service tomorrow’s log is not there.',
  ],
  [/popularity|recency/, 'Everyone gets nearly the same films. A test that the charts wrote is made of them.'],
  [/Bayesian/, 'Films that few began and most finished: good, and wanted by few.'],
  [/chance/, 'It knows nothing.'],
  [/genres/, 'It knows which kind of film, not which film.'],
  [/last|SAR/, 'It leans on what was watched lately.'],
  [/kNN/, 'With more neighbours it comes nearer to the charts, and so do its values on their tests.'],
  [/BPR/, 'It learned to put a watched film before any other; being popular goes far there.'],
  [/./, 'It learned who goes with what; the charts are a part of that, not all.'],
];

/** A sentence or two on a ranker. */
export function reasonOf(ranker: string): string {
  return REASONS.find(([of]) => of.test(ranker))?.[1] ?? '';
}
