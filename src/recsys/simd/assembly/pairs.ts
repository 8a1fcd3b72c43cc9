/**
 * Stochastic gradients on score(u, i) = b_i + p_u · q_i: BPR, WARP and logistic MF, draw for draw and step for step what the plain loops of
 * `models` do, in single precision.
 *
 * Rows are `bytes` long, a whole number of double vectors, zero behind the factors. `decay` is 1 − η λ.
 */
import { expNegative, ln } from './functions';
import { below } from './random';
import { VECTOR, dot, total } from './vectors';

/** Draws made ahead of their steps in BPR, where they depend on no parameter: their cache misses and branches then overlap. */
const AHEAD: i32 = 256;

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

/** Whether row `from` … `to` − 1 of rising numbers has this one; halves the row without a branch to mispredict. */
// @ts-expect-error: decorator
@inline
function has(indices: usize, from: i32, to: i32, column: i32): bool {
  let base = indices + ((<usize>from) << 2);
  for (let length = to - from; length > 1;) {
    const half = length >> 1;
    const middle = base + ((<usize>half) << 2);
    base = load<i32>(middle) <= column ? middle : base;
    length -= half;
  }
  return load<i32>(base) == column;
}

/** An item that the user did not meet; −1 where the user met them all. */
// @ts-expect-error: decorator
@inline
function unmet(pointers: usize, indices: usize, user: i32, items: i32): i32 {
  const from = load<i32>(pointers + ((<usize>user) << 2));
  const to = load<i32>(pointers + ((<usize>user) << 2), 4);
  if (to - from >= items) return -1;
  let item = below(<f64>items);
  while (from < to && has(indices, from, to, item)) item = below(<f64>items);
  return item;
}

/** One step up force · (score(u, i) − score(u, j)), with decay. */
// @ts-expect-error: decorator
@inline
function pairStep(
  p: usize,
  i: usize,
  j: usize,
  biasI: usize,
  biasJ: usize,
  force: f32,
  rate: f32,
  decay: f32,
  bytes: usize,
): void {
  const push = rate * force;
  const f = v128.splat<f32>(push);
  const keep = v128.splat<f32>(decay);
  for (let at: usize = 0; at < bytes; at += VECTOR) {
    const own = v128.load(p + at);
    const up = v128.load(i + at);
    const down = v128.load(j + at);
    const pull = v128.mul<f32>(f, own);
    v128.store(p + at, v128.add<f32>(v128.mul<f32>(keep, own), v128.mul<f32>(f, v128.sub<f32>(up, down))));
    v128.store(i + at, v128.add<f32>(v128.mul<f32>(keep, up), pull));
    v128.store(j + at, v128.sub<f32>(v128.mul<f32>(keep, down), pull));
  }
  store<f32>(biasI, decay * load<f32>(biasI) + push);
  store<f32>(biasJ, decay * load<f32>(biasJ) - push);
}

/** p · (i − j). */
// @ts-expect-error: decorator
@inline
function lead(p: usize, i: usize, j: usize, bytes: usize): f32 {
  let even = v128.splat<f32>(0);
  let odd = even;
  for (let at: usize = 0; at < bytes; at += 2 * VECTOR) {
    even = v128.add<f32>(even, v128.mul<f32>(v128.load(p + at), v128.sub<f32>(v128.load(i + at), v128.load(j + at))));
    odd = v128.add<f32>(odd, v128.mul<f32>(v128.load(p + at, 16), v128.sub<f32>(v128.load(i + at, 16), v128.load(j + at, 16))));
  }
  return total<f32>(v128.add<f32>(even, odd));
}

/**
 * `steps` steps of BPR: draws an entry of the sparse matrix and an item not met, and steps by σ(−lead). Leaves Σ −ln σ(lead) and the number of
 * leads above 0.
 *
 * @param draws room for 2 · 256 numbers
 */
export function bprSteps(
  steps: i32,
  pointers: usize,
  indices: usize,
  userOf: usize,
  entries: i32,
  items: i32,
  userFactors: usize,
  itemFactors: usize,
  biases: usize,
  bytes: usize,
  rate: f32,
  decay: f32,
  draws: usize,
): void {
  loss = 0;
  count = 0;
  for (; steps > 0; steps -= AHEAD) {
    const some = min(steps, AHEAD);
    for (let n = 0; n < some; n++) {
      const entry = below(<f64>entries);
      store<i32>(draws + ((<usize>n) << 3), entry);
      store<i32>(draws + ((<usize>n) << 3), unmet(pointers, indices, load<i32>(userOf + ((<usize>entry) << 2)), items), 4);
    }
    // ln(1 + a) + ln(1 + b) + … is the logarithm of the product; each factor is at most 2, so 256 of them stay in range.
    let product: f64 = 1;
    for (let n = 0; n < some; n++) {
      const entry = (<usize>load<i32>(draws + ((<usize>n) << 3))) << 2;
      const worse = load<i32>(draws + ((<usize>n) << 3), 4);
      if (worse < 0) continue;
      const better = load<i32>(indices + entry);
      const p = userFactors + <usize>load<i32>(userOf + entry) * bytes;
      const i = itemFactors + <usize>better * bytes;
      const j = itemFactors + <usize>worse * bytes;
      const biasI = biases + ((<usize>better) << 2);
      const biasJ = biases + ((<usize>worse) << 2);
      const x = load<f32>(biasI) - load<f32>(biasJ) + lead(p, i, j, bytes);
      const e = expNegative(-(<f64>abs(x)));
      const ahead = x > 0;
      const force = <f32>((ahead ? e : 1.0) / (1.0 + e));
      pairStep(p, i, j, biasI, biasJ, force, rate, decay, bytes);
      product *= 1.0 + e;
      loss -= <f64>min(x, 0);
      count += <i32>ahead;
    }
    loss += ln(product);
  }
}

