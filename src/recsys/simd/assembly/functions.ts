/** eˣ and ln x in double precision, to about 10⁻⁹: the steps that use them are in single precision. */

const LOG2E: f64 = 1.4426950408889634;
const LN2: f64 = 0.6931471805599453;
/** 1.5 · 2⁵²: added to a number below 2⁵¹, it leaves that number rounded in the last bits. */
const ROUND: f64 = 6755399441055744;

/** eˣ; x below −300 or above 300 counts as that. */
// @ts-expect-error: decorator
@inline
export function exp(x: f64): f64 {
  if (!(x > -300)) x = -300;
  if (x > 300) x = 300;
  const shifted = x * LOG2E + ROUND;
  const r = x - (shifted - ROUND) * LN2;
  // Taylor's series to the 8th power, |r| ≤ ln 2 / 2, in pairs so that the products do not wait for each other.
  const r2 = r * r;
  const r4 = r2 * r2;
  const low = 1.0 + r + r2 * (0.5 + r * (1.0 / 6.0));
  const high = 1.0 / 24.0 + r * (1.0 / 120.0) + r2 * (1.0 / 720.0 + r * (1.0 / 5040.0)) + r4 * (1.0 / 40320.0);
  return (low + r4 * high) * reinterpret<f64>((reinterpret<i64>(shifted) + 1023) << 52);
}

/** ln x for a normal x > 0. */
export function ln(x: f64): f64 {
  const bits = reinterpret<i64>(x);
  let k = <f64>(<i32>(bits >> 52) - 1023);
  let m = reinterpret<f64>((bits & 0xfffffffffffff) | 0x3ff0000000000000); // 1 … 2
  if (m > 1.4142135623730951) {
    m *= 0.5;
    k += 1;
  }
  // 2 artanh(s), |s| ≤ 0.172
  const s = (m - 1) / (m + 1);
  const z = s * s;
  let sum: f64 = 1.0 / 13.0;
  sum = sum * z + 1.0 / 11.0;
  sum = sum * z + 1.0 / 9.0;
  sum = sum * z + 1.0 / 7.0;
  sum = sum * z + 1.0 / 5.0;
  sum = sum * z + 1.0 / 3.0;
  return k * LN2 + 2 * s * (1 + z * sum);
}
