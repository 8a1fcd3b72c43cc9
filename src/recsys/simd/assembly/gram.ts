/** Gram matrices: of dense rows, by tiles; of sparse rows, pair by pair. */
import { addTile } from './tile';
import { VECTOR } from './vectors';

/** Rows of one partial sum: few enough to stay in the first cache, and to keep sums of f32 short. */
const BLOCK: i32 = 128;

/**
 * into = scale · FᵀF, whole, for `count` rows F of `bytes` each.
 */
export function gram<T>(rows: usize, count: i32, bytes: usize, into: usize, scale: T): void {
  const d = bytes / sizeof<T>();
  memory.fill(into, 0, d * bytes);
  for (; count > 0; count -= BLOCK) {
    const some = min(count, BLOCK);
    let row = into;
    for (let at: usize = 0; at < bytes; at += 4 * sizeof<T>()) {
      for (let column = at & ~(2 * VECTOR - 1); column < bytes; column += 2 * VECTOR) {
        addTile<T>(row + column, bytes, rows + at, rows + column, bytes, rows + column + <usize>some * bytes);
      }
      row += 4 * bytes;
    }
    rows += <usize>some * bytes;
  }
  for (let r: usize = 0; r < d; r++) {
    for (let c: usize = 0; c <= r; c++) {
      const value = scale * load<T>(into + c * bytes + r * sizeof<T>());
      store<T>(into + c * bytes + r * sizeof<T>(), value);
      store<T>(into + r * bytes + c * sizeof<T>(), value);
    }
  }
}
