/** What people like you liked: each user keeps their nearest, and an item scores by the nearest who met it. */
import { checkIndex, checkPositiveInteger } from '../math/check';
import { topk } from '../math/topk';
import { unpackModel } from '../math/buffer';
import { knnMatrix, rowMeans } from './itemKnn';
import { recommender } from './recommender';
import { nearest } from './similarity';
import type { Interactions, Ranking, Recommender } from '../types';
import type { RankerParts } from './recommender';
import type { KnnOptions } from './itemKnn';

/** A recommender that also tells who is near. */
export interface UserNeighbours extends Recommender {
  /** The k users nearest to this one, as `items` of a ranking; 10 by default, at most as many as the model keeps. */
  neighbours(user: number, options?: { k?: number }): Ranking;
}

function build(parts: RankerParts): UserNeighbours {
  const { seenPointers, seenItems, seenValues, pointers, indices, values, means } = parts.arrays;
  const users = seenPointers.length - 1;
  const pearson = parts.settings.similarity === 'pearson';
  const divisor = new Float64Array(pearson ? (parts.settings.items as number) : 0);
  const score = (user: number, into: Float32Array) => {
    divisor.fill(0);
    for (let at = pointers[user]; at < pointers[user + 1]; at++) {
      const other = indices[at];
      for (let seen = seenPointers[other]; seen < seenPointers[other + 1]; seen++) {
        into[seenItems[seen]] += values[at] * (seenValues[seen] - (pearson ? means[other] : 0));
        if (pearson) divisor[seenItems[seen]] += values[at];
      }
    }
    if (!pearson) return;
    for (let item = 0; item < into.length; item++)
      into[item] = means[user] + (divisor[item] > 0 ? into[item] / divisor[item] : 0);
  };
  return {
    ...recommender(parts, score),
    neighbours(user, { k = 10 } = {}) {
      checkIndex('user', user, users);
      checkPositiveInteger('k', k);
      const near = topk((values as Float32Array).subarray(pointers[user], pointers[user + 1]), k);
      return { items: near.items.map((n) => indices[pointers[user] + n]), scores: near.scores };
    },
  };
}

/**
 * score(u, i) = Σ of s_uv · x_vi over the k nearest users v of u. With `pearson`, the rating predicted from deviations from the users' means:
 * mean_u + Σ s_uv (x_vi − mean_v) / Σ s_uv over the neighbours who rated i, or mean_u where none did.
 *
 * P. Resnick et al.: GroupLens: an open architecture for collaborative filtering of netnews. CSCW 1994 (with Pearson).
 *
 * @throws RangeError if train is empty or an option is out of range; the signal's reason if it is aborted
 */
export async function userKnn(train: Interactions, options: KnnOptions = {}): Promise<UserNeighbours> {
  const { k = 100, similarity = 'cosine', ...rest } = options;
  checkPositiveInteger('k', k);
  const matrix = knnMatrix(train, options);
  const { pointers, indices, values } = await nearest(matrix, { k, similarity, ...rest });
  return build({
    kind: 'userKnn',
    settings: { items: matrix.columns, similarity },
    arrays: {
      seenPointers: matrix.pointers,
      seenItems: matrix.indices,
      seenValues: matrix.values,
      pointers,
      indices,
      values,
      means: rowMeans(matrix),
    },
  });
}

/** Reads the model back. */
userKnn.fromBuffer = (buffer: ArrayBuffer): UserNeighbours => build(unpackModel<RankerParts['arrays']>(buffer, 'userKnn'));
