import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expected, exponent } from '../../bench/growth';

const law = (factor: number, power: number, sizes: number[]) => sizes.map((size) => ({ size, cost: factor * size ** power }));

describe('exponent', () => {
  it('finds the power of a power law, whatever its factor', () => {
    const numbers = { min: 0.01, max: 100, noNaN: true };
    fc.assert(
      fc.property(fc.double(numbers), fc.double({ min: -3, max: 3, noNaN: true }), (factor, power) => {
        expect(exponent(law(factor, power, [10, 70, 1000]))).toBeCloseTo(power, 8);
      }),
    );
  });

  // numpy.polyfit(numpy.log([1, 10, 100]), numpy.log([2, 30, 150]), 1)[0]
  it('is the least-squares slope where the points are on no line', () => {
    const costs = [2, 30, 150].map((cost, i) => ({ size: 10 ** i, cost }));
    expect(exponent(costs)).toBeCloseTo(0.9375306316958499, 10);
  });

  it('is undefined for one point, for one size twice and for a cost of 0', () => {
    expect(exponent([])).toBeUndefined();
    expect(exponent(law(1, 1, [5]))).toBeUndefined();
    expect(exponent(law(1, 1, [5, 5]))).toBeUndefined();
    expect(
      exponent([
        { size: 1, cost: 0 },
        { size: 2, cost: 3 },
      ]),
    ).toBeUndefined();
  });
});

describe('expected', () => {
  it('continues the power of the last two points', () => {
    expect(expected(law(2, 3, [1, 10, 20]), 40)).toBeCloseTo(2 * 40 ** 3, 6);
  });

  it('never expects less than proportional growth, and nothing from no points', () => {
    expect(expected(law(6, 0.5, [4, 16]), 32)).toBeCloseTo(48, 10);
    expect(expected(law(6, 0, [4]), 8)).toBe(12);
    expect(expected([], 8)).toBe(0);
  });
});
