/** What is timed, done by the library: the same code in Node and in Chromium's worker. `native/main.c` answers to the same names. */
import { unpackModel } from '../src/recsys/math/buffer';
import { bpr } from '../src/recsys/models/bpr';
import { ease } from '../src/recsys/models/ease';
import { factorModel, normalFactors } from '../src/recsys/models/factors';
import { implicitAls } from '../src/recsys/models/implicitAls';
import { itemKnn } from '../src/recsys/models/itemKnn';
import { warp } from '../src/recsys/models/warp';
import { userItemMatrix } from '../src/recsys/math/sparse';
import type { Interactions, Progress } from '../src/recsys/types';

/** A task and its two numbers: factors and rounds, λ, neighbours, or factors and length of a list. */
export type Task = [name: string, a: number, b: number];

/** How long it took, and a number that says what was computed. */
export interface Answer {
  milliseconds: number;
  /** The same of the processor, by all threads, where the system tells it. */
  busy?: number;
  result: number;
}

/** Times a call; what follows it is not timed. */
async function timed<T>(run: () => T | Promise<T>, resultOf: (value: T) => number): Promise<Answer> {
  const before = typeof process === 'undefined' ? undefined : process.cpuUsage();
  const start = performance.now();
  const value = await run();
  const milliseconds = performance.now() - start;
  const used = typeof process === 'undefined' ? undefined : process.cpuUsage(before);
  return { milliseconds, busy: used && (used.user + used.system) / 1000, result: resultOf(value) };
}

/** The mean score of the pairs that were met. */
function meanScore(train: Interactions, { scores }: { scores(user: number): Float32Array }): number {
  const { rows, pointers, indices } = userItemMatrix(train);
  let sum = 0;
  for (let user = 0; user < rows; user++) {
    const own = scores(user);
    for (let at = pointers[user]; at < pointers[user + 1]; at++) sum += own[indices[at]];
  }
  return sum / indices.length;
}

/** Does a task on a log. */
export async function runTask(train: Interactions, [name, a, b]: Task): Promise<Answer> {
  let last = NaN;
  const onProgress = ({ values }: Progress) => void (last = values!.loss);
  switch (name) {
    case 'als-cg':
    case 'als-cholesky':
      return timed(
        () => implicitAls(train, { factors: a, iterations: b, solver: name === 'als-cg' ? 'cg' : 'cholesky' }),
        (model) => meanScore(train, model),
      );
    case 'bpr':
      return timed(
        () => bpr(train, { factors: a, epochs: b, onProgress }),
        () => last,
      );
    case 'warp':
      return timed(
        () => warp(train, { factors: a, epochs: b, onProgress }),
        () => last,
      );
    case 'ease':
      return timed(
        () => ease(train, { regularization: a, side: 'items' }),
        (model) => unpackModel<Record<string, Float64Array>>(model.toBuffer(), 'ease').arrays.diagonal.reduce((x, y) => x + y, 0),
      );
    case 'item-knn':
      return timed(
        () => itemKnn(train, { k: a }),
        (model) => model.weights.values.reduce((x, y) => x + y, 0),
      );
    case 'recommend':
      return recommendAll(train, a, b);
    default:
      throw new RangeError(`task must be known, got ${name}`);
  }
}

/** The best unseen items of every user, by factors that are normal numbers. */
function recommendAll(train: Interactions, factors: number, k: number): Promise<Answer> {
  return timed(
    () => {
      const { rows, columns, pointers, indices } = userItemMatrix(train);
      const model = factorModel({
        kind: 'normal',
        settings: { items: columns, factors },
        arrays: {
          seenPointers: pointers,
          seenItems: indices,
          userFactors: normalFactors(rows, factors, 1, 42),
          itemFactors: normalFactors(columns, factors, 1, 43),
        },
      });
      let sum = 0;
      for (let user = 0; user < rows; user++) for (const score of model.recommend(user, { k }).scores) sum += score;
      return sum / rows;
    },
    (mean) => mean,
  );
}
