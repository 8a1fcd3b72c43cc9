/** Words as dense vectors: what `word2vec` gives, whatever it was trained by. */
import { packModel } from '../math/buffer';
import { nearestRows, normalizedRows } from '../math/nearestRows';
import { decodeStrings } from '../math/strings';
import type { ModelParts } from '../math/buffer';

/** A word and how alike it is. */
export interface AlikeWord {
  term: string;
  /** Cosine, −1 … 1. */
  similarity: number;
}

/** Vectors of words. */
export interface WordVectors {
  dimensions: number;
  /** The rows' terms. */
  terms: string[];
  /** How often each stood in the training text. */
  counts: Int32Array;
  /** terms × dimensions. */
  vectors: Float32Array;
  /** The vector of a term, not copied; undefined for an unknown one. */
  vector(term: string): Float32Array | undefined;
  /** The cosine of two terms. */
  similarity(a: string, b: string): number;
  /** The terms most alike a term, which is left out, or a vector. */
  nearest(to: string | ArrayLike<number>, options?: { k?: number }): AlikeWord[];
  /**
   * A text as the mean of its words' unit vectors, each weighted by `weight` (1 by default; an IDF makes rare words count). All 0 where no word
   * is known.
   */
  textVector(tokens: readonly string[], weight?: (term: string) => number): Float32Array;
  toBuffer(): ArrayBuffer;
}

/** A word model's arrays. */
export interface WordArrays {
  terms: Uint8Array;
  counts: Int32Array;
  vectors: Float32Array;
}

/** The vectors of these parts. */
export function wordVectors(parts: ModelParts<WordArrays & Record<string, Uint8Array | Int32Array | Float32Array>>): WordVectors {
  const dimensions = parts.settings.dimensions as number;
  const { counts, vectors } = parts.arrays;
  const terms = decodeStrings(parts.arrays.terms);
  const index = new Map(terms.map((term, n) => [term, n]));
  const unit = normalizedRows(vectors, dimensions);
  const row = (term: string): number => {
    const at = index.get(term);
    if (at === undefined) throw new RangeError(`term must be known to the model, got '${term}'`);
    return at;
  };
  return {
    dimensions,
    terms,
    counts,
    vectors,
    vector(term) {
      const at = index.get(term);
      return at === undefined ? undefined : vectors.subarray(at * dimensions, (at + 1) * dimensions);
    },
    similarity(a, b) {
      let sum = 0;
      for (let c = 0, i = row(a) * dimensions, j = row(b) * dimensions; c < dimensions; c++) sum += unit[i + c] * unit[j + c];
      return sum;
    },
    nearest(to, options) {
      const { items, scores } = nearestRows(unit, dimensions, typeof to === 'string' ? row(to) : to, options);
      return Array.from(items, (item, n) => ({ term: terms[item], similarity: scores[n] }));
    },
    textVector(tokens, weight = () => 1) {
      const sum = new Float32Array(dimensions);
      let total = 0;
      for (const token of tokens) {
        const at = index.get(token);
        if (at === undefined) continue;
        const share = weight(token);
        total += share;
        for (let c = 0; c < dimensions; c++) sum[c] += share * unit[at * dimensions + c];
      }
      return total > 0 ? sum.map((value) => value / total) : sum;
    },
    toBuffer: () => packModel(parts),
  };
}
