/** The bootstrap, taken apart: what it makes of replicates that are given, and which replicates it can make. */
import { describe, expect, it } from 'vitest';
import { bootstrap, quantile, summariseReplicates } from '../../../src/recsys/experiment/bootstrap';
import type { BootstrapResult, Statistic } from '../../../src/recsys/experiment/bootstrap';
import { clusterBootstrap } from '../../../src/recsys/experiment/clusterBootstrap';
import { normalCdf, normalQuantile } from '../../../src/recsys/math/distributions';

const close = (values: number[], digits = 9) => values.map((value) => expect.closeTo(value, digits) as number);
const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

describe('quantile', () => {
  it('goes straight from one order statistic to the next', () => {
    const rising = [0, 10, 20, 40];
    expect([0, 0.25, 0.5, 1].map((share) => quantile(rising, share))).toEqual([0, 7.5, 15, 40]);
    expect(quantile([3], 0.7)).toBe(3);
  });
});

describe('summariseReplicates', () => {
  it('takes interval, error and p-value from the replicates, and leaves them in their order', () => {
    const given = Float64Array.of(3, 1, 2, 0, 4);
    const result = summariseReplicates(2, given, 0.5);
    expect([...given]).toEqual([3, 1, 2, 0, 4]);
    expect([...result.replicates]).toEqual([0, 1, 2, 3, 4]);
    // one of five is at or below 0: 2 · (1 + 1) / (1 + 5)
    expect(result).toMatchObject({ estimate: 2, statistic: 2, interval: [1, 3], pValue: close([2 / 3])[0], warnings: [] });
    expect(result.standardError).toBeCloseTo(Math.sqrt(2.5), 12);
    expect(summariseReplicates(2, Float64Array.of(1, 2, 3, 4), 0.5).pValue).toBeCloseTo(2 / 5, 12);
    expect(summariseReplicates(-2, Float64Array.of(-4, -3, -2, -1), 0.5).pValue).toBeCloseTo(2 / 5, 12);
    expect(summariseReplicates(-1, Float64Array.of(-3, -2, -1, 0), 0.5).pValue).toBeCloseTo(4 / 5, 12);
    expect(summariseReplicates(0, Float64Array.of(-3, -2, -1, 0, 1), 0.5).pValue).toBe(1);
    expect(summariseReplicates(2, given, 0.9).interval).toEqual(close([0.2, 3.8]));
  });

  // norm.cdf(b + z/(1 − a·z)), z = b + norm.ppf(.25 or .75), b = norm.ppf(share of replicates below, ties half, within .1 … .9), by scipy; times 4
  it.each([
    [2, 0.1, 1.054942717709832, 3.060976663130063],
    [1, 0.1, 0.2214493746985776, 1.419749555958758],
    [2, -0.2, 0.8711762244872541, 2.8954004923611736],
    [9, 0, 3.8821126945954108, 3.997589146126066],
    [-9, 0, 0.0024108538739341604, 0.11788730540459111],
  ])('moves the ends for an estimate of %s and an acceleration of %s as Efron does', (estimate, acceleration, low, high) => {
    const { interval } = summariseReplicates(estimate, Float64Array.of(0, 1, 2, 3, 4), 0.5, () => acceleration);
    expect(interval).toEqual(close([low, high]));
  });

  it('claims nothing where nothing varies', () => {
    expect(summariseReplicates(1, Float64Array.of(1, 1, 1), 0.95)).toMatchObject({
      ...{ interval: [-Infinity, Infinity], pValue: 1, standardError: 0 },
      warnings: ['the data do not vary, so the error of the estimate cannot be judged'],
    });
  });
});

describe('bootstrap', () => {
  const a = [0, 1, 1, 2, 3, 20];
  const b = [1, 0, 4, 2];

  it('makes means that lie among the values', () => {
    const { replicates, estimate } = bootstrap(a, undefined, { resamples: 400 });
    expect(estimate).toBe(4.5);
    expect(replicates[0]).toBeGreaterThanOrEqual(0);
    expect(replicates[399]).toBeLessThanOrEqual(20);
    expect(replicates[399]).toBeGreaterThan(9); // now and then the 20 is drawn twice or more
    const lump = { values: a, clusters: [1, 2, 3, 4, 5, 6] };
    const clustered = clusterBootstrap(lump, undefined, { resamples: 400 });
    expect(clustered.estimate).toBe(4.5);
    expect(clustered.replicates[0]).toBeGreaterThanOrEqual(-1e-12);
    expect(clustered.replicates[399]).toBeLessThanOrEqual(20 + 1e-12);
    expect(clustered.replicates[399]).toBeGreaterThan(9);
  });

  /** Efron's acceleration by its definition: what each unit adds, by leaving it out. */
  function acceleration(arms: number[][], statistic: (values: number[]) => number): number {
    const influences = arms.flatMap((arm, which) => {
      const without = arm.map((_, i) => statistic(arm.filter((_, j) => j !== i)));
      return without.map((value) => ((which === 0 ? 1 : -1) * (arm.length - 1) * (mean(without) - value)) / arm.length);
    });
    const sum = (power: number) => influences.reduce((total, value) => total + value ** power, 0);
    return sum(3) / (6 * sum(2) ** 1.5);
  }

  function expected({ replicates, estimate }: BootstrapResult, acceleration: number): number[] {
    const below =
      replicates.filter((value) => value < estimate).length + replicates.filter((value) => value === estimate).length / 2;
    const bias = normalQuantile(below / replicates.length);
    return [0.025, 0.975].map((share) => {
      const z = bias + normalQuantile(share);
      return quantile(replicates, normalCdf(bias + z / (1 - acceleration * z)));
    });
  }

  it('has the interval that the acceleration by leaving one out gives: one arm and two, the mean and another statistic', () => {
    const range: Statistic = (values) => Math.max(...values) - Math.min(...values) + values[0] / 8;
    const plain = (values: number[]) => range(Float64Array.from(values));
    const options = { resamples: 300, method: 'bca' } as const;
    for (const arms of [[a], [a, b], [b, a]]) {
      const means = bootstrap(arms[0], arms[1], options);
      expect(means.interval).toEqual(close(expected(means, acceleration(arms, mean))));
      const other = bootstrap(arms[0], arms[1], { ...options, statistic: range });
      expect(other.interval).toEqual(close(expected(other, acceleration(arms, plain))));
    }
  });

  it('moves nothing for data that vary alike on both sides, and takes no acceleration where no unit counts', () => {
    const constant = bootstrap([1, 2, 3], undefined, { resamples: 50, method: 'bca', statistic: (values) => values.length });
    expect(constant.interval).toEqual([-Infinity, Infinity]);
  });
});
