/**
 * Elementary functions with the same bits in every engine.
 *
 * ECMAScript leaves `Math.exp`, `log`, `pow`, `sin` and their kin implementation-approximated (ECMA-262, §21.3.2), and engines
 * differ in the last bits. These are built from `+ − × ÷`, `Math.sqrt` and rounding alone, which IEEE 754 fixes, so a simulation or a model that
 * uses them comes out alike everywhere. They are within 3 ulp of the true value, except `pow`, see there.
 */

const LN2_HIGH = 0.6931471803691238; // 33 significant bits of ln 2, so that k · LN2_HIGH is exact
const LN2_LOW = 1.9082149292705877e-10;

const word = new Float64Array(1);
const bits = new Uint32Array(word.buffer);
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0; // which half holds sign and exponent

// 2ᵏ at k + 1023. Looked up, since a double that was just written in halves is slow to read back.
const POWERS_OF_TWO = new Float64Array(2047);
for (let k = 0, up = 1, down = 1; k <= 1023; k++, up *= 2, down /= 2) {
  POWERS_OF_TWO[1023 + k] = up;
  POWERS_OF_TWO[1023 - k] = down;
}

/** 2ᵏ for an integer k in −1023 … 1023. */
function powerOfTwo(k: number): number {
  return POWERS_OF_TWO[k + 1023];
}

/** x · 2ᵏ, also where the result leaves the normal range. */
function scale(x: number, k: number): number {
  if (k > 1023) return x * powerOfTwo(1023) * powerOfTwo(Math.min(k - 1023, 1023));
  if (k < -1022) return x * powerOfTwo(k + 60 < -1022 ? -1022 : k + 60) * powerOfTwo(-60);
  return x * powerOfTwo(k);
}

// 1/n!, n = 2 … 13: Taylor's series of eʳ on |r| ≤ ln 2 / 2 ends below 2⁻⁵⁶ after the 13th power.
const INVERSE_FACTORIALS = Array.from({ length: 12 }, (_, n) => {
  let factorial = 1;
  for (let i = 2; i <= n + 2; i++) factorial *= i;
  return 1 / factorial;
});

/** eʳ − 1 for |r| ≤ ln 2 / 2. */
function expm1Reduced(r: number): number {
  let sum = 0;
  for (let n = INVERSE_FACTORIALS.length - 1; n >= 0; n--) sum = sum * r + INVERSE_FACTORIALS[n];
  return r + r * r * sum;
}

/** eˣ. */
export function exp(x: number): number {
  if (x !== x) return NaN;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019412) return 0;
  const k = Math.round(x / Math.LN2);
  return scale(1 + expm1Reduced(x - k * LN2_HIGH - k * LN2_LOW), k);
}

/** eˣ − 1 without the cancellation near 0. */
export function expm1(x: number): number {
  return Math.abs(x) <= 0.34 ? expm1Reduced(x) : exp(x) - 1;
}

/** The natural logarithm; NaN below 0, −Infinity at 0. */
export function log(x: number): number {
  if (!(x >= 0)) return NaN;
  if (x === 0) return -Infinity;
  if (x === Infinity) return Infinity;
  let k = 0;
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984; // 2⁵⁴ lifts a subnormal into the normal range
    k = -54;
  }
  word[0] = x;
  const exponent = (bits[HIGH] >>> 20) - 1023;
  k += exponent;
  let mantissa = x * powerOfTwo(-exponent); // in [1, 2)
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    k += 1;
  }
  return k * LN2_HIGH + (log1pReduced(mantissa - 1) + k * LN2_LOW);
}

/** ln(1 + f) for f in [√½ − 1, √2 − 1], by the series of 2·artanh(f / (2 + f)). */
function log1pReduced(f: number): number {
  const s = f / (2 + f);
  const z = s * s;
  let sum = (1 / 23) * z; // written out, as in a loop each 1 / n would be divided anew
  sum = (sum + 1 / 21) * z;
  sum = (sum + 1 / 19) * z;
  sum = (sum + 1 / 17) * z;
  sum = (sum + 1 / 15) * z;
  sum = (sum + 1 / 13) * z;
  sum = (sum + 1 / 11) * z;
  sum = (sum + 1 / 9) * z;
  sum = (sum + 1 / 7) * z;
  sum = (sum + 1 / 5) * z;
  sum = (sum + 1 / 3) * z;
  // f − s·f + 2·s·sum is 2s + 2·s·sum, with the leading term kept exact
  return f - s * (f - 2 * sum);
}

