/** Steps of BPR. */
import { exp, ln } from './functions';
import { has, leave, pairStep } from './pairs';
import { below, close, open, ready } from './random';
import { total, touch } from './vectors';

/** Draws made ahead of their steps in BPR, where they depend on no parameter: their cache misses and branches then overlap. */
const AHEAD: i32 = 256;

/** Bytes of a draw: user, item met, item not met or −1. */
const DRAW: usize = 12;

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
 * @param bits one for each pair of user and item, set where they met; 0 where there are none
 * @param uniforms room for 512 numbers of 8 bytes, kept from call to call
 * @param draws room for 3 · 256 numbers of 4 bytes
 */
export function bprSteps(
  steps: i32,
  pointers: usize,
  indices: usize,
  bits: usize,
  pairs: usize,
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
      const pair = pairs + ((<usize>entry) << 3);
      const user = load<i32>(pair);
      const pointer = pointers + ((<usize>user) << 2);
      const from = load<i32>(pointer);
      const length = load<i32>(pointer, 4) - from;
      let worse = -1; // where the user met all items
      if (length < items) {
        do {
          next = ready(next, uniforms);
          worse = below(next, allItems);
          next += 8;
        } while (has(bits, user * items, indices + ((<usize>from) << 2), length, worse));
      }
      const draw = draws + (<usize>n) * DRAW;
      store<i32>(draw, user);
      store<i32>(draw, load<i32>(pair, 4), 4);
      store<i32>(draw, worse, 8);
    }
    let product: f64 = 1; // of σ(lead): one logarithm for many
    for (let n = 0; n < some; n++) {
      const draw = draws + (<usize>n) * DRAW;
      const ahead = n + 1 < some ? draw + DRAW : draw;
      touch(userFactors + <usize>load<i32>(ahead) * bytes, bytes);
      touch(itemFactors + <usize>load<i32>(ahead, 4) * bytes, bytes);
      touch(itemFactors + <usize>max(load<i32>(ahead, 8), 0) * bytes, bytes);
      const worse = load<i32>(draw, 8);
      if (worse < 0) continue;
      const better = load<i32>(draw, 4);
      const p = userFactors + <usize>load<i32>(draw) * bytes;
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
  leave(losses, right);
}
