import { expect, it } from 'vitest';
import { mt19937 } from '../../../src/recsys/data/mt19937';

it('mt19937 gives the doubles of NumPy RandomState', () => {
  // python3 -c "import numpy as np; r = np.random.RandomState(42); v = r.rand(1000); print(v[:3].tolist(), v[999]); print(np.random.RandomState(0).rand())"
  const draw = mt19937(42);
  const drawn = Array.from({ length: 1000 }, draw);
  expect(drawn.slice(0, 3)).toEqual([0.3745401188473625, 0.9507143064099162, 0.7319939418114051]);
  expect(drawn[999]).toBe(0.44600577295795574);
  expect(mt19937(0).next()).toBe(0.5488135039273248);
});

it('mt19937 refuses a seed that NumPy would refuse', () => {
  expect(() => mt19937(-1)).toThrow('seed must be a whole number in 0 … 4294967295, got -1');
  expect(() => mt19937(NaN)).toThrow(RangeError);
});
