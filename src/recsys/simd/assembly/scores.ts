/** The scores of all items for one user. */
import { dots } from './vectors';

/**
 * into[i] = offset + biases[i] + user · item i, for `count` items, a multiple of 4; `biases` may be 0.
 */
export function scoreItems(user: usize, items: usize, count: i32, bytes: usize, biases: usize, offset: f32, into: usize): void {
  const base = v128.splat<f32>(offset);
  for (let i: usize = 0; i < <usize>count; i += 4) {
    let s = v128.add<f32>(base, dots(user, items, items + bytes, items + 2 * bytes, items + 3 * bytes, bytes));
    if (biases) s = v128.add<f32>(s, v128.load(biases + (i << 2)));
    v128.store(into + (i << 2), s);
    items += 4 * bytes;
  }
}
