/**
 * Normal numbers, bit for bit those of `math/random`: every operation is that of `math/functions`, in its order, so that a model starts from the
 * same numbers wherever they are made. Here only because a model has many of them.
 */
import { seed, uniform } from './random';

/** One more term of the series of `logs`: (sum + 1 / odd) z. */
// @ts-expect-error: decorator
@inline
function term(sum: v128, odd: f64, z: v128): v128 {
  return v128.mul<f64>(v128.add<f64>(sum, v128.splat<f64>(1.0 / odd)), z);
}

/** ln x for two x in (0, 1], each as `log`. */
// @ts-expect-error: decorator
@inline
function logs(x: v128): v128 {
  const one = v128.splat<f64>(1);
  const mantissa = v128.or(v128.and(x, v128.splat<i64>(0xfffffffffffff)), v128.splat<i64>(0x3ff0000000000000));
  const above = v128.gt<f64>(mantissa, v128.splat<f64>(1.4142135623730951));
  const exponents = v128.sub<i64>(v128.shr<i64>(x, 52), v128.splat<i64>(1023));
  const whole = v128.sub<i64>(exponents, above); // what is true is −1
  const k = v128.convert_low<i32>(v128.shuffle<i32>(whole, whole, 0, 2, 0, 2));
  const f = v128.sub<f64>(v128.bitselect(v128.mul<f64>(mantissa, v128.splat<f64>(0.5)), mantissa, above), one);
  const s = v128.div<f64>(f, v128.add<f64>(v128.splat<f64>(2), f));
  const z = v128.mul<f64>(s, s);
  let sum = v128.mul<f64>(v128.splat<f64>(1.0 / 23.0), z);
  sum = term(sum, 21, z);
  sum = term(sum, 19, z);
  sum = term(sum, 17, z);
  sum = term(sum, 15, z);
  sum = term(sum, 13, z);
  sum = term(sum, 11, z);
  sum = term(sum, 9, z);
  sum = term(sum, 7, z);
  sum = term(sum, 5, z);
  sum = term(sum, 3, z);
  const rest = v128.mul<f64>(s, v128.sub<f64>(f, v128.add<f64>(sum, sum)));
  const low = v128.mul<f64>(k, v128.splat<f64>(1.9082149292705877e-10));
  const near = v128.add<f64>(v128.sub<f64>(f, rest), low);
  return v128.add<f64>(v128.mul<f64>(k, v128.splat<f64>(0.6931471803691238)), near);
}

/** One more term of Taylor's series of cosine, or of sine where the lane says so: 1 − z sum / (n (n − 1)). */
// @ts-expect-error: decorator
@inline
function less(sum: v128, z: v128, ofCosine: f64, ofSine: f64, sine: v128): v128 {
  const part = v128.div<f64>(z, v128.bitselect(v128.splat<f64>(ofSine), v128.splat<f64>(ofCosine), sine));
  return v128.sub<f64>(v128.splat<f64>(1), v128.mul<f64>(part, sum));
}

/** cos x for two x of |x| up to 2π, each as `cos`. */
// @ts-expect-error: decorator
@inline
function cosines(x: v128): v128 {
  const one = v128.splat<f64>(1);
  const turns = v128.div<f64>(x, v128.splat<f64>(1.5707963267948966));
  const up = v128.ceil<f64>(turns);
  // rounded, halves up
  const k = v128.sub<f64>(up, v128.and(one, v128.gt<f64>(v128.sub<f64>(up, v128.splat<f64>(0.5)), turns)));
  let r = v128.sub<f64>(x, v128.mul<f64>(k, v128.splat<f64>(1.5707963267341256)));
  r = v128.sub<f64>(r, v128.mul<f64>(k, v128.splat<f64>(6.077100506303966e-11)));
  r = v128.sub<f64>(r, v128.mul<f64>(k, v128.splat<f64>(2.0222662487959506e-21)));
  const z = v128.mul<f64>(r, r);
  // By the quarter of the circle: cos r, −sin r, −cos r, sin r.
  const quarters = v128.extend_low<i32>(v128.trunc_sat_zero<i32>(k));
  const sine = v128.sub<i64>(v128.splat<i64>(0), v128.and(quarters, v128.splat<i64>(1)));
  const minus = v128.shl<i64>(v128.add<i64>(quarters, v128.splat<i64>(1)), 62); // the second bit, at the sign's place
  let sum = one;
  sum = less(sum, z, 306, 342, sine);
  sum = less(sum, z, 240, 272, sine);
  sum = less(sum, z, 182, 210, sine);
  sum = less(sum, z, 132, 156, sine);
  sum = less(sum, z, 90, 110, sine);
  sum = less(sum, z, 56, 72, sine);
  sum = less(sum, z, 30, 42, sine);
  sum = less(sum, z, 12, 20, sine);
  sum = less(sum, z, 2, 6, sine);
  const value = v128.mul<f64>(sum, v128.bitselect(r, one, sine));
  return v128.xor(value, v128.and(minus, v128.splat<i64>(<i64>0x8000000000000000)));
}

/** Two normal numbers by Box and Muller: the radius, and the turn in 0 … 1. */
// @ts-expect-error: decorator
@inline
function pair(radius: f64, turn: f64, deviation: f64): v128 {
  const turns = v128.replace_lane<f64>(v128.splat<f64>(6.283185307179586 * turn), 1, 6.283185307179586 * (turn - 0.25));
  const first = v128.mul<f64>(cosines(turns), v128.replace_lane<f64>(v128.splat<f64>(radius), 0, deviation * radius));
  return v128.mul<f64>(first, v128.replace_lane<f64>(v128.splat<f64>(deviation), 0, 1));
}

/** The next four normal numbers of this deviation. */
function nextFour(deviation: f64): v128 {
  const first = 1 - uniform();
  const turn = uniform();
  const second = 1 - uniform();
  const other = uniform();
  const squares = v128.mul<f64>(v128.splat<f64>(-2), logs(v128.replace_lane<f64>(v128.splat<f64>(first), 1, second)));
  const radii = v128.sqrt<f64>(squares);
  const a = v128.demote_zero<f64>(pair(v128.extract_lane<f64>(radii, 0), turn, deviation));
  const b = v128.demote_zero<f64>(pair(v128.extract_lane<f64>(radii, 1), other, deviation));
  return v128.shuffle<i32>(a, b, 0, 1, 4, 5);
}

/** Rows of d normal numbers of this deviation, the sequence of one seed, of which some may be drawn beyond the last. */
export function normalRows(start: u32, rows: i32, d: i32, bytes: usize, deviation: f64, into: usize): void {
  seed(start);
  let four = v128.splat<f32>(0);
  let left = 0;
  for (; rows > 0; rows--) {
    const end = into + ((<usize>d) << 2);
    for (let at = into; at < end; at += 4) {
      if (left == 0) {
        four = nextFour(deviation);
        left = 4;
      }
      v128.store_lane<f32>(at, four, 0);
      four = v128.shuffle<i32>(four, four, 1, 2, 3, 0);
      left--;
    }
    into += bytes;
  }
}
