/** Films as TF-IDF vectors of their synopses, on a map that a text without some of its words moves over: what the figure of content draws. */
import { eigenSymmetric } from '../../recsys/math/eigen';
import { stem } from '../../recsys/text/stem';
import { stopWords } from '../../recsys/text/stopWords';
import { tfIdf } from '../../recsys/text/tfIdf';
import { tokenSpans } from '../../recsys/text/tokenize';
import { findRows } from './savedOutputs';
import type { TermWeight, TfIdf } from '../../recsys/text/tfIdf';
import type { Token } from '../../recsys/text/tokenize';
import type { Output } from '../../notebook/types';

export interface ShownFilm {
  film: string;
  genre: string;
  synopsis: string;
}

/** A point of the map. */
export type Place = [x: number, y: number];

/** Where a text stands. */
export interface Placed {
  /** Its terms, the heaviest first. */
  weights: TermWeight[];
  /** The films nearest to it, itself left out. */
  nearest: { film: number; cosine: number }[];
  place: Place;
}

export interface SynopsisMap {
  /** By film, its words; those without a term are stop words. */
  words: Token[][];
  places: Place[];
  /** The film without those of its words whose numbers are in `off`. */
  without(film: number, off: ReadonlySet<number>, k: number): Placed;
}

/**
 * Reads the films from a cell's saved outputs: a table with the columns film, genre and synopsis.
 *
 * @throws RangeError if it is missing
 */
export function readSynopses(outputs: Output[]): ShownFilm[] {
  const rows = findRows(outputs, ['film', 'genre', 'synopsis']);
  if (!rows) throw new RangeError('outputs must hold a table of films with their synopses');
  return rows.map(([film, genre, synopsis]) => ({ film: String(film), genre: String(genre), synopsis: String(synopsis) }));
}

/** The mean of the films' vectors, and the two directions along which they differ most: the principal components, by way of films × films. */
function axesOf({ matrix, terms }: TfIdf): { mean: Float64Array; axes: Float64Array[] } {
  const [n, columns] = [matrix.rows, terms.length];
  const mean = new Float64Array(columns);
  for (let at = 0; at < matrix.values.length; at++) mean[matrix.indices[at]] += matrix.values[at] / n;
  const rows = Array.from({ length: n }, (_, row) => {
    const centred = mean.map((value) => -value);
    for (let at = matrix.pointers[row]; at < matrix.pointers[row + 1]; at++) centred[matrix.indices[at]] += matrix.values[at];
    return centred;
  });
  const products = new Float64Array(n * n);
  rows.forEach((a, i) => rows.forEach((b, j) => (products[i * n + j] = a.reduce((sum, value, c) => sum + value * b[c], 0))));
  const { values, vectors } = eigenSymmetric(products, n);
  const axes = [0, 1].map((r) => {
    const axis = new Float64Array(columns);
    const length = Math.sqrt(Math.max(values[r], 1e-12));
    rows.forEach((row, i) => row.forEach((value, c) => (axis[c] += (vectors[r * n + i] * value) / length)));
    return axis;
  });
  return { mean, axes };
}

/** Reads the synopses into vectors and lays them out. */
export function synopsisMap(films: readonly ShownFilm[]): SynopsisMap {
  const words = films.map(({ synopsis }) => tokenSpans(synopsis, { stopWords, root: stem }));
  const termsOf = (tokens: readonly Token[]) => tokens.map(({ term }) => term).filter((term) => term !== undefined);
  const model = tfIdf(words.map(termsOf));
  const { mean, axes } = axesOf(model);
  const base = axes.map((axis) => axis.reduce((sum, value, c) => sum + value * mean[c], 0));
  const placeOf = (terms: readonly string[]): Place => {
    const { indices, values } = model.vector(terms);
    const [x, y] = axes.map((axis, r) => values.reduce((sum, value, n) => sum + value * axis[indices[n]], -base[r]));
    return [x, y];
  };
  return {
    words,
    places: words.map((tokens) => placeOf(termsOf(tokens))),
    without(film, off, k) {
      const terms = termsOf(words[film].filter((_, n) => !off.has(n)));
      const { items, scores } = model.nearest(model.vector(terms), { k: k + 1 });
      const nearest = Array.from(items, (other, n) => ({ film: other, cosine: scores[n] }));
      return {
        weights: model.weights(terms),
        nearest: nearest.filter((one) => one.film !== film && one.cosine > 0).slice(0, k),
        place: placeOf(terms),
      };
    },
  };
}
