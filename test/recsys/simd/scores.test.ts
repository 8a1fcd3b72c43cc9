import { expect, it } from 'vitest';
import { dot } from '../../../src/recsys/math/linalg';
import { plainTopk } from '../../../src/recsys/math/plainTopk';
import { random } from '../../../src/recsys/math/random';
import { startScores } from '../../../src/recsys/simd/scores';

const draw = random(5);
const normals = (length: number) => Float32Array.from({ length }, () => draw.normal());

it.each([
  [1, 1, false],
  [3, 5, true],
  [64, 4, false],
  [603, 17, true],
  [1000, 64, false],
])('startScores: %d items × %d factors (biases: %s) score as the plain sum does', (items, d, biased) => {
  const factors = normals(items * d);
  const biases = biased ? normals(items) : undefined;
  const vector = normals(d);
  const scores = new Float32Array(items);
  startScores(factors, d, biases)!.scores(vector, 0.5, scores);
  scores.forEach((score, item) => {
    expect(score).toBeCloseTo(0.5 + (biases?.[item] ?? 0) + dot(vector, 0, factors, item * d, d), 4);
  });
});

it('best(…) is the plain top k of the scores without those excluded, and leaves the next question alone', () => {
  for (const items of [1, 7, 600, 1001]) {
    const d = 9;
    // Few different rows, so that many scores tie.
    const rows = [normals(d), normals(d), normals(d)];
    const factors = new Float32Array(items * d);
    for (let item = 0; item < items; item++) factors.set(rows[draw.int(3)], item * d);
    const kernel = startScores(factors, d)!;
    const all = new Float32Array(items);
    for (const exclude of [[], [0], [items - 1, 0, items >> 1], Array.from({ length: items }, (_, item) => item)]) {
      const vector = normals(d);
      kernel.scores(vector, -1, all);
      for (const item of exclude) all[item] = -Infinity;
      for (const k of [1, 10, items, items + 5]) {
        const list = kernel.best(vector, -1, Int32Array.from(exclude), k);
        expect(list).toEqual(plainTopk(all, Math.min(k, items)));
      }
    }
  }
});
