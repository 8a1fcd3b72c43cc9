/**
 * Planning against R 4.2.2:
 *
 *     power.prop.test(p1=.1, p2=.11, power=.8, strict=T)$n; power.prop.test(p1=.05, p2=.04, power=.9, sig.level=.01, strict=T)$n
 *     power.prop.test(p1=.2, p2=.25, power=.8, alternative="one.sided")$n
 *     power.t.test(delta=.5, sd=2, power=.8, strict=T)$n; power.t.test(delta=1, sd=1, power=.9, sig.level=.01, strict=T)$n
 *     power.t.test(n=12, delta=1, sd=1.3, strict=T)$power; power.t.test(n=4, delta=2, sd=1, alternative="one.sided")$power
 *     power.t.test(n=2, delta=5, sd=1, strict=T)$power; power.t.test(n=200000, delta=.01, sd=1, strict=T)$power
 *     power.t.test(n=400, sd=3, power=.8, strict=T, tol=1e-12)$delta
 *     chisq.test(c(50210,49290)); chisq.test(c(900,80,20), p=c(.9,.07,.03)); binom.test(7,40)$conf.int
 *     2*min(pbinom(7,40,.3), 1-pbinom(6,40,.3))
 */
import { describe, expect, it } from 'vitest';
import { aaTest, binomialTest, clopperPearson, kolmogorov } from '../../../src/recsys/experiment/aaTest';
import { assign, murmur3 } from '../../../src/recsys/experiment/assign';
import { minimalDetectableEffect } from '../../../src/recsys/experiment/minimalDetectableEffect';
import { power } from '../../../src/recsys/experiment/power';
import { sampleRatioMismatch } from '../../../src/recsys/experiment/sampleRatioMismatch';
import { sampleSize } from '../../../src/recsys/experiment/sampleSize';
import { tTest } from '../../../src/recsys/experiment/tTest';
import { zTestProportions } from '../../../src/recsys/experiment/zTestProportions';
import { random } from '../../../src/recsys/math/random';
import { replays, sample, shareOf, tolerance } from './simulation';

