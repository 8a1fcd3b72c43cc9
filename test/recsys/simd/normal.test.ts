import { expect, it } from 'vitest';
import { random } from '../../../src/recsys/math/random';
import { Layout, rowBytes, seedWord, startKernel } from '../../../src/recsys/simd/kernel';

// An odd width: rows end within four numbers made at once, and the last four are not all needed.
it.each([
  [64, 2000, 1],
  [7, 9001, 0.1],
  [1, 5, 3],
])('makes rows of %i normal numbers as the generator of the library does, bit for bit', (d, rows, deviation) => {
  const bytes = rowBytes(d, 4);
  const layout = new Layout();
  const at = layout.take(rows * bytes);
  const after = layout.take(bytes);
  const kernel = startKernel(layout.bytes)!;
  kernel.normalRows(seedWord(-7), rows, d, bytes, deviation, at);
  const draw = random(-7);
  const made = new Float32Array(kernel.buffer, at, (rows * bytes) / 4);
  const expected = new Float32Array(made.length);
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < d; c++) expected[(row * bytes) / 4 + c] = draw.normal(0, deviation);
  }
  expect(made).toEqual(expected);
  expect(new Float32Array(kernel.buffer, after, bytes / 4).every((value) => value === 0)).toBe(true);
});
