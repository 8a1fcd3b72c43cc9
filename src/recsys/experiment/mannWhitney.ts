/** The Mann–Whitney (Wilcoxon rank-sum) test: exact, ties included, in small samples; normal with tie correction in large ones. */
import { exp, log, sigmoid } from '../math/functions';
import { tQuantile } from '../math/distributions';
import type { Alternative, TestOptions, TestResult } from './result';
import { tailProbability, testOptions } from './result';
import { checkValues } from './sample';

export interface MannWhitneyOptions extends TestOptions {
  /** The permutation distribution itself, or the normal approximation. By default exact up to 50 values in all. */
  exact?: boolean;
}

/** Ranks of the joined values, ties sharing their mean rank, and Σ(t³ − t) over groups of t ties. */
export function midranks(values: ArrayLike<number>): { ranks: Float64Array; ties: number } {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i).sort((i, j) => values[i] - values[j] || i - j);
  const ranks = new Float64Array(values.length);
  let ties = 0;
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let i = from; i < to; i++) ranks[order[i]] = (from + to + 1) / 2;
    const size = to - from;
    ties += size * size * size - size;
    from = to;
  }
  return { ranks, ties };
}

/**
 * Whether values of a tend to be above those of b. The estimate is θ = P(a > b) + ½P(a = b), ½ if neither tends to be above; the null is that
 * both arms have the same distribution. It is not a test of means, nor of revenue.
 *
 * The interval of θ is Wald's on the logit scale with the variance of DeLong et al. and the t quantile of Brunner and Munzel.
 *
 *     mannWhitney(treatment, control).estimate  // 0.53: a random treated user is above a random control user 53 % of the time
 *
 * H. Mann, D. Whitney: On a test of whether one of two random variables is stochastically larger than the other. 1947.
 * B. Streitberg, J. Röhmel: Exact distributions for permutation and rank tests. 1986 (the exact distribution with ties).
 * E. DeLong, D. DeLong, D. Clarke-Pearson, 1988. E. Brunner, U. Munzel, 2000.
 *
 * @throws RangeError if an arm is empty, a value is not finite, or `exact` is asked for more than 400 values
 */
export function mannWhitney(a: ArrayLike<number>, b: ArrayLike<number>, options: MannWhitneyOptions = {}): TestResult {
  const checked = testOptions(options);
  checkValues('a', a, 1);
  checkValues('b', b, 1);
  const n = a.length + b.length;
  const exact = options.exact ?? n <= 50;
  if (exact && n > 400) throw new RangeError(`exact must be false for more than 400 values, got ${n} values`);
  const joined = new Float64Array(n);
  joined.set(a as ArrayLike<number>);
  joined.set(b as ArrayLike<number>, a.length);
  const { ranks, ties } = midranks(joined);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ranks[i];
  const u = sum - (a.length * (a.length + 1)) / 2;
  const estimate = u / (a.length * b.length);
  const pValue = exact
    ? exactTail(ranks, a.length, sum, checked.alternative)
    : normalApproximation(u, a.length, b.length, ties, checked.alternative);
  const { interval, standardError, df } = thetaInterval(joined, ranks, a.length, estimate, checked);
  const warnings = ties === n * n * n - n ? ['all values are equal, so the test cannot reject'] : [];
  const assumptions = 'Values are independent; under the null both arms have the same distribution, variance included.';
  return { estimate, interval, standardError, pValue, statistic: u, df, assumptions, warnings };
}

/** The p-value under all n-choose-m choices of the ranks that go to a, counted by a table over (how many, sum of doubled ranks). */
function exactTail(ranks: Float64Array, m: number, sum: number, alternative: Alternative): number {
  const doubled = Array.from(ranks, (rank) => Math.round(2 * rank));
  const target = Math.round(2 * sum);
  const size = doubled.reduce((total, rank) => total + rank, 0) + 1;
  // probability[k][s]: chance that the first ranks read gave k to a, with sum s, when a random m of them all go to a
  const table = Array.from({ length: m + 1 }, () => new Float64Array(size));
  table[0][0] = 1;
  let reach = 0;
  doubled.forEach((rank, read) => {
    const left = doubled.length - read;
    for (let k = Math.min(m, read + 1); k >= 0; k--) {
      const stay = table[k];
      const come = k > 0 ? table[k - 1] : undefined;
      const stayChance = (left - (m - k)) / left; // still to place: m − k among `left`
      const comeChance = (m - k + 1) / left;
      for (let s = reach + rank; s >= 0; s--) {
        const arriving = come && s >= rank ? come[s - rank] * comeChance : 0;
        stay[s] = stay[s] * stayChance + arriving;
      }
    }
    reach += rank;
  });
  let lower = 0;
  let upper = 0;
  table[m].forEach((probability, s) => {
    if (s <= target) lower += probability;
    if (s >= target) upper += probability;
  });
  if (alternative === 'greater') return Math.min(1, upper);
  if (alternative === 'less') return Math.min(1, lower);
  return Math.min(1, 2 * Math.min(lower, upper));
}

/** z with the variance corrected for ties and a continuity correction of ½. */
function normalApproximation(u: number, m: number, k: number, ties: number, alternative: Alternative): number {
  const n = m + k;
  const variance = ((m * k) / 12) * (n + 1 - ties / (n * (n - 1)));
  if (!(variance > 0)) return 1;
  const gap = u - (m * k) / 2;
  const correction = alternative === 'two-sided' ? Math.sign(gap) * 0.5 : alternative === 'greater' ? 0.5 : -0.5;
  return tailProbability((gap - correction) / Math.sqrt(variance), Infinity, alternative);
}

function thetaInterval(
  joined: Float64Array,
  ranks: Float64Array,
  m: number,
  theta: number,
  { confidence, alternative }: Required<TestOptions>,
) {
  const k = joined.length - m;
  const whole: [number, number] = [0, 1];
  if (m < 2 || k < 2) return { interval: whole, standardError: NaN, df: NaN };
  const spreadOf = (from: number, to: number, others: number) => {
    const own = midranks(joined.subarray(from, to)).ranks;
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < own.length; i++) sum += (ranks[from + i] - own[i]) / others;
    const mean = sum / own.length;
    for (let i = 0; i < own.length; i++) {
      const gap = (ranks[from + i] - own[i]) / others - mean;
      squares += gap * gap;
    }
    return squares / (own.length - 1) / own.length;
  };
  const shareA = spreadOf(0, m, k);
  const shareB = spreadOf(m, m + k, m);
  const variance = shareA + shareB;
  const standardError = Math.sqrt(variance);
  if (!(variance > 0) || theta <= 0 || theta >= 1) return { interval: whole, standardError, df: NaN };
  const p = shareA / variance;
  const df = 1 / ((p * p) / (m - 1) + ((1 - p) * (1 - p)) / (k - 1));
  const half =
    (tQuantile(alternative === 'two-sided' ? (1 + confidence) / 2 : confidence, df) * standardError) / (theta * (1 - theta));
  const logit = log(theta / (1 - theta));
  const low = alternative === 'less' ? 0 : sigmoid(logit - half);
  const high = alternative === 'greater' ? 1 : 1 / (1 + exp(-(logit + half)));
  return { interval: [low, high] as [number, number], standardError, df };
}
