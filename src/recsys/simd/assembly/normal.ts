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

/** cos x for two x of |x| up to 2π, each as `cos`. */
function cosines(x: v128): v128 {
  const turns = v128.div<f64>(x, v128.splat<f64>(1.5707963267948966));
  const up = v128.ceil<f64>(turns);
  const one = v128.splat<f64>(1);
  // rounded, halves up
  const k = v128.sub<f64>(up, v128.and(one, v128.gt<f64>(v128.sub<f64>(up, v128.splat<f64>(0.5)), turns)));
  let r = v128.sub<f64>(x, v128.mul<f64>(k, v128.splat<f64>(1.5707963267341256)));
  r = v128.sub<f64>(r, v128.mul<f64>(k, v128.splat<f64>(6.077100506303966e-11)));
  r = v128.sub<f64>(r, v128.mul<f64>(k, v128.splat<f64>(2.0222662487959506e-21)));
  const z = v128.mul<f64>(r, r);
  const a = (<i32>v128.extract_lane<f64>(k, 0) + 1) & 3;
  const b = (<i32>v128.extract_lane<f64>(k, 1) + 1) & 3;
  // Taylor's series of cosine, from z / (18 · 17), or of sine, from z / (19 · 18).
  let n = v128.replace_lane<f64>(v128.splat<f64>(a & 1 ? 18 : 19), 1, b & 1 ? 18 : 19);
  let sum = one;
  for (let term = 0; term < 9; term++) {
    const part = v128.div<f64>(z, v128.mul<f64>(n, v128.sub<f64>(n, one)));
    sum = v128.sub<f64>(one, v128.mul<f64>(part, sum));
    n = v128.sub<f64>(n, v128.splat<f64>(2));
  }
  const signs = v128.replace_lane<f64>(v128.splat<f64>(a < 2 ? 1 : -1), 1, b < 2 ? 1 : -1);
  const factors = v128.replace_lane<f64>(
    v128.splat<f64>(a & 1 ? 1 : v128.extract_lane<f64>(r, 0)),
    1,
    b & 1 ? 1 : v128.extract_lane<f64>(r, 1),
  );
  return v128.mul<f64>(signs, v128.mul<f64>(sum, factors));
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
        const turns = v128.replace_lane<f64>(v128.splat<f64>(6.283185307179586 * (turn - 0.25)), 1, 6.283185307179586 * turn);
        const both = cosines(turns);
        spare = radius * v128.extract_lane<f64>(both, 0);
        value = deviation * radius * v128.extract_lane<f64>(both, 1);
      } else {
        spare = NaN;
      }
      store<f32>(into + (c << 2), <f32>value);
    }
    into += bytes;
  }
}
