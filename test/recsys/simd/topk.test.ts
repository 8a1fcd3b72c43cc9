import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plainTopk } from '../../../src/recsys/math/plainTopk';
import { topk } from '../../../src/recsys/math/topk';
import { random } from '../../../src/recsys/math/random';
import { selectTopk } from '../../../src/recsys/simd/topk';

it('selectTopk(scores, k) equals the plain version, with ties, NaN and infinities', () => {
  const score = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constantFrom(-Infinity, NaN, Infinity, -0));
  fc.assert(
    fc.property(fc.array(score, { maxLength: 100 }), fc.integer({ min: 1, max: 120 }), (values, k) => {
      const scores = Float32Array.from(values);
      const capacity = Math.min(k, scores.length);
      expect(selectTopk(scores, capacity)).toEqual(plainTopk(scores, capacity));
    }),
    { numRuns: 500 },
  );
});

it('topk(scores, k) gives lists that later calls leave alone, for arrays of any length', () => {
  const draw = random(1);
  const lists = [600, 5000, 100_000, 700].map((length) => {
    const scores = Float32Array.from({ length }, () => Math.floor(100 * draw.normal()));
    return { scores, list: topk(scores, 50) };
  });
  for (const { scores, list } of lists) expect(list).toEqual(plainTopk(scores, 50));
});
