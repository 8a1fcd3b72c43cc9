/**
 * Stochastic gradients on score(u, i) = b_i + p_u · q_i: BPR, WARP and logistic MF, draw for draw and step for step what the plain loops of
 * `models` do, in single precision.
 *
 * Rows are `bytes` long, a whole number of double vectors, zero behind the factors. `decay` is 1 − η λ.
 */
import { exp, ln } from './functions';
import { STORE, below, close, open, ready } from './random';
import { VECTOR, dot, total, touch } from './vectors';

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

/** Whether numbers rising from `base` on have this one; halves them without a branch to mispredict. `length` is at least 1. */
// @ts-expect-error: decorator
@inline
function has(base: usize, length: i32, column: i32): bool {
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
function pairStep(p: usize, i: usize, j: usize, biasI: usize, biasJ: usize, push: f32, decay: f32, bytes: usize): void {
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

/** One vector of p · (i − j). */
// @ts-expect-error: decorator
@inline
function leadOf(p: usize, i: usize, j: usize): v128 {
  return v128.mul<f32>(v128.load(p), v128.sub<f32>(v128.load(i), v128.load(j)));
}

/** p · (i − j). */
// @ts-expect-error: decorator
@inline
function lead(p: usize, i: usize, j: usize, bytes: usize): f32 {
  let even = v128.splat<f32>(0);
  let odd = even;
  const end = p + bytes;
  do {
    even = v128.add<f32>(even, leadOf(p, i, j));
    odd = v128.add<f32>(odd, leadOf(p + 16, i + 16, j + 16));
    p += 32;
    i += 32;
    j += 32;
  } while (p < end);
  return total<f32>(v128.add<f32>(even, odd));
}

/**
 * `steps` steps of BPR: draws an entry of the sparse matrix and an item not met, and steps by σ(−lead). Leaves Σ −ln σ(lead) and the number of
 * leads above 0.
 *
 * @param uniforms room for 512 numbers of 8 bytes, kept from call to call
 * @param draws room for 2 · 256 numbers of 4 bytes
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
  uniforms: usize,
  draws: usize,
): void {
  let losses: f64 = 0;
  let right = 0;
  const allItems = <f64>items;
  const allEntries = <f64>entries;
  let next = open(uniforms);
  for (; steps > 0; steps -= AHEAD) {
    const some = min(steps, AHEAD);
    for (let n = 0; n < some; n++) {
      next = ready(next, uniforms);
      const entry = below(next, allEntries);
      next += 8;
      const user = pointers + ((<usize>load<i32>(userOf + ((<usize>entry) << 2))) << 2);
      const from = load<i32>(user);
      const length = load<i32>(user, 4) - from;
      let worse = -1; // where the user met all items
      if (length < items) {
        do {
          next = ready(next, uniforms);
          worse = below(next, allItems);
          next += 8;
        } while (has(indices + ((<usize>from) << 2), length, worse));
      }
      store<i32>(draws + ((<usize>n) << 3), entry);
      store<i32>(draws + ((<usize>n) << 3), worse, 4);
    }
    let product: f64 = 1; // of σ(lead): one logarithm for many
    for (let n = 0; n < some; n++) {
      const ahead = draws + ((<usize>min(n + 1, some - 1)) << 3);
      const e2 = (<usize>load<i32>(ahead)) << 2;
      touch(userFactors + <usize>load<i32>(userOf + e2) * bytes, bytes);
      touch(itemFactors + <usize>load<i32>(indices + e2) * bytes, bytes);
      touch(itemFactors + <usize>max(load<i32>(ahead, 4), 0) * bytes, bytes);
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
      const e = exp(<f64>x);
      const force = 1.0 / (1.0 + e); // σ(−x), and σ(x) is e times as much
      pairStep(p, i, j, biasI, biasJ, rate * <f32>force, decay, bytes);
      product *= e * force;
      if (product < 1e-170) {
        losses -= ln(product);
        product = 1;
      }
      right += <i32>(x > 0);
    }
    losses -= ln(product);
  }
  close(next, uniforms);
  loss = losses;
  count = right;
}

/** Sets the rows of the next step of WARP on their way: of the entry and of the first item that it will draw. */
// @ts-expect-error: decorator
@inline
function foresee(
  next: usize,
  indices: usize,
  userOf: usize,
  allEntries: f64,
  allItems: f64,
  userFactors: usize,
  itemFactors: usize,
  bytes: usize,
): void {
  const entry = (<usize>below(next, allEntries)) << 2;
  touch(itemFactors + <usize>below(next + 8, allItems) * bytes, bytes);
  touch(userFactors + <usize>load<i32>(userOf + entry) * bytes, bytes);
  touch(itemFactors + <usize>load<i32>(indices + entry) * bytes, bytes);
}

/**
 * `steps` steps of WARP: draws items not met until one is ahead of the met one less 1, at most `negatives` times, and steps by the force of
 * that draw. Leaves Σ force · hinge and the number of items drawn.
 *
 * @param uniforms room for 512 numbers of 8 bytes, kept from call to call
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
  uniforms: usize,
  forces: usize,
  negatives: i32,
): void {
  let losses: f64 = 0;
  let drawn = 0;
  const allItems = <f64>items;
  const allEntries = <f64>entries;
  let next = open(uniforms);
  for (; steps > 0; steps--) {
    next = ready(next, uniforms);
    const entry = (<usize>below(next, allEntries)) << 2;
    next += 8;
    const user = <usize>load<i32>(userOf + entry);
    const better = load<i32>(indices + entry);
    const p = userFactors + user * bytes;
    const i = itemFactors + <usize>better * bytes;
    const biasI = biases + ((<usize>better) << 2);
    const from = load<i32>(pointers + (user << 2));
    const length = load<i32>(pointers + (user << 2), 4) - from;
    if (length >= items) continue;
    const limit = load<f32>(biasI) + dot<f32>(p, i, bytes) - 1;
    for (let n = 0; n < negatives; n++) {
      let worse = 0;
      do {
        next = ready(next, uniforms);
        worse = below(next, allItems);
        next += 8;
      } while (has(indices + ((<usize>from) << 2), length, worse));
      drawn++;
      if (next != uniforms + STORE) touch(itemFactors + <usize>below(next, allItems) * bytes, bytes);
      const j = itemFactors + <usize>worse * bytes;
      const biasJ = biases + ((<usize>worse) << 2);
      const hinge = load<f32>(biasJ) + dot<f32>(p, j, bytes) - limit;
      if (!(hinge > 0)) continue;
      const force = load<f32>(forces + ((<usize>n) << 2));
      if (uniforms + STORE - next >= 16) foresee(next, indices, userOf, allEntries, allItems, userFactors, itemFactors, bytes);
      pairStep(p, i, j, biasI, biasJ, rate * force, decay, bytes);
      losses += <f64>force * <f64>hinge;
      break;
    }
  }
  close(next, uniforms);
  loss = losses;
  count = drawn;
}

/** One step on a single score, label 1 or 0; returns the probability that it gave the label before. */
// @ts-expect-error: decorator
@inline
function logisticStep(p: usize, q: usize, bias: usize, label: f64, rate: f32, decay: f32, bytes: usize): f64 {
  const e = exp(<f64>(load<f32>(bias) + dot<f32>(p, q, bytes)));
  const unlikely = 1.0 / (1.0 + e); // σ(−score)
  const likely = e * unlikely;
  const push = rate * <f32>(label - likely);
  const f = v128.splat<f32>(push);
  const keep = v128.splat<f32>(decay);
  for (let at: usize = 0; at < bytes; at += VECTOR) {
    const own = v128.load(p + at);
    const other = v128.load(q + at);
    v128.store(p + at, v128.add<f32>(v128.mul<f32>(keep, own), v128.mul<f32>(f, other)));
    v128.store(q + at, v128.add<f32>(v128.mul<f32>(keep, other), v128.mul<f32>(f, own)));
  }
  store<f32>(bias, decay * load<f32>(bias) + push);
  return label > 0 ? likely : unlikely;
}

/**
 * `steps` times a met item with label 1 and `negatives` items drawn from all with label 0. Leaves the sum of the logistic losses.
 *
 * @param uniforms room for 512 numbers of 8 bytes, kept from call to call
 */
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
  uniforms: usize,
  negatives: i32,
): void {
  let losses: f64 = 0;
  const allItems = <f64>items;
  const allEntries = <f64>entries;
  let next = open(uniforms);
  for (; steps > 0; steps--) {
    next = ready(next, uniforms);
    const entry = (<usize>below(next, allEntries)) << 2;
    next += 8;
    const p = userFactors + <usize>load<i32>(userOf + entry) * bytes;
    let item = <usize>load<i32>(indices + entry);
    let product = logisticStep(p, itemFactors + item * bytes, biases + (item << 2), 1, rate, decay, bytes);
    for (let n = 0; n < negatives; n++) {
      next = ready(next, uniforms);
      item = <usize>below(next, allItems);
      next += 8;
      product *= logisticStep(p, itemFactors + item * bytes, biases + (item << 2), 0, rate, decay, bytes);
      if (product < 1e-170) {
        losses -= ln(product);
        product = 1;
      }
    }
    losses -= ln(product);
  }
  close(next, uniforms);
  loss = losses;
  count = 0;
}
