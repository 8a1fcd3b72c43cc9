/** What every model of this room has in common: from a way to score, it makes `scores`, `recommend` and `toBuffer`. */
import { checkIndex, checkPositiveInteger } from '../math/check';
import { userItemMatrix } from '../math/sparse';
import { topk } from '../math/topk';
import { packModel } from '../math/buffer';
import type { Interactions, Ranking, Recommender } from '../types';
import type { Csr } from '../math/sparse';
import type { ModelArray, ModelParts } from '../math/buffer';

/** What each user met in training, as it is kept in a model: a sparse row of item indices per user. */
export interface Seen {
  /** users + 1 offsets into `seenItems`. */
  seenPointers: Int32Array;
  /** Item indices, rising within a user. */
  seenItems: Int32Array;
}

/** Parts of a model that can rank: it knows how many items there are and what each user has seen. */
export type RankerParts = ModelParts<Seen & Record<string, ModelArray>>;

/** Throws a RangeError unless the log has at least one row; returns the log. */
export function checkTrain(train: Interactions): Interactions {
  if (train.users.length === 0) throw new RangeError('train must have at least one row, got 0');
  return train;
}

/** The seen items of a training log, or of its matrix. */
export function seenOf(train: Interactions | Csr): Seen {
  const matrix = 'pointers' in train ? train : userItemMatrix(train, 'binary');
  return { seenPointers: matrix.pointers, seenItems: matrix.indices };
}

/** The items that the user met in training. */
export function seenBy({ seenPointers, seenItems }: Seen, user: number): Int32Array {
  return seenItems.subarray(seenPointers[user], seenPointers[user + 1]);
}

/** The k best items of a user without those excluded, by a shorter way than all scores; undefined where there is none. */
export type Shortcut = (user: number, exclude: Int32Array, k: number) => Ranking | undefined;

/**
 * The recommender of these parts. `settings.items` is the number of items; `score` writes one number per item into an array of zeros.
 */
export function recommender(
  parts: RankerParts,
  score: (user: number, into: Float32Array) => void,
  shortcut?: Shortcut,
): Recommender {
  const items = parts.settings.items as number;
  const users = parts.arrays.seenPointers.length - 1;
  const scores = (user: number): Float32Array => {
    checkIndex('user', user, users);
    const into = new Float32Array(items);
    score(user, into);
    return into;
  };
  return {
    scores,
    recommend(user, { k = 10, exclude } = {}) {
      checkPositiveInteger('k', k);
      checkIndex('user', user, users);
      const out = exclude ?? seenBy(parts.arrays, user);
      for (let i = 0; exclude && i < out.length; i++) checkIndex('exclude', out[i], items);
      const found = shortcut?.(user, out, k);
      if (found) return found;
      const all = scores(user);
      for (let i = 0; i < out.length; i++) all[out[i]] = -Infinity;
      return topk(all, k);
    },
    toBuffer: () => packModel(parts),
  };
}
