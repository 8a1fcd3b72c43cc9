/** What is timed, done by the library: the same code in Node and in Chromium's worker. `native/main.c` answers to the same names. */
import { unpackModel } from '../src/recsys/math/buffer';
import { userItemMatrix } from '../src/recsys/math/sparse';
import { bpr } from '../src/recsys/models/bpr';
import { ease } from '../src/recsys/models/ease';
import { factorModel, normalFactors } from '../src/recsys/models/factors';
import { implicitAls } from '../src/recsys/models/implicitAls';
import { itemKnn } from '../src/recsys/models/itemKnn';
import { warp } from '../src/recsys/models/warp';
import type { FactorModel } from '../src/recsys/models/factors';
import type { Interactions, Progress } from '../src/recsys/types';

/** A task and its two numbers: factors and rounds, λ, neighbours, or factors and length of a list. */
export type Task = [name: string, a: number, b: number];

/** A task done: a number that says what was computed, to be asked for when the clock has stopped. */
export type Done = () => number;

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

const total = (values: ArrayLike<number>) => Array.from(values).reduce((x, y) => x + y, 0);

/** Does a task on a log. */
export async function runTask(train: Interactions, [name, a, b]: Task): Promise<Done> {
  let last = NaN;
  const onProgress = ({ values }: Progress) => void (last = values!.loss);
  switch (name) {
    case 'als-cg':
    case 'als-cholesky': {
      const solver = name === 'als-cg' ? 'cg' : 'cholesky';
      const model = await implicitAls(train, { factors: a, iterations: b, solver });
      return () => meanScore(train, model);
    }
    case 'bpr':
      await bpr(train, { factors: a, epochs: b, onProgress });
      return () => last;
    case 'warp':
      await warp(train, { factors: a, epochs: b, onProgress });
      return () => last;
    case 'ease': {
      const model = await ease(train, { regularization: a, side: 'items' });
      return () => total(unpackModel<Record<string, Float64Array>>(model.toBuffer(), 'ease').arrays.diagonal);
    }
    case 'item-knn': {
      const { weights } = await itemKnn(train, { k: a });
      return () => total(weights.values);
    }
    case 'recommend': {
      const sum = recommendAll(train, a, b);
      return () => sum / train.userIds.length;
    }
    default:
      throw new RangeError(`task must be known, got ${name}`);
  }
}

let ranked: { key: string; model: FactorModel } | undefined;

/** The best unseen items of every user, by factors that are normal numbers; the model is made once. */
function recommendAll(train: Interactions, factors: number, k: number): number {
  const users = train.userIds.length;
  const items = train.itemIds.length;
  const key = `${users} ${items} ${factors}`;
  if (ranked?.key !== key) {
    const { pointers, indices } = userItemMatrix(train);
    const arrays = {
      seenPointers: pointers,
      seenItems: indices,
      userFactors: normalFactors(users, factors, 1, 42),
      itemFactors: normalFactors(items, factors, 1, 43),
    };
    ranked = { key, model: factorModel({ kind: 'normal', settings: { items, factors }, arrays }) };
  }
  let sum = 0;
  for (let user = 0; user < users; user++) for (const score of ranked.model.recommend(user, { k }).scores) sum += score;
  return sum;
}
