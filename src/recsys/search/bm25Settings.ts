/** The dials of BM25 over fields. */
import { checkAtLeast, checkOneOf } from '../math/check';
import type { Idf } from './bm25';

/** A field's part in the score. */
export interface FieldOptions {
  /** What a mention in this field counts beside one in another; 0 leaves the field out; 1 by default. */
  weight?: number;
  /** How far the field's length counts, 0 … 1; the index's own `b` where it is left out. */
  b?: number;
}

/** What can be changed of an index without reading the documents again. */
export interface Bm25Options<Field extends string = string> {
  /** Where further mentions stop to count, from 0 up; 1.2 by default. */
  k1?: number;
  /** How far a field's length counts, 0 … 1; 0.75 by default. */
  b?: number;
  /** `lucene` by default. */
  idf?: Idf;
  /** By field, its weight or more; 1 for those not named. */
  weights?: Partial<Record<Field, number | FieldOptions>>;
}

/** All dials, set. */
export interface Bm25Settings {
  k1: number;
  b: number;
  idf: Idf;
  weights: Record<string, { weight: number; b?: number }>;
}

/**
 * The settings of these options; what they leave out is as before, or the default.
 *
 * @throws RangeError for an unknown field or a number out of range
 */
export function settingsOf(fields: readonly string[], options: Bm25Options, before?: Bm25Settings): Bm25Settings {
  const { k1 = before?.k1 ?? 1.2, b = before?.b ?? 0.75, idf = before?.idf ?? 'lucene', weights = {} } = options;
  checkAtLeast('k1', k1, 0);
  checkOneOf('idf', idf, ['lucene', 'robertson']);
  for (const name of Object.keys(weights)) checkOneOf('weights', name, fields);
  const all: Bm25Settings['weights'] = {};
  for (const field of fields) {
    const given = weights[field];
    const own = typeof given === 'number' ? { weight: given } : (given ?? {});
    all[field] = { weight: 1, ...before?.weights[field], ...own };
    checkAtLeast(`weight of ${field}`, all[field].weight, 0);
    checkB(all[field].b ?? b);
  }
  checkB(b);
  return { k1, b, idf, weights: all };
}

function checkB(b: number): void {
  if (!(b >= 0 && b <= 1)) throw new RangeError(`b must lie in 0 … 1, got ${b}`);
}
