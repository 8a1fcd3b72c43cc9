/** Steps of WARP. */
import { has, leave, pairStep } from './pairs';
import { STORE, below, close, open, ready } from './random';
import { dot, touch } from './vectors';

/** Sets the rows of the next step of WARP on their way: of the entry and of the first item that it will draw. */
// @ts-expect-error: decorator
@inline
function foresee(
  next: usize,
  pairs: usize,
  allEntries: f64,
  allItems: f64,
  userFactors: usize,
  itemFactors: usize,
  bytes: usize,
): void {
  const pair = pairs + ((<usize>below(next, allEntries)) << 3);
  touch(itemFactors + <usize>below(next + 8, allItems) * bytes, bytes);
  touch(userFactors + <usize>load<i32>(pair) * bytes, bytes);
  touch(itemFactors + <usize>load<i32>(pair, 4) * bytes, bytes);
}

/**
 * `steps` steps of WARP: draws items not met until one is ahead of the met one less 1, at most `negatives` times, and steps by the force of
 * that draw. Leaves Σ force · hinge and the number of items drawn.
 *
 * @param bits one for each pair of user and item, set where they met; 0 where there are none
 * @param uniforms room for 512 numbers of 8 bytes, kept from call to call
 * @param forces `negatives` numbers, the force when the first violation is the 1st, 2nd … draw
 */
export function warpSteps(
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
    const pair = pairs + ((<usize>below(next, allEntries)) << 3);
    next += 8;
    const user = <usize>load<i32>(pair);
    const better = load<i32>(pair, 4);
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
      } while (has(bits, <u32>user * items, indices + ((<usize>from) << 2), length, worse));
      drawn++;
      if (next != uniforms + STORE) touch(itemFactors + <usize>below(next, allItems) * bytes, bytes);
      const j = itemFactors + <usize>worse * bytes;
      const biasJ = biases + ((<usize>worse) << 2);
      const hinge = load<f32>(biasJ) + dot<f32>(p, j, bytes) - limit;
      if (!(hinge > 0)) continue;
      const force = load<f32>(forces + ((<usize>n) << 2));
      if (uniforms + STORE - next >= 16) foresee(next, pairs, allEntries, allItems, userFactors, itemFactors, bytes);
      pairStep(p, i, j, biasI, biasJ, rate * force, decay, bytes);
      losses += <f64>force * <f64>hinge;
      break;
    }
  }
  close(next, uniforms);
  leave(losses, drawn);
}