describe('sampleSize, power and minimalDetectableEffect', () => {
  it('equal R for proportions', () => {
    expect(sampleSize({ baseline: 0.1, mde: 0.01 })).toMatchObject({ perGroup: 14751, treatment: 14751, total: 29502 }); // 14750.75
    expect(sampleSize({ baseline: 0.05, mde: -0.01, power: 0.9, alpha: 0.01 }).perGroup).toBe(12787); // 12786.36
    expect(sampleSize({ baseline: 0.2, mde: 0.25, relative: true, sides: 1 }).perGroup).toBe(862); // 861.42
  });

  it('equal R for means, by the noncentral t', () => {
    expect(sampleSize({ baseline: 10, deviation: 2, mde: 0.5 }).perGroup).toBe(253); // 252.13
    expect(sampleSize({ baseline: 0, deviation: 1, mde: 1, alpha: 0.01, power: 0.9 }).perGroup).toBe(32); // 31.46
    expect(power({ baseline: 3, deviation: 1.3, mde: 1, perGroup: 12 })).toBeCloseTo(0.437282020786584, 8);
    expect(power({ baseline: 3, deviation: 1, mde: 2, perGroup: 4, sides: 1 })).toBeCloseTo(0.801534325087538, 8);
    expect(power({ baseline: 3, deviation: 1, mde: 5, perGroup: 2 })).toBeCloseTo(0.719180536392037, 6);
    expect(power({ baseline: 3, deviation: 1, mde: 0.01, perGroup: 200000 })).toBeCloseTo(0.885377670601955, 8);
    expect(minimalDetectableEffect({ baseline: 6, deviation: 3, perGroup: 400 }).absolute).toBeCloseTo(0.595021658408277, 7);
    expect(minimalDetectableEffect({ baseline: 6, deviation: 3, perGroup: 400 }).relative).toBeCloseTo(0.595021658408277 / 6, 8);
  });

  it('invert each other, also at unequal sizes', () => {
    for (const plan of [
      { baseline: 0.3, ratio: 0.25 },
      { baseline: 5, deviation: 4, ratio: 3, sides: 1 as const },
      { baseline: 0.02 },
    ]) {
      const { absolute } = minimalDetectableEffect({ ...plan, perGroup: 5000 });
      expect(power({ ...plan, mde: absolute, perGroup: 5000 })).toBeCloseTo(0.8, 9);
      const { perGroup, treatment, total } = sampleSize({ ...plan, mde: absolute });
      expect(Math.abs(perGroup - 5000)).toBeLessThanOrEqual(1);
      expect(treatment).toBe(Math.ceil((plan.ratio ?? 1) * perGroup));
      expect(total).toBe(perGroup + treatment);
    }
  });

  it('give the least size with the power: one user less has not', () => {
    const plan = { baseline: 0.1, mde: 0.02 };
    const { perGroup, power: reached } = sampleSize(plan);
    expect(reached).toBeGreaterThanOrEqual(0.8);
    expect(power({ ...plan, perGroup: perGroup - 1 })).toBeLessThan(0.8);
  });

  it('need most users in all when the arms are unequal', () => {
    const total = (ratio: number) => sampleSize({ baseline: 10, deviation: 2, mde: 0.1, ratio }).total;
    expect(total(1)).toBeLessThan(total(2));
    expect(total(1)).toBeLessThan(total(0.5));
  });

  it('know where no effect is found, and where a handful of users is enough', () => {
    expect(minimalDetectableEffect({ baseline: 0.5, perGroup: 2 }).absolute).toBeNaN();
    expect(sampleSize({ baseline: 0, deviation: 1, mde: 100 }).perGroup).toBe(2);
  });

  it('refuse what no plan can be', () => {
    expect(() => sampleSize({ baseline: 1.2, mde: 0.1 })).toThrow('baseline must lie strictly between 0 and 1, got 1.2');
    expect(() => sampleSize({ baseline: 0.95, mde: 0.1 })).toThrow('mde must keep the proportion between 0 and 1');
    expect(() => sampleSize({ baseline: 0.1, mde: 0 })).toThrow('mde must be a finite number other than 0, got 0');
    expect(() => sampleSize({ baseline: 0.1, mde: NaN })).toThrow('mde must be a finite number');
    expect(() => sampleSize({ baseline: NaN, deviation: 1, mde: 1 })).toThrow('baseline must be a finite number, got NaN');
    expect(() => sampleSize({ baseline: 0, deviation: 1, mde: 1, relative: true })).toThrow('baseline must not be 0');
    expect(() => sampleSize({ baseline: 0.1, mde: 0.1, sides: 3 as 2 })).toThrow("sides must be one of '1', '2'");
    expect(() => power({ baseline: 0.1, mde: 0.1, perGroup: 1.5 })).toThrow('perGroup must be a positive integer, got 1.5');
    expect(() => power({ baseline: 0.1, mde: 0.1, perGroup: 10, ratio: 0 })).toThrow('ratio must be');
    expect(() => power({ baseline: 0.1, mde: 0.1, perGroup: 10, alpha: 0 })).toThrow('alpha must lie');
    expect(() => minimalDetectableEffect({ baseline: 3, deviation: -1, perGroup: 10 })).toThrow('deviation must be');
  });

  it('power comes out as planned, in replays', () => {
    const n = replays(1500);
    const proportion = sampleSize({ baseline: 0.3, mde: 0.1 });
    const count = (trials: number, p: number, uniform: () => number) => {
      let successes = 0;
      for (let i = 0; i < trials; i++) if (uniform() < p) successes++;
      return { successes, trials };
    };
    const found = shareOf(n, 21, ({ next }) => {
      return zTestProportions(count(proportion.perGroup, 0.3, next), count(proportion.perGroup, 0.4, next)).pValue <= 0.05;
    });
    expect(Math.abs(found - 0.8)).toBeLessThan(tolerance(0.8, n));
    const mean = sampleSize({ baseline: 0, deviation: 1, mde: 0.9, ratio: 2, power: 0.7 });
    const seen = shareOf(n, 22, (draw) => {
      return (
        tTest(
          sample(mean.perGroup, () => draw.normal()),
          sample(mean.treatment, () => draw.normal(0.9)),
        ).pValue <= 0.05
      );
    });
    expect(Math.abs(seen - mean.power)).toBeLessThan(tolerance(0.7, n));
  });
});

