/**
 * The weights of `scoreFusion` from queries whose answer is known: a conditional logit, in which P(d | q) is the softmax over the query's candidates of
 * Σ w_r · s_r(d) (D. McFadden: Conditional logit analysis of qualitative choice behavior, 1974). The loss is convex: one optimum, no seed.
 */
import { checkAtLeast, checkPositiveInteger } from '../math/check';
import { exp, log } from '../math/functions';
import { normalizedScore } from './fusion';
import type { Ranking } from '../types';

/** A query with the lists it got. */
export interface FusionExample {
  /** One list a method, always in the same order. */
  rankings: readonly Ranking[];
  /** The item that was wanted, or clicked. */
  wanted: number;
}

/** What was learned. */
export interface LearnedFusion {
  /** By list. */
  weights: Float64Array;
  /** Mean −ln P(wanted | query) before, with all weights 0, and after. */
  loss: { before: number; after: number };
  /** Examples in which the wanted item stood in some list; others teach nothing. */
  used: number;
}

/** A query's candidates × lists, the wanted one first. */
function tableOf({ rankings, wanted }: FusionExample): Float64Array | undefined {
  const methods = rankings.length;
  const rows = new Map<number, Float64Array>();
  rankings.forEach((ranking, r) =>
    ranking.items.forEach((item, place) => {
      if (!rows.has(item)) rows.set(item, new Float64Array(methods));
      rows.get(item)![r] = normalizedScore(ranking, place);
    }),
  );
  const right = rows.get(wanted);
  if (!right) return undefined;
  rows.delete(wanted);
  const table = new Float64Array((rows.size + 1) * methods);
  [right, ...rows.values()].forEach((row, at) => table.set(row, at * methods));
  return table;
}

/** Adds a query's gradient to `gradient` and its Hessian to `hessian` (methods × methods); returns −ln P of its first row. */
function addQuery(table: Float64Array, weights: Float64Array, gradient: Float64Array, hessian: Float64Array): number {
  const methods = weights.length;
  const rows = table.length / methods;
  const chances = new Float64Array(rows);
  let largest = -Infinity;
  for (let row = 0; row < rows; row++) {
    for (let r = 0; r < methods; r++) chances[row] += weights[r] * table[row * methods + r];
    largest = Math.max(largest, chances[row]);
  }
  const first = chances[0] - largest;
  let sum = 0;
  for (let row = 0; row < rows; row++) sum += chances[row] = exp(chances[row] - largest);
  const mean = new Float64Array(methods);
  for (let row = 0; row < rows; row++) {
    const p = chances[row] / sum;
    for (let r = 0; r < methods; r++) {
      mean[r] += p * table[row * methods + r];
      for (let c = 0; c < methods; c++) hessian[r * methods + c] += p * table[row * methods + r] * table[row * methods + c];
    }
  }
  for (let r = 0; r < methods; r++) {
    gradient[r] += mean[r] - table[r];
    for (let c = 0; c < methods; c++) hessian[r * methods + c] -= mean[r] * mean[c];
  }
  return log(sum) - first;
}

/** The x of A x = b, for a symmetric positive definite A of a few rows. */
function solve(a: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const x = b.slice();
  const m = a.slice();
  for (let i = 0; i < n; i++) {
    for (let row = i + 1; row < n; row++) {
      const factor = m[row * n + i] / m[i * n + i];
      for (let c = i; c < n; c++) m[row * n + c] -= factor * m[i * n + c];
      x[row] -= factor * x[i];
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let c = i + 1; c < n; c++) x[i] -= m[i * n + c] * x[c];
    x[i] /= m[i * n + i];
  }
  return x;
}

/**
 * Learns the weights by Newton's method.
 *
 *     const { weights } = learnFusion(queries.map(({ query, wanted }) => ({ rankings: [byWords(query), byMeaning(query)], wanted })));
 *     scoreFusion([byWords(q), byMeaning(q)], { weights });
 *
 * @param options.regularization λ of ½ λ ‖w‖² in the mean loss; 0.001 by default
 * @throws RangeError if no example has its wanted item in a list, or the numbers of lists differ
 */
export function learnFusion(
  examples: readonly FusionExample[],
  { regularization = 1e-3, iterations = 20 }: { regularization?: number; iterations?: number } = {},
): LearnedFusion {
  checkAtLeast('regularization', regularization, 0);
  checkPositiveInteger('iterations', iterations);
  const methods = examples[0]?.rankings.length ?? 0;
  for (const { rankings } of examples) {
    if (rankings.length !== methods) throw new RangeError(`rankings must be ${methods} in every example, got ${rankings.length}`);
  }
  const tables = examples.map(tableOf).filter((table) => table !== undefined);
  if (tables.length === 0) throw new RangeError('examples must have a wanted item in some ranking, got none');
  const weights = new Float64Array(methods);
  const pass = () => {
    const gradient = Float64Array.from(weights, (w) => regularization * w * tables.length);
    const hessian = new Float64Array(methods * methods);
    for (let r = 0; r < methods; r++) hessian[r * methods + r] = (regularization + 1e-9) * tables.length;
    let loss = 0;
    for (const table of tables) loss += addQuery(table, weights, gradient, hessian);
    return { gradient, hessian, loss: loss / tables.length };
  };
  const before = pass().loss;
  for (let i = 0; i < iterations; i++) {
    const { gradient, hessian } = pass();
    const step = solve(hessian, gradient);
    let largest = 0;
    for (let r = 0; r < methods; r++) {
      // A step of more than 5 would leave the region in which the quadratic picture holds.
      const bounded = Math.max(-5, Math.min(5, step[r]));
      weights[r] -= bounded;
      largest = Math.max(largest, Math.abs(bounded));
    }
    if (largest < 1e-9) break;
  }
  return { weights, loss: { before, after: pass().loss }, used: tables.length };
}
