/**
 * Content-based: a person is the mean of what they met, and is shown what lies near. It knows nothing of what others did, so an item that came
 * today is scored like any other, and a person of one watch already has a list.
 *
 * The profile is Rocchio's with only liked items (J. Rocchio: Relevance feedback in information retrieval, in: The SMART retrieval system, 1971;
 * M. Pazzani, D. Billsus: Content-based recommendation systems, in: The adaptive web, 2007).
 */
import { unpackModel } from '../math/buffer';
import { checkIndex, checkOneOf, checkPositiveInteger } from '../math/check';
import { normalizedRows } from '../math/nearestRows';
import { userItemMatrix } from '../math/sparse';
import { topk } from '../math/topk';
import { checkTrain, recommender } from './recommender';
import type { Interactions, Recommender } from '../types';
import type { Csr } from '../math/sparse';
import type { FoldIn, Similar } from './itemWeights';
import type { ModelArray } from '../math/buffer';
import type { RankerParts } from './recommender';

export interface ContentBasedOptions {
  /** A vector per item: sparse rows, as of `tfIdf(…).matrix`, or items × dimensions numbers, as of `doc2vec(…).vectors`. */
  vectors: Csr | Float32Array;
  /** Length of a dense vector, where `vectors` is dense. */
  dimensions?: number;
  /** Whether an item counts by its value, the largest of its rows, or all alike; `value` by default. */
  weights?: 'value' | 'binary';
  /** Whether the mean of all item vectors is taken off each, so that what all items share says nothing; for dense vectors, no by default. */
  center?: boolean;
  /** Items numbers that are added to the cosines, such as the logarithm of a count: what speaks for an item whoever asks; none by default. */
  bias?: ArrayLike<number>;
}

/** A content-based model. Its neighbours are the items of largest cosine. */
export type ContentBased = Recommender & FoldIn & Similar;

/** The vectors as sparse rows of length 1. */
function unitRows({ vectors, dimensions = 0, center = false }: ContentBasedOptions, items: number): Csr {
  if (!(vectors instanceof Float32Array)) {
    if (center) throw new RangeError('center must be false for sparse vectors, got true');
    if (vectors.rows !== items)
      throw new RangeError(`vectors must have a row for each of the ${items} items, got ${vectors.rows}`);
    const values = vectors.values.slice();
    for (let row = 0; row < items; row++) {
      const own = values.subarray(vectors.pointers[row], vectors.pointers[row + 1]);
      own.set(normalizedRows(own, Math.max(1, own.length)));
    }
    return { ...vectors, values };
  }
  checkPositiveInteger('dimensions', dimensions);
  if (vectors.length !== items * dimensions) {
    throw new RangeError(`vectors must be items × dimensions = ${items * dimensions} numbers, got ${vectors.length}`);
  }
  return {
    rows: items,
    columns: dimensions,
    pointers: Int32Array.from({ length: items + 1 }, (_, row) => row * dimensions),
    indices: Int32Array.from(vectors, (_, at) => at % dimensions),
    values: normalizedRows(center ? centered(vectors, dimensions) : vectors, dimensions),
  };
}

function checkBias(bias: ArrayLike<number>, items: number): void {
  if (bias.length !== items) throw new RangeError(`bias must be a number for each of the ${items} items, got ${bias.length}`);
  for (let item = 0; item < items; item++) {
    if (!Number.isFinite(bias[item])) throw new RangeError(`bias must be finite, got ${bias[item]}`);
  }
}

function centered(vectors: Float32Array, dimensions: number): Float32Array {
  const mean = new Float64Array(dimensions);
  const rows = vectors.length / dimensions;
  vectors.forEach((value, at) => (mean[at % dimensions] += value / rows));
  return vectors.map((value, at) => value - mean[at % dimensions]);
}

function build(parts: RankerParts): ContentBased {
  const { seenPointers, seenItems, seenValues, pointers, indices, values } = parts.arrays;
  const items = parts.settings.items as number;
  const columns = parts.settings.columns as number;
  const biases = parts.arrays.bias as ModelArray | undefined;
  const add = (item: number, weight: number, profile: Float64Array) => {
    for (let at = pointers[item]; at < pointers[item + 1]; at++) profile[indices[at]] += weight * values[at];
  };
  /** The cosine of every item with a profile, and the biases, if any. */
  const score = (profile: Float64Array, into: Float32Array, bias?: ArrayLike<number>): Float32Array => {
    let squares = 0;
    for (let c = 0; c < columns; c++) squares += profile[c] * profile[c];
    const norm = Math.sqrt(squares) || 1;
    for (let item = 0; item < items; item++) {
      let sum = 0;
      for (let at = pointers[item]; at < pointers[item + 1]; at++) sum += profile[indices[at]] * values[at];
      into[item] = sum / norm + (bias ? bias[item] : 0);
    }
    return into;
  };
  return {
    ...recommender(parts, (user, into) => {
      const profile = new Float64Array(columns);
      for (let at = seenPointers[user]; at < seenPointers[user + 1]; at++) add(seenItems[at], seenValues[at], profile);
      score(profile, into, biases);
    }),
    scoresFor(history) {
      const profile = new Float64Array(columns);
      for (let h = 0; h < history.length; h++) {
        checkIndex('items', history[h], items);
        add(history[h], 1, profile);
      }
      return score(profile, new Float32Array(items), biases);
    },
    neighbours(item, { k = 10 } = {}) {
      checkIndex('item', item, items);
      checkPositiveInteger('k', k);
      const profile = new Float64Array(columns);
      add(item, 1, profile);
      const scores = score(profile, new Float32Array(items));
      scores[item] = -Infinity;
      return topk(scores, k);
    },
  };
}

/**
 * score(u, i) = cos(p_u, v_i) + b_i with p_u = Σ_j w_uj v_j / ‖v_j‖ over the items j that u met. A user whose items have no vector has the biases
 * alone, 0 everywhere by default.
 *
 *     const texts = items.map(({ synopsis }) => tokenize(synopsis ?? '', { stopWords, root: stem }));
 *     const model = contentBased(train, { vectors: tfIdf(texts).matrix });
 *
 * @throws RangeError if train is empty, the vectors are not one an item, a value is negative or a bias not finite
 */
export function contentBased(train: Interactions, options: ContentBasedOptions): ContentBased {
  const { weights = 'value', bias } = options;
  checkOneOf('weights', weights, ['value', 'binary']);
  const matrix = userItemMatrix(checkTrain(train), weights === 'binary' ? 'binary' : 'max');
  for (let at = 0; at < matrix.values.length; at++) {
    if (!(matrix.values[at] >= 0)) throw new RangeError(`values must be at least 0, got ${matrix.values[at]}`);
  }
  const rows = unitRows(options, matrix.columns);
  if (bias) checkBias(bias, matrix.columns);
  return build({
    kind: 'contentBased',
    settings: { items: matrix.columns, columns: rows.columns },
    arrays: {
      seenPointers: matrix.pointers,
      seenItems: matrix.indices,
      seenValues: matrix.values,
      pointers: rows.pointers,
      indices: rows.indices,
      values: rows.values,
      ...(bias ? { bias: Float32Array.from(bias) } : {}),
    },
  });
}

/** Reads the model back. */
contentBased.fromBuffer = (buffer: ArrayBuffer): ContentBased =>
  build(unpackModel<RankerParts['arrays']>(buffer, 'contentBased'));