describe('sampleRatioMismatch', () => {
  it('equals R', () => {
    const two = sampleRatioMismatch([50210, 49290]);
    expect([two.statistic, two.pValue]).toEqual([expect.closeTo(8.50653266331658, 10), expect.closeTo(0.00353873719726371, 12)]);
    expect(two.mismatch).toBe(false);
    expect(sampleRatioMismatch([50210, 49290], undefined, { alpha: 0.01 }).mismatch).toBe(true);
    const three = sampleRatioMismatch([900, 80, 20], [0.9, 0.07, 0.03]);
    expect([three.statistic, three.pValue]).toEqual([expect.closeTo(4.76190476190476, 10), expect.closeTo(0.09246247606292, 12)]);
    expect(three.expected).toEqual([900, 70, 30].map((x) => expect.closeTo(x, 9)));
  });

  it('refuses what are no counts', () => {
    expect(() => sampleRatioMismatch([3])).toThrow('counts must have at least 2 arms, got 1');
    expect(() => sampleRatioMismatch([3, 0.5])).toThrow('counts must be whole numbers of at least 0, got 0.5 at 1');
    expect(() => sampleRatioMismatch([0, 0])).toThrow('counts must not all be 0');
    expect(() => sampleRatioMismatch([1, 2], [1])).toThrow('expected must be as long as counts');
    expect(() => sampleRatioMismatch([1, 2], [1, 0])).toThrow('expected must be above 0, got 0 at 1');
    expect(sampleRatioMismatch([1, 2]).warnings).toHaveLength(1);
  });
});

describe('assign', () => {
  it('hashes as MurmurHash3 does', () => {
    // Vectors of the reference implementation, as published in many ports: seed and UTF-8 text to 32 bits.
    expect(murmur3('')).toBe(0);
    expect(murmur3('', 1)).toBe(0x514e28b7);
    expect(murmur3('', 0xffffffff)).toBe(0x81f16f39);
    expect(murmur3('test')).toBe(0xba6bd213);
    expect(murmur3('test', 0x9747b28c)).toBe(0x704b81dc);
    expect(murmur3('hello')).toBe(0x248bfa47);
    expect(murmur3('Hello, world!', 0x9747b28c)).toBe(0x24884cba);
    expect(murmur3('The quick brown fox jumps over the lazy dog', 0x9747b28c)).toBe(0x2fa826cd);
    expect(murmur3('ππππππππ', 0x9747b28c)).toBe(0xd58063c1);
  });

  it('gives the same arm again, and names where shares have names', () => {
    expect(assign('u1', 'x')).toBe(assign('u1', 'x'));
    expect(assign(7, 'x')).toBe(assign('7', 'x'));
    expect(['control', 'treatment']).toContain(assign('u1', 'x', { shares: { control: 0.5, treatment: 0.5 } }));
  });

  it('holds its shares, and is independent between salts, experiments, and neighbouring ids', () => {
    const users = 40000;
    const counts = [0, 0, 0];
    const table = { salt: [0, 0, 0, 0], experiment: [0, 0, 0, 0], next: [0, 0, 0, 0] };
    for (let user = 0; user < users; user++) {
      counts[assign(user, 'e', { shares: [0.5, 0.3, 0.2] })]++;
      const own = assign(user, 'e');
      table.salt[2 * own + assign(user, 'e', { salt: 's' })]++;
      table.experiment[2 * own + assign(user, 'f')]++;
      table.next[2 * own + assign(user + 1, 'e')]++;
    }
    expect(sampleRatioMismatch(counts, [0.5, 0.3, 0.2]).mismatch).toBe(false);
    for (const cells of Object.values(table)) expect(sampleRatioMismatch(cells).mismatch).toBe(false);
  });

  it('keeps salt, experiment and user apart', () => {
    const hits = Array.from({ length: 64 }, (_, i) => {
      const one = assign(`b${i}`, 'a', { salt: 'c' });
      return one === assign(`${i}`, 'ab', { salt: 'c' }) ? 1 : 0;
    });
    expect(hits.reduce((sum: number, hit) => sum + hit, 0)).toBeLessThan(64);
  });

  it('refuses shares that are no shares', () => {
    expect(() => assign('u', 'e', { shares: [0.5, 0.6] })).toThrow('shares must sum to 1, got 1.1');
    expect(() => assign('u', 'e', { shares: { a: 1, b: 0 } })).toThrow('shares must be greater than 0, got 0 at b');
    expect(() => assign('u', 'e', { shares: [NaN, 0.5] })).toThrow('shares must be greater than 0, got NaN at 0');
  });
});