/**
 * `steps` steps of WARP: draws items not met until one is ahead of the met one less 1, at most `negatives` times, and steps by the force of
 * that draw. Leaves Σ force · hinge and the number of items drawn.
 *
 * @param forces `negatives` numbers, the force when the first violation is the 1st, 2nd … draw
 */
export function warpSteps(
  steps: i32,
  pointers: usize,
  indices: usize,
  userOf: usize,
  entries: i32,
  items: i32,
  userFactors: usize,
  itemFactors: usize,
  biases: usize,
  bytes: usize,
  rate: f32,
  decay: f32,
  forces: usize,
  negatives: i32,
): void {
  loss = 0;
  count = 0;
  for (; steps > 0; steps--) {
    const entry = (<usize>below(<f64>entries)) << 2;
    const user = load<i32>(userOf + entry);
    const better = load<i32>(indices + entry);
    const p = userFactors + <usize>user * bytes;
    const i = itemFactors + <usize>better * bytes;
    const biasI = biases + ((<usize>better) << 2);
    const score = load<f32>(biasI) + dot<f32>(p, i, bytes);
    for (let n = 0; n < negatives; n++) {
      const worse = unmet(pointers, indices, user, items);
      if (worse < 0) break;
      count++;
      const j = itemFactors + <usize>worse * bytes;
      const biasJ = biases + ((<usize>worse) << 2);
      const hinge = <f32>1 - score + (load<f32>(biasJ) + dot<f32>(p, j, bytes));
      if (!(hinge > 0)) continue;
      const force = load<f32>(forces + ((<usize>n) << 2));
      pairStep(p, i, j, biasI, biasJ, force, rate, decay, bytes);
      loss += <f64>force * <f64>hinge;
      break;
    }
  }
}

/** One step on a single score, label 1 or 0; returns the loss before it, as the factor whose logarithm it is and the rest in `loss`. */
// @ts-expect-error: decorator
@inline
function logisticStep(p: usize, q: usize, bias: usize, label: f64, rate: f32, decay: f32, bytes: usize): f64 {
  const x = load<f32>(bias) + dot<f32>(p, q, bytes);
  const e = expNegative(-(<f64>abs(x)));
  const push = rate * <f32>(label - (x > 0 ? 1.0 : e) / (1.0 + e));
  const f = v128.splat<f32>(push);
  const keep = v128.splat<f32>(decay);
  for (let at: usize = 0; at < bytes; at += VECTOR) {
    const own = v128.load(p + at);
    const other = v128.load(q + at);
    v128.store(p + at, v128.add<f32>(v128.mul<f32>(keep, own), v128.mul<f32>(f, other)));
    v128.store(q + at, v128.add<f32>(v128.mul<f32>(keep, other), v128.mul<f32>(f, own)));
  }
  store<f32>(bias, decay * load<f32>(bias) + push);
  loss -= <f64>min(label > 0 ? x : -x, 0);
  return 1.0 + e;
}

/** `steps` times a met item with label 1 and `negatives` items drawn from all with label 0. Leaves the sum of the logistic losses. */
export function logisticSteps(
  steps: i32,
  indices: usize,
  userOf: usize,
  entries: i32,
  items: i32,
  userFactors: usize,
  itemFactors: usize,
  biases: usize,
  bytes: usize,
  rate: f32,
  decay: f32,
  negatives: i32,
): void {
  loss = 0;
  for (; steps > 0; steps--) {
    const entry = (<usize>below(<f64>entries)) << 2;
    const p = userFactors + <usize>load<i32>(userOf + entry) * bytes;
    const met = <usize>load<i32>(indices + entry);
    let product = logisticStep(p, itemFactors + met * bytes, biases + (met << 2), 1, rate, decay, bytes);
    for (let n = 0; n < negatives; n++) {
      const drawn = <usize>below(<f64>items);
      product *= logisticStep(p, itemFactors + drawn * bytes, biases + (drawn << 2), 0, rate, decay, bytes);
      if (product > 1e200) {
        loss += ln(product);
        product = 1;
      }
    }
    loss += ln(product);
  }
}
