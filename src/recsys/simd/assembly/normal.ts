/**
 * Normal numbers, bit for bit those of `math/random`: every operation is that of `math/functions`, in its order, so that a model starts from the
 * same numbers wherever they are made. Here only because a model has many of them.
 */
import { seed, uniform } from './random';

/** ln x for x in (0, 1], as `log`. */
function log(x: f64): f64 {
  const bits = reinterpret<u64>(x);
  let k = <f64>(<i32>(bits >>> 52) - 1023);
  let mantissa = reinterpret<f64>((bits & 0xfffffffffffff) | 0x3ff0000000000000);
  if (mantissa > 1.4142135623730951) {
    mantissa /= 2;
    k += 1;
  }
  const f = mantissa - 1;
  const s = f / (2 + f);
  const z = s * s;
  let sum = (1.0 / 23.0) * z;
  sum = (sum + 1.0 / 21.0) * z;
  sum = (sum + 1.0 / 19.0) * z;
  sum = (sum + 1.0 / 17.0) * z;
  sum = (sum + 1.0 / 15.0) * z;
  sum = (sum + 1.0 / 13.0) * z;
  sum = (sum + 1.0 / 11.0) * z;
  sum = (sum + 1.0 / 9.0) * z;
  sum = (sum + 1.0 / 7.0) * z;
  sum = (sum + 1.0 / 5.0) * z;
  sum = (sum + 1.0 / 3.0) * z;
  return k * 0.6931471803691238 + (f - s * (f - 2 * sum) + k * 1.9082149270592877e-10);
}

/** cos x for |x| up to 2π, as `cos`. */
function cos(x: f64): f64 {
  const turns = x / 1.5707963267948966;
  const up = ceil(turns);
  const k = up - 0.5 > turns ? up - 1 : up; // rounded, halves up
  const r = x - k * 1.5707963267341256 - k * 6.077100506303966e-11 - k * 2.0222662487959506e-21;
  const quadrant = (<i32>k + 1) & 3;
  const z = r * r;
  // Taylor's series of cosine, from z / (18 · 17), or of sine, from z / (19 · 18).
  const even = quadrant & 1;
  let sum: f64 = 1;
  for (let n: f64 = even ? 18 : 19; n > 1; n -= 2) sum = 1 - (z / (n * (n - 1))) * sum;
  if (!even) sum *= r;
  return quadrant < 2 ? sum : -sum;
}

/** Rows of d normal numbers of this deviation, the sequence of one seed. */
export function normalRows(start: u32, rows: i32, d: i32, bytes: usize, deviation: f64, into: usize): void {
  seed(start);
  let spare: f64 = NaN; // Box and Muller's second number, while it waits
  for (; rows > 0; rows--) {
    for (let c: usize = 0; c < <usize>d; c++) {
      let value = deviation * spare;
      if (spare != spare) {
        const radius = sqrt<f64>(-2 * log(1 - uniform()));
        const turn = uniform();
        spare = radius * cos(6.283185307179586 * (turn - 0.25));
        value = deviation * radius * cos(6.283185307179586 * turn);
      } else {
        spare = NaN;
      }
      store<f32>(into + (c << 2), <f32>value);
    }
    into += bytes;
  }
}
