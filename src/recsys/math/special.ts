/**
 * The special functions beneath the distributions: log-gamma, erfc, and the incomplete gamma and beta functions.
 *
 * The prefactors xᵃe⁻ˣ/Γ(a) and xᵃyᵇ/B(a, b) are taken from Stirling's error and the deviance term of C. Loader (Fast and accurate
 * computation of binomial probabilities, 2000), so that they stay accurate for parameters in the millions, where differences of
 * log-gammas would lose half of the digits.
 */
import { exp, log, log1p } from './functions';

const LN_SQRT_TWO_PI = 0.9189385332046728;

/** ln Γ(a) − [(a − ½) ln a − a + ½ ln 2π] for a > 0: what Stirling's formula leaves out. */
export function stirlingError(a: number): number {
  if (a >= 12) {
    const z = 1 / (a * a);
    // Bernoulli numbers B₂ₖ / (2k(2k − 1)); the first term left out is below 2⁻⁵³ from a = 12 on
    return (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z * (1 / 1188 - z * (691 / 360360 - z / 156)))))) / a;
  }
  // the error at a + 1 is less by (a + ½) ln(1 + 1/a) − 1
  return stirlingError(a + 1) + (a + 0.5) * (a > 3 ? log1p(1 / a) : log((a + 1) / a)) - 1;
}

/** ln Γ(a), a > 0. */
export function lnGamma(a: number): number {
  if (!(a > 0)) return NaN;
  if (a < 3) {
    // (a − 1)(a − 2) = 0 at the roots 1 and 2, where only the product form is exact
    return lnGamma(a + 3) - log(a * (a + 1) * (a + 2));
  }
  return (a - 0.5) * log(a) - a + LN_SQRT_TWO_PI + stirlingError(a);
}

/** x ln(x / m) + m − x without cancellation when x is near m; x ≥ 0, m > 0. */
function deviance(x: number, m: number): number {
  if (x === 0) return m;
  if (Math.abs(x - m) < 0.1 * (x + m)) {
    const v = (x - m) / (x + m);
    let sum = (x - m) * v;
    let term = 2 * x * v;
    for (let j = 3; j < 1000; j += 2) {
      term *= v * v;
      const next = sum + term / j;
      if (next === sum) break;
      sum = next;
    }
    return sum;
  }
  return x * log(x / m) + m - x;
}

/** xᵃ e⁻ˣ / Γ(a + 1), for a > 0, x > 0. */
function gammaPrefactor(a: number, x: number): number {
  return exp(-stirlingError(a) - deviance(a, x)) / Math.sqrt(2 * Math.PI * a);
}

/** xᵃ yᵇ / B(a, b), for a, b > 0 and x + y = 1. */
function betaPrefactor(a: number, b: number, x: number, y: number): number {
  const n = a + b;
  const error = stirlingError(n) - stirlingError(a) - stirlingError(b);
  return exp(error - deviance(a, n * x) - deviance(b, n * y)) * Math.sqrt((a * (b / n)) / (2 * Math.PI));
}

/** Both tails of a distribution at a point; they sum to 1, and the small one keeps its digits. */
export interface Tails {
  lower: number;
  upper: number;
}

/**
 * The regularised incomplete gamma functions P(a, x) and Q(a, x), by series below a + 1 and continued fraction above.
 *
 * M. Abramowitz, I. Stegun: Handbook of Mathematical Functions, 1964, 6.5.29 and 6.5.31.
 */
export function incompleteGamma(a: number, x: number): Tails {
  if (!(a > 0) || !(x >= 0)) return { lower: NaN, upper: NaN };
  if (x === 0) return { lower: 0, upper: 1 };
  if (x === Infinity) return { lower: 1, upper: 0 };
  const prefactor = gammaPrefactor(a, x);
  if (x < a + 1) {
    let sum = 1;
    let term = 1;
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= x / (a + n);
      sum += term;
    }
    const lower = Math.min(1, prefactor * sum);
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(1, prefactor * a * gammaFraction(a, x));
  return { lower: 1 - upper, upper };
}

/** 1/(x + 1 − a − 1(1 − a)/(x + 3 − a − …)), by Lentz's method. */
function gammaFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = Infinity;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < 100000; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / (b + numerator * d);
    c = b + numerator / c;
    const step = c * d;
    value *= step;
    if (Math.abs(step - 1) < 2e-16) break;
  }
  return value;
}

/**
 * The regularised incomplete beta function I_x(a, b) and its complement. Give y = 1 − x when it is known better than by subtraction.
 *
 * M. Abramowitz, I. Stegun: Handbook of Mathematical Functions, 1964, 26.5.8.
 */
export function incompleteBeta(x: number, a: number, b: number, y = 1 - x): Tails {
  if (!(a > 0) || !(b > 0) || !(x >= 0) || !(y >= 0)) return { lower: NaN, upper: NaN };
  if (x === 0) return { lower: 0, upper: 1 };
  if (y === 0) return { lower: 1, upper: 0 };
  const prefactor = betaPrefactor(a, b, x, y);
  if (x < (a + 1) / (a + b + 2)) {
    const lower = Math.min(1, (prefactor / a) * betaFraction(x, a, b));
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(1, (prefactor / b) * betaFraction(y, b, a));
  return { lower: 1 - upper, upper };
}

/** The continued fraction 1/(1 + d₁/(1 + d₂/(1 + …))) of I_x(a, b), by Lentz's method. */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const safe = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / safe(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < 100000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / safe(1 + even * d);
    c = safe(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / safe(1 + odd * d);
    c = safe(1 + odd / c);
    const step = d * c;
    value *= step;
    if (Math.abs(step - 1) < 2e-16) break;
  }
  return value;
}

/** The complementary error function. */
export function erfc(x: number): number {
  if (x !== x) return NaN;
  const tails = incompleteGamma(0.5, x * x);
  return x >= 0 ? tails.upper : 1 + tails.lower;
}
