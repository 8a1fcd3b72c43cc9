/** Sorts 32-bit floats by counting their digits (radix sort), in linear time, and tells where each came from. */

const DIGIT = 11;
const MASK = (1 << DIGIT) - 1;

/**
 * The values that are not NaN, rising, with their row numbers; the rows of NaN follow in `order` alone.
 *
 *     sortFloats(Float32Array.of(3, NaN, 1)) // sorted 1, 3; order 2, 0, 1
 */
export function sortFloats(values: Float32Array): { sorted: Float32Array; order: Int32Array } {
  const n = values.length;
  const bits = new Int32Array(values.buffer, values.byteOffset, n);
  let keys = new Uint32Array(n);
  let order = new Int32Array(n);
  let size = 0;
  let end = n;
  for (let row = 0; row < n; row++) {
    if (values[row] !== values[row]) continue;
    // Order as unsigned: the sign bit turned, and of negative numbers all bits.
    keys[size] = bits[row] < 0 ? ~bits[row] : bits[row] ^ 0x80000000;
    order[size++] = row;
  }
  let nextKeys = new Uint32Array(n);
  let nextOrder = new Int32Array(n);
  const starts = new Int32Array(MASK + 2);
  for (let shift = 0; shift < 32; shift += DIGIT) {
    starts.fill(0);
    for (let i = 0; i < size; i++) starts[((keys[i] >>> shift) & MASK) + 1]++;
    for (let digit = 0; digit <= MASK; digit++) starts[digit + 1] += starts[digit];
    for (let i = 0; i < size; i++) {
      const place = starts[(keys[i] >>> shift) & MASK]++;
      nextKeys[place] = keys[i];
      nextOrder[place] = order[i];
    }
    [keys, nextKeys] = [nextKeys, keys];
    [order, nextOrder] = [nextOrder, order];
  }
  const sorted = new Float32Array(size);
  for (let i = 0; i < size; i++) sorted[i] = values[order[i]];
  for (let row = n - 1; row >= 0; row--) if (values[row] !== values[row]) order[--end] = row;
  return { sorted, order };
}
