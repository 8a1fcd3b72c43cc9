/** The bootstrap: how an estimate would vary if the experiment were run again, by drawing the units again from those there are. */
import { checkPositiveInteger, checkShare } from '../math/check';
import { normalCdf, normalQuantile } from '../math/distributions';
import { random } from '../math/random';
import { poissonWeights } from './poissonWeights';
import type { TestResult } from './result';
import { checkValues, meanOf } from './sample';

/** A number made of the values of one arm, such as a median. The array is reused between calls: copy what you keep. */
export type Statistic = (values: Float64Array) => number;

export interface BootstrapOptions {
  /** How many times the units are drawn again; 2,000 by default. */
  resamples?: number;
  seed?: number;
  /** Coverage of the interval; 0.95 by default. */
  confidence?: number;
  /** What is estimated in each arm; the mean by default, for which Poisson weights take the place of drawing (fast). */
  statistic?: Statistic;
  /** `percentile` by default; `bca` corrects bias and skewness, at the cost of one more evaluation per unit. */
  method?: 'percentile' | 'bca';
}

export interface BootstrapResult extends TestResult {
  /** The estimate in each resample, rising. */
  replicates: Float64Array;
}

/**
 * The interval of a statistic of one arm, or of the difference statistic(a) − statistic(b) of two. The p-value is two-sided for "it is 0":
 * twice the smaller share of the replicates beyond 0, with 1 added above and below the line so that it is never 0.
 *
 *     bootstrap(treatment, control, { resamples: 2000, seed: 1 }).interval
 *     bootstrap(minutes, undefined, { statistic: median })
 *
 * B. Efron: Bootstrap methods. 1979; Better bootstrap confidence intervals. JASA 1987 (BCa).
 * T. DiCiccio, B. Efron: Bootstrap confidence intervals. Statistical Science 1996, eq. (2.3).
 * N. Chamandy et al., 2012 (Poisson weights).
 *
 * @throws RangeError if an arm has fewer than 2 values, a value is not finite, or an option is out of range
 */
export function bootstrap(a: ArrayLike<number>, b?: ArrayLike<number>, options: BootstrapOptions = {}): BootstrapResult {
  const { resamples = 2000, seed = 42, confidence = 0.95, statistic, method = 'percentile' } = options;
  checkPositiveInteger('resamples', resamples);
  checkShare('confidence', confidence);
  const arms = (b ? [a, b] : [a]).map((arm, i) => {
    checkValues(i === 0 ? 'a' : 'b', arm);
    return Float64Array.from(arm);
  });
  const seeds = random(seed);
  const parts = arms.map((arm) =>
    statistic
      ? drawnReplicates(arm, statistic, resamples, seeds.int(4294967296))
      : meanReplicates(arm, resamples, seeds.int(4294967296)),
  );
  const replicates = parts[0].map((value, i) => (parts.length === 2 ? value - parts[1][i] : value));
  const evaluate = statistic ?? meanOf;
  const estimate = evaluate(arms[0]) - (arms.length === 2 ? evaluate(arms[1]) : 0);
  return summariseReplicates(estimate, replicates, confidence, () =>
    method === 'bca' ? acceleration(arms, evaluate, !statistic) : undefined,
  );
}

/** Weighted means Σwx / Σw, with Poisson(1) weights. */
function meanReplicates(values: Float64Array, resamples: number, seed: number): Float64Array {
  const source = poissonWeights(seed);
  const n = values.length;
  const weights = new Uint8Array(n);
  const first = meanOf(values); // centred, so that a large mean costs no digits
  const centred = values.map((value) => value - first);
  return Float64Array.from({ length: resamples }, () => {
    let sum = 0;
    let total = 0;
    // All weights 0 has chance e⁻ⁿ: such a sample has no mean, and is drawn again.
    while (total === 0) {
      source.fill(weights);
      for (let i = 0; i < n; i++) {
        sum += weights[i] * centred[i];
        total += weights[i];
      }
    }
    return first + sum / total;
  });
}

/** The statistic of n values drawn with replacement. */
function drawnReplicates(values: Float64Array, statistic: Statistic, resamples: number, seed: number): Float64Array {
  const draw = random(seed);
  const sample = new Float64Array(values.length);
  return Float64Array.from({ length: resamples }, () => {
    for (let i = 0; i < sample.length; i++) sample[i] = values[draw.int(values.length)];
    return statistic(sample);
  });
}

/** Interval, error and p-value from replicates; `accelerate` gives Efron's acceleration, or undefined for plain percentiles. */
export function summariseReplicates(
  estimate: number,
  unsorted: Float64Array,
  confidence: number,
  accelerate: () => number | undefined = () => undefined,
): BootstrapResult {
  const replicates = unsorted.slice().sort();
  const n = replicates.length;
  const mean = meanOf(replicates);
  const variance = replicates.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (n - 1);
  let below = 0;
  let above = 0;
  for (const value of replicates) {
    if (value <= 0) below++;
    if (value >= 0) above++;
  }
  const constant = !(variance > 0) || replicates[0] === replicates[n - 1];
  const tails = [(1 - confidence) / 2, (1 + confidence) / 2].map((share) => adjusted(share, replicates, estimate, accelerate));
  return {
    estimate,
    interval: constant ? [-Infinity, Infinity] : [quantile(replicates, tails[0]), quantile(replicates, tails[1])],
    standardError: Math.sqrt(variance),
    pValue: constant ? 1 : Math.min(1, (2 * (1 + Math.min(below, above))) / (1 + n)),
    statistic: estimate,
    df: NaN,
    assumptions:
      'Units are independent and the sample is large enough to stand for the population (some hundreds; more for heavy tails).',
    warnings: constant ? ['the data do not vary, so the error of the estimate cannot be judged'] : [],
    replicates,
  };
}

/** The share of replicates at which the interval is to end: DiCiccio and Efron 1996, eq. (2.3). */
function adjusted(share: number, replicates: Float64Array, estimate: number, accelerate: () => number | undefined): number {
  const a = accelerate();
  if (a === undefined) return share;
  let below = 0;
  for (const value of replicates) below += value < estimate ? 1 : value === estimate ? 0.5 : 0;
  const n = replicates.length;
  const bias = normalQuantile(Math.min(1 - 0.5 / n, Math.max(0.5 / n, below / n)));
  const z = bias + normalQuantile(share);
  return normalCdf(bias + z / (1 - a * z));
}

/** Quantile by linear interpolation between order statistics (R's type 7). */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

/** Σd³ / (6 (Σd²)^1.5) over the empirical influences of all units, by the jackknife (for the mean, by its closed form). */
function acceleration(arms: Float64Array[], statistic: Statistic, isMean: boolean): number {
  let squares = 0;
  let cubes = 0;
  arms.forEach((arm, which) => {
    const influences = isMean ? arm : jackknife(arm, statistic);
    const centre = meanOf(influences);
    const sign = which === 0 ? 1 : -1;
    for (const value of influences) {
      const d = (sign * (value - centre)) / arm.length;
      squares += d * d;
      cubes += d * d * d;
    }
  });
  return squares > 0 ? cubes / (6 * squares * Math.sqrt(squares)) : 0;
}

/** Minus (n − 1) times the statistic without each value in turn. */
function jackknife(values: Float64Array, statistic: Statistic): Float64Array {
  const rest = values.slice(1);
  return values.map((_, i) => {
    if (i > 0) rest[i - 1] = values[i - 1];
    return -(values.length - 1) * statistic(rest.slice());
  });
}
