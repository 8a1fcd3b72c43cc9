/** Whether one model is better than another on the same users, and by how much. */
import { checkPositiveInteger } from '../math/check';
import { random } from '../math/random';
import type { Evaluation } from './evaluate';

export interface CompareOptions<M extends string> {
  /** Which metric; by default the first that both have. */
  metric?: M;
  /** Bootstrap samples and permutations; 2,000 by default. */
  resamples?: number;
  seed?: number;
}

/** The difference of two models on one metric. */
export interface Comparison {
  /** Mean over users of a's value less b's: above 0, a is better. */
  difference: number;
  /** The 95 % interval of the difference: percentiles of the bootstrap over users. */
  interval: [low: number, high: number];
  /** Two-sided, of the sign-flip permutation test that a and b are exchangeable for every user; in (0, 1]. */
  pValue: number;
}

/** The differences of the users, in pairs. */
function differences<M extends string>(a: Evaluation<M>, b: Evaluation<M>, metric: M): Float64Array {
  const left = a.perUser[metric];
  const right = b.perUser[metric];
  if (!left || !right) throw new RangeError(`metric must be in both evaluations, got '${metric}'`);
  if (a.users.length !== b.users.length || a.users.some((user, i) => user !== b.users[i])) {
    throw new RangeError(`a and b must be evaluated on the same users, got ${a.users.length} and ${b.users.length}`);
  }
  return left.map((value, i) => value - right[i]);
}

/**
 * Compares by pairs: the users are the same, so what makes a user easy or hard cancels, and the interval is much narrower than those of
 * the two means suggest. The p-value is (1 + permutations at least as extreme) / (1 + permutations), which is valid at any number of
 * them (B. Phipson, G. Smyth, 2010).
 *
 *     compare(await evaluate(ease, o), await evaluate(popular, o), { metric: 'ndcg' })
 *
 * M. Smucker, J. Allan, B. Carterette: A comparison of statistical significance tests for information retrieval evaluation. CIKM 2007.
 *
 * @throws RangeError if the users differ, there are none, or the metric is missing
 */
export function compare<M extends string>(a: Evaluation<M>, b: Evaluation<M>, options: CompareOptions<M> = {}): Comparison {
  const { metric = Object.keys(a.perUser).find((name) => name in b.perUser) as M, resamples = 2000, seed = 42 } = options;
  checkPositiveInteger('resamples', resamples);
  const pairs = differences(a, b, metric);
  const n = pairs.length;
  if (n === 0) throw new RangeError('a and b must have at least one user, got 0');
  let sum = 0;
  for (let i = 0; i < n; i++) sum += pairs[i];
  const draw = random(seed);
  const means = new Float64Array(resamples);
  let extreme = 0;
  for (let s = 0; s < resamples; s++) {
    let sampled = 0;
    let flipped = 0;
    for (let i = 0; i < n; i++) {
      sampled += pairs[Math.floor(draw.next() * n)];
      flipped += draw.next() < 0.5 ? pairs[i] : -pairs[i];
    }
    means[s] = sampled / n;
    // Rounding must not make a permutation that equals the data look less extreme.
    if (Math.abs(flipped) >= Math.abs(sum) - 1e-12 * n) extreme++;
  }
  means.sort();
  const at = (share: number) => means[Math.round(share * (resamples - 1))];
  return { difference: sum / n, interval: [at(0.025), at(0.975)], pValue: (1 + extreme) / (1 + resamples) };
}