describe('aaTest', () => {
  const draw = random(5);
  const skewed = sample(2000, () => Math.floor(3 * draw.exponential()));

  it('finds nothing wrong with welch on skewed data', () => {
    const result = aaTest(skewed, { splits: 400, seed: 1 });
    expect(Math.abs(result.estimate - 0.05)).toBeLessThan(tolerance(0.05, 400));
    expect(result.interval[0]).toBeLessThan(0.05);
    expect(result.interval[1]).toBeGreaterThan(0.05);
    expect(result.pValue).toBeGreaterThan(0.001);
    expect(result.uniformity).toBeGreaterThan(0.001);
    expect(result.pValues).toHaveLength(400);
  });

  it('finds a test that takes every view for a user', () => {
    const naive = (x: Float64Array, y: Float64Array) => {
      // each user's values counted as ten independent ones
      const tenfold = (values: Float64Array) =>
        Float64Array.from({ length: 10 * values.length }, (_, i) => values[Math.floor(i / 10)]);
      return tTest(tenfold(x), tenfold(y));
    };
    const result = aaTest(skewed.slice(0, 300), { splits: 200, test: naive });
    expect(result.estimate).toBeGreaterThan(0.4);
    expect(result.pValue).toBeLessThan(1e-9);
    expect(result.uniformity).toBeLessThan(1e-9);
  });

  it('refuses too few users', () => {
    expect(() => aaTest([1, 2, 3])).toThrow('values must have at least 4 values, got 3');
    expect(() => aaTest(skewed, { splits: 0 })).toThrow('splits must be a positive integer, got 0');
  });

  it('has exact binomial intervals and tests, as R', () => {
    expect(clopperPearson(7, 40, 0.95)).toEqual([expect.closeTo(0.0733827293520852, 10), expect.closeTo(0.327790133361586, 10)]);
    expect(clopperPearson(0, 9, 0.95)[0]).toBe(0);
    expect(clopperPearson(9, 9, 0.95)[1]).toBe(1);
    expect(binomialTest(7, 40, 0.3)).toBeCloseTo(0.110565774307486, 12);
    expect(binomialTest(0, 10, 0.5)).toBeCloseTo(2 / 1024, 14);
    expect(binomialTest(5, 10, 0.5)).toBe(1);
  });

  it('its Kolmogorov–Smirnov p-value is the table’s', () => {
    // The 5 % point of the statistic at n = 100 is 0.13403 (L. Miller, JASA 1956, table 1): evenly spread values, pushed down by that.
    const pushed = Array.from({ length: 100 }, (_, i) => Math.max(0, (i + 1) / 100 - 0.13403));
    expect(kolmogorov(pushed)).toBeCloseTo(0.05, 2);
    expect(kolmogorov(Array.from({ length: 100 }, (_, i) => (i + 0.5) / 100))).toBe(1);
  });
});
