/**
 * What the steps of `bpr`, `warp` and `logistic` share: stochastic gradients on score(u, i) = b_i + p_u · q_i, draw for draw and step for step
 * what the plain loops of `models` do, in single precision.
 *
 * Rows are `bytes` long, a whole number of double vectors, zero behind the factors. `decay` is 1 − η λ.
 */

let loss: f64 = 0;
let count: i32 = 0;

/** The sum of the losses of the last call. */
export function lossOfSteps(): f64 {
  return loss;
}

/** What the last call counted: pairs in the right order (BPR), items drawn (WARP). */
export function countOfSteps(): i32 {
  return count;
}

/** Leaves the sums of a call. */
// @ts-expect-error: decorator
@inline
export function leave(losses: f64, counted: i32): void {
  loss = losses;
  count = counted;
}

/**
 * Whether the user met the item: by its bit, where there are `bits`, one for each pair; or else among the `length` ≥ 1 numbers rising from `base`
 * on, halved without a branch to mispredict. `first` is the number of the user's first bit.
 */
// @ts-expect-error: decorator
@inline
export function has(bits: usize, first: u32, base: usize, length: i32, column: i32): bool {
  if (bits) {
    const bit = first + <u32>column;
    return <bool>((load<u8>(bits + (bit >> 3)) >> (bit & 7)) & 1);
  }
  while (length > 1) {
    const half = length >> 1;
    const middle = base + ((<usize>half) << 2);
    base = load<i32>(middle) <= column ? middle : base;
    length -= half;
  }
  return load<i32>(base) == column;
}

/** One vector of `pairStep`. */
// @ts-expect-error: decorator
@inline
function moveThree(p: usize, i: usize, j: usize, push: v128, keep: v128): void {
  const own = v128.load(p);
  const up = v128.load(i);
  const down = v128.load(j);
  const pull = v128.mul<f32>(push, own);
  v128.store(p, v128.add<f32>(v128.mul<f32>(keep, own), v128.mul<f32>(push, v128.sub<f32>(up, down))));
  v128.store(i, v128.add<f32>(v128.mul<f32>(keep, up), pull));
  v128.store(j, v128.sub<f32>(v128.mul<f32>(keep, down), pull));
}

/** One step up force · (score(u, i) − score(u, j)), with decay. */
// @ts-expect-error: decorator
@inline
export function pairStep(p: usize, i: usize, j: usize, biasI: usize, biasJ: usize, push: f32, decay: f32, bytes: usize): void {
  const f = v128.splat<f32>(push);
  const keep = v128.splat<f32>(decay);
  const end = p + bytes;
  do {
    moveThree(p, i, j, f, keep);
    moveThree(p + 16, i + 16, j + 16, f, keep);
    p += 32;
    i += 32;
    j += 32;
  } while (p < end);
  store<f32>(biasI, decay * load<f32>(biasI) + push);
  store<f32>(biasJ, decay * load<f32>(biasJ) - push);
}
