/**
 * Cumulative distributions and quantiles of the normal, t, chi-square, F, beta, gamma and binomial, with the same bits in every engine.
 *
 * `…Cdf(x)` is P(X ≤ x). Where a small upper tail matters there is `…Tail(x)` = P(X > x), since 1 − cdf loses it below 10⁻¹⁶.
 * `…Quantile(p)` is the x with P(X ≤ x) = p; it gives ±Infinity or the end of the support at p = 0 and 1, NaN outside [0, 1].
 */
import { exp, log } from './functions';
import { erfc, incompleteBeta, incompleteGamma, lnGamma } from './special';

/** P(X > x) of the standard normal. */
export function normalTail(x: number): number {
  return 0.5 * erfc(x / Math.SQRT2);
}

/** P(X ≤ x) of the normal. */
export function normalCdf(x: number, mean = 0, deviation = 1): number {
  return normalTail((mean - x) / deviation);
}

/** The density of the standard normal. */
export function normalPdf(x: number): number {
  return exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
}

/** The quantile of the normal: Abramowitz and Stegun 26.2.23, then Halley's steps to the last digits. */
export function normalQuantile(p: number, mean = 0, deviation = 1): number {
  if (!(p >= 0 && p <= 1)) return NaN;
  if (p === 0) return -Infinity;
  if (p === 1) return Infinity;
  const tail = Math.min(p, 1 - p);
  const t = Math.sqrt(-2 * log(tail));
  let x = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (let step = 0; step < 3; step++) {
    const error = (normalTail(x) - tail) / normalPdf(x);
    x += error / (1 + (x * error) / 2);
  }
  return mean + deviation * (p < 0.5 ? -x : x);
}

/** P(|X| > |t|) of Student's t: both tails together. df > 0, may be fractional; Infinity gives the normal. */
export function tTwoTails(t: number, df: number): number {
  if (df === Infinity) return 2 * normalTail(Math.abs(t));
  const square = t * t;
  if (square === Infinity) return 0;
  return incompleteBeta(df / (df + square), df / 2, 0.5, square / (df + square)).lower;
}

/** P(X ≤ t) of Student's t with df degrees of freedom. */
export function tCdf(t: number, df: number): number {
  const half = tTwoTails(t, df) / 2;
  return t > 0 ? 1 - half : half;
}

/** The quantile of Student's t. */
export function tQuantile(p: number, df: number): number {
  if (df === Infinity) return normalQuantile(p);
  if (!(p >= 0 && p <= 1) || !(df > 0)) return NaN;
  if (p === 0.5) return 0;
  const tail = Math.min(p, 1 - p);
  if (tail === 0) return p === 0 ? -Infinity : Infinity;
  const x = invert((t) => tail - tTwoTails(t, df) / 2, 0, Infinity, Math.max(1, normalQuantile(1 - tail)));
  return p < 0.5 ? -x : x;
}

/** P(X ≤ x) of chi-square; with a noncentrality > 0, the mixture of central ones with Poisson(noncentrality / 2) weights. */
export function chiSquareCdf(x: number, df: number, noncentrality = 0): number {
  if (!(noncentrality >= 0)) return NaN;
  if (x <= 0) return 0;
  if (noncentrality === 0) return incompleteGamma(df / 2, x / 2).lower;
  const half = noncentrality / 2;
  const centre = Math.floor(half);
  const weight = (j: number) => exp(j * log(half) - half - lnGamma(j + 1));
  const part = (j: number) => weight(j) * incompleteGamma(df / 2 + j, x / 2).lower;
  let sum = 0;
  for (let j = centre; j >= 0; j--) {
    sum += part(j);
    if (weight(j) < 1e-18) break;
  }
  for (let j = centre + 1; weight(j) > 1e-18; j++) sum += part(j);
  return Math.min(1, sum);
}

/** P(X > x) of chi-square. */
export function chiSquareTail(x: number, df: number): number {
  return x <= 0 ? 1 : incompleteGamma(df / 2, x / 2).upper;
}

