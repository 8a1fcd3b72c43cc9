/** Steps of logistic MF. */
import { exp, ln } from './functions';
import { leave } from './pairs';
import { below, close, open, ready } from './random';
import { VECTOR, dot } from './vectors';

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
  negatives: i32,
): void {
  let losses: f64 = 0;
  const allItems = <f64>items;
  const allEntries = <f64>entries;
  let next = open(uniforms);
  for (; steps > 0; steps--) {
    next = ready(next, uniforms);
    const pair = pairs + ((<usize>below(next, allEntries)) << 3);
    next += 8;
    const p = userFactors + <usize>load<i32>(pair) * bytes;
    let item = <usize>load<i32>(pair, 4);
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
  leave(losses, 0);
}