/** ln(1 + x) without the cancellation near 0; NaN below −1. */
export function log1p(x: number): number {
  return x > -0.29 && x < 0.41 ? log1pReduced(x) : log(1 + x);
}

/** Base-2 logarithm, exact at powers of two. */
export function log2(x: number): number {
  const rounded = Math.round(log(x) / Math.LN2);
  if (rounded >= -1022 && rounded <= 1023 && powerOfTwo(rounded) === x) return rounded;
  return log(x) / Math.LN2;
}

/** Base-10 logarithm. */
export function log10(x: number): number {
  return log(x) / Math.LN10;
}

/**
 * xʸ. Whole exponents up to 64 by repeated squaring; others as exp(y · ln x), whose relative error grows with |y · ln x|
 * to about 2⁻⁵² · (2 + |y · ln x|). NaN for a negative x with a fractional y.
 */
export function pow(x: number, y: number): number {
  if (y === Math.trunc(y) && Math.abs(y) <= 64) {
    let result = 1;
    for (let base = x, n = Math.abs(y); n > 0; n = Math.floor(n / 2), base *= base) if (n % 2 === 1) result *= base;
    return y < 0 ? 1 / result : result;
  }
  if (x < 0 && y === Math.trunc(y)) return (y % 2 === 0 ? 1 : -1) * exp(y * log(-x));
  return exp(y * log(x));
}

// π/2 in three parts of 33 bits and a rest, so that k · part is exact for |k| < 2²⁰ (Cody and Waite 1980).
const HALF_PI = [1.5707963267341256, 6.077100506303966e-11, 2.0222662487959506e-21];

/** sin(x + quarter · π/2), for |x| below about 10⁶; the error grows with |x| beyond. */
function sine(x: number, quarter: number): number {
  if (!(Math.abs(x) < Infinity)) return NaN;
  const k = Math.round(x / (Math.PI / 2));
  const r = x - k * HALF_PI[0] - k * HALF_PI[1] - k * HALF_PI[2];
  const quadrant = (k + quarter) & 3; // of any whole number: & takes it modulo 2³²
  const value = (quadrant & 1) === 0 ? sineSeries(r) : cosineSeries(r);
  return quadrant < 2 ? value : -value;
}

/** Taylor's series of the sine on |r| ≤ π/4. */
function sineSeries(r: number): number {
  const z = r * r;
  let sum = 1 - z / 342;
  sum = 1 - (z / 272) * sum;
  sum = 1 - (z / 210) * sum;
  sum = 1 - (z / 156) * sum;
  sum = 1 - (z / 110) * sum;
  sum = 1 - (z / 72) * sum;
  sum = 1 - (z / 42) * sum;
  sum = 1 - (z / 20) * sum;
  sum = 1 - (z / 6) * sum;
  return r * sum;
}

/** Taylor's series of the cosine on |r| ≤ π/4. */
function cosineSeries(r: number): number {
  const z = r * r;
  let sum = 1 - z / 306;
  sum = 1 - (z / 240) * sum;
  sum = 1 - (z / 182) * sum;
  sum = 1 - (z / 132) * sum;
  sum = 1 - (z / 90) * sum;
  sum = 1 - (z / 56) * sum;
  sum = 1 - (z / 30) * sum;
  sum = 1 - (z / 12) * sum;
  sum = 1 - (z / 2) * sum;
  return sum;
}

/** Sine of x radians. */
export function sin(x: number): number {
  return sine(x, 0);
}

/** Cosine of x radians. */
export function cos(x: number): number {
  return sine(x, 1);
}

/** Hyperbolic tangent. */
export function tanh(x: number): number {
  if (Math.abs(x) > 22) return Math.sign(x);
  const e = expm1(2 * x);
  return e / (e + 2);
}

/** The logistic 1 / (1 + e⁻ˣ). */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + exp(-x));
  const e = exp(x);
  return e / (1 + e);
}