/** The quantile of chi-square. */
export function chiSquareQuantile(p: number, df: number): number {
  return 2 * gammaQuantile(p, df / 2);
}

/** P(X ≤ x) of F with df1 and df2 degrees of freedom. */
export function fCdf(x: number, df1: number, df2: number): number {
  if (x <= 0) return 0;
  if (x === Infinity) return 1;
  const total = df1 * x + df2;
  return incompleteBeta((df1 * x) / total, df1 / 2, df2 / 2, df2 / total).lower;
}

/** P(X > x) of F. */
export function fTail(x: number, df1: number, df2: number): number {
  if (x <= 0) return 1;
  return fCdf(1 / x, df2, df1);
}

/** The quantile of F. */
export function fQuantile(p: number, df1: number, df2: number): number {
  if (!(p >= 0 && p <= 1)) return NaN;
  if (p === 1) return Infinity;
  return invert((x) => (p > 0.9 ? 1 - p - fTail(x, df1, df2) : fCdf(x, df1, df2) - p), 0, Infinity, 1);
}

/** P(X ≤ x) of the beta with shapes a and b. */
export function betaCdf(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  return incompleteBeta(x, a, b).lower;
}

/** The quantile of the beta. */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1)) return NaN;
  if (p === 0 || p === 1) return p;
  return invert((x) => betaCdf(x, a, b) - p, 0, 1, a / (a + b));
}

/** P(X ≤ x) of the gamma with the shape and scale. */
export function gammaCdf(x: number, shape: number, scale = 1): number {
  return x <= 0 ? 0 : incompleteGamma(shape, x / scale).lower;
}

/** The quantile of the gamma. */
export function gammaQuantile(p: number, shape: number, scale = 1): number {
  if (!(p >= 0 && p <= 1)) return NaN;
  if (p === 0) return 0;
  if (p === 1) return Infinity;
  return scale * invert((x) => gammaGap(x, shape, p), 0, Infinity, shape);
}

function gammaGap(x: number, shape: number, p: number): number {
  const tails = incompleteGamma(shape, x);
  return p > 0.9 ? 1 - p - tails.upper : tails.lower - p;
}

/** P(X ≤ k) of the binomial with n trials of probability p. */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  if (k >= n) return 1;
  const whole = Math.floor(k);
  return incompleteBeta(1 - p, n - whole, whole + 1, p).lower;
}

/**
 * The x in [low, high] where a rising function crosses 0, by false position of the Illinois kind guarded by halving; an infinite `high` is
 * first brought in by doubling from `start`. Ends when the bracket is within a few ulp.
 */
export function invert(rising: (x: number) => number, low: number, high: number, start: number): number {
  let right = high;
  if (high === Infinity) {
    right = Math.max(start, Number.MIN_VALUE);
    while (rising(right) < 0) {
      low = right;
      right *= 2;
      if (right === Infinity) return Infinity;
    }
  }
  let left = low;
  let below = rising(left);
  let above = rising(right);
  if (below >= 0) return left;
  let side = 0;
  for (let step = 0; step < 600; step++) {
    const halving = step % 4 === 3;
    let x = halving ? between(left, right) : right - (above * (right - left)) / (above - below);
    if (!(x > left && x < right)) x = (left + right) / 2;
    if (!(x > left && x < right) || right - left <= 4e-16 * Math.abs(right)) break;
    const value = rising(x);
    if (value === 0) return x;
    if (value < 0) {
      left = x;
      below = value;
      if (side < 0) above /= 2; // Illinois: the end that stays twice loses weight
      side = -1;
    } else {
      right = x;
      above = value;
      if (side > 0) below /= 2;
      side = 1;
    }
  }
  return (left + right) / 2;
}

/** A middle of the bracket, in the exponent where it spans decades. */
function between(left: number, right: number): number {
  if (left === 0) return right / 256;
  if (left > 0 && right / left > 4) return Math.sqrt(left) * Math.sqrt(right);
  return (left + right) / 2;
}
