/** Films and a viewer on a plane of two factors: what the figure of factorisation draws. */
import { findRows } from './savedOutputs';
import type { Output, ValueNode } from '../../notebook/types';

/** A film with its two numbers. */
export interface PlaneFilm {
  film: string;
  x: number;
  y: number;
}

/** What a half-step needs to know of all films: α₀ QᵀQ, λ, and α₀ times how many there are. */
export interface PlaneTerms {
  xx: number;
  xy: number;
  yy: number;
  lambda: number;
  others: number;
}

export type Point = [x: number, y: number];

/**
 * Reads both from a cell's saved outputs: a table with the columns film, x and y, and a record of the terms.
 *
 * @throws RangeError if one is missing
 */
export function readPlane(outputs: Output[]): { films: PlaneFilm[]; terms: PlaneTerms } {
  const rows = findRows(outputs, ['film', 'x', 'y']);
  const record = outputs.find((output) => output.kind === 'value');
  if (!rows || !record) throw new RangeError('outputs must hold a table of film, x and y, and a record');
  const [xx, xy, yy, lambda, others] = numbersOf(record.tree);
  if (!Number.isFinite(others))
    throw new RangeError('the record must hold five numbers: α₀ Σ x², α₀ Σ xy, α₀ Σ y², λ, α₀ · films');
  const films = rows.map(([film, x, y]) => ({ film: String(film), x: Number(x), y: Number(y) }));
  return { films, terms: { xx, xy, yy, lambda, others } };
}

function numbersOf(tree: ValueNode): number[] {
  return tree.type === 'branch' ? tree.entries.map(([, leaf]) => (leaf.type === 'leaf' ? Number(leaf.value) : NaN)) : [];
}

/** The films by their product with the viewer's vector, best first. */
export function rankOnPlane(films: PlaneFilm[], [px, py]: Point): (PlaneFilm & { score: number })[] {
  return films.map((film) => ({ ...film, score: px * film.x + py * film.y })).sort((a, b) => b.score - a.score);
}

/** Where implicit ALS puts a viewer who has watched these films: (α₀ QᵀQ + Σ q qᵀ + λ (n + α₀ films) I)⁻¹ Σ q. */
export function halfStep(watched: PlaneFilm[], { xx, xy, yy, lambda, others }: PlaneTerms): Point {
  const ridge = lambda * (watched.length + others);
  const sum = (of: (film: PlaneFilm) => number) => watched.reduce((total, film) => total + of(film), 0);
  const a = xx + ridge + sum(({ x }) => x * x);
  const b = xy + sum(({ x, y }) => x * y);
  const c = yy + ridge + sum(({ y }) => y * y);
  const [u, v] = [sum(({ x }) => x), sum(({ y }) => y)];
  const determinant = a * c - b * b;
  return [(c * u - b * v) / determinant, (a * v - b * u) / determinant];
}
