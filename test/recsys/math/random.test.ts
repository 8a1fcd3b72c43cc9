import { describe, expect, it } from 'vitest';
import { random } from '../../../src/recsys/math/random';

const n = 50000;
const sample = (draw: () => number) => Float64Array.from({ length: n }, draw);
const mean = (x: Float64Array) => x.reduce((a, b) => a + b, 0) / x.length;
const variance = (x: Float64Array) => {
  const m = mean(x);
  return x.reduce((a, b) => a + (b - m) * (b - m), 0) / (x.length - 1);
};
/** Five standard errors of the mean of n draws. */
const close = (x: Float64Array, m: number, v: number) => {
  expect(Math.abs(mean(x) - m)).toBeLessThan(5 * Math.sqrt(v / n));
  expect(variance(x) / v).toBeGreaterThan(0.9);
  expect(variance(x) / v).toBeLessThan(1.1);
};

describe('random', () => {
  it('gives the same numbers for the same seed and others for another', () => {
    const [a, b, c] = [random(1), random(1), random(2)].map((draw) => Array.from({ length: 5 }, draw.next));
    expect(a).toEqual(b);
    expect(a).not.toEqual(c);
  });

  // In Python, with a, b, c of three SplitMix32 words (+ 9e3779b9; ^ >> 16, · 21f0aaad, ^ >> 15, · 735a2d97, ^ >> 15), all modulo 2**32, n = 1, and
  // twelve words dropped: t = a + b + n; n += 1; a = b ^ (b >> 9); b = c + (c << 3); c = (c << 21 | c >> 11) + t; the word is t;
  // a number is ((word >> 5) * 2**26 + (word >> 6)) / 2**53.
  it('is sfc32, filled by SplitMix32', () => {
    const draw = random(1);
    expect([1, 2, 3, 4].map(draw.next)).toEqual([0.5636717720710586, 0.8959073941886353, 0.2723428182814803, 0.5940106619342558]);
    for (let i = 0; i < 99_996; i++) draw.next();
    expect(draw.next()).toBe(0.0060705143601087475);
  });

  it('has the means and variances of its distributions', () => {
    const draw = random(3);
    close(sample(draw.next), 1 / 2, 1 / 12);
    close(
      sample(() => draw.normal(2, 3)),
      2,
      9,
    );
    close(sample(draw.exponential), 1, 1);
    close(
      sample(() => draw.gamma(0.5)),
      0.5,
      0.5,
    );
    close(
      sample(() => draw.gamma(4)),
      4,
      4,
    );
    close(
      sample(() => draw.beta(2, 3)),
      2 / 5,
      6 / (25 * 6),
    );
    close(
      sample(() => draw.poisson(3)),
      3,
      3,
    );
    close(
      sample(() => draw.poisson(900)),
      900,
      900,
    );
  });

  it('int and weighted hit every value in proportion (chi-squared)', () => {
    const draw = random(4);
    const weights = [0, 1, 2, 3, 4];
    const even = new Float64Array(5);
    const uneven = new Float64Array(5);
    for (let i = 0; i < n; i++) {
      even[draw.int(5)]++;
      uneven[draw.weighted(weights)]++;
    }
    const chi = (counts: Float64Array, shares: number[]) =>
      counts.reduce((sum, c, i) => (shares[i] ? sum + (c - n * shares[i]) ** 2 / (n * shares[i]) : sum), 0);
    expect(uneven[0]).toBe(0);
    expect(chi(even, [0.2, 0.2, 0.2, 0.2, 0.2])).toBeLessThan(23.5); // 99.99 % of chi-squared with 4 degrees
    expect(chi(uneven, [0, 0.1, 0.2, 0.3, 0.4])).toBeLessThan(21.1); // with 3
  });

  it('shuffle makes all six orders of three equally often', () => {
    const draw = random(5);
    const counts = new Map<string, number>();
    for (let i = 0; i < 12000; i++) {
      const order = draw.shuffle([1, 2, 3]).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(250);
  });

  it('fork does not depend on what its parent draws later', () => {
    const [a, b] = [random(6), random(6)];
    const [forkA, forkB] = [a.fork(), b.fork()];
    a.next();
    expect(forkA.next()).toBe(forkB.next());
  });

  it('refuses bad seeds, shapes and weights', () => {
    expect(() => random(NaN)).toThrow('seed must be a finite number, got NaN');
    expect(() => random(1).gamma(0)).toThrow('shape must be greater than 0, got 0');
    expect(() => random(1).poisson(-1)).toThrow('mean must be at least 0, got -1');
    expect(() => random(1).weighted([0, 0])).toThrow('weights must have a positive sum, got 0');
  });
});
