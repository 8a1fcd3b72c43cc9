import { describe, expect, it } from 'vitest';
import { percentiles, SERVICE, serveQueue, serviceTime, SHAPES } from '../../../src/components/figures/queue';

const mean = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length;

describe('serviceTime', () => {
  it('has the same mean in every shape', () => {
    for (const shape of SHAPES) {
      const times = Float64Array.from({ length: 100_000 }, (_, i) => serviceTime(shape, (i + 0.5) / 100_000));
      expect(mean(times)).toBeCloseTo(SERVICE, 2);
    }
  });
});

describe('serveQueue', () => {
  // Kleinrock, Queueing Systems I: mean 1/(μ − λ) and the exponential law of M/M/1; the Pollaczek–Khinchine mean of M/G/1.
  it('agrees with M/M/1 in its mean and its percentiles', () => {
    const { latencies } = serveQueue({ load: 0.6, servers: 1, shape: 'exponential' }, { requests: 200_000 });
    const byHand = SERVICE / (1 - 0.6);
    expect(mean(latencies) / byHand).toBeCloseTo(1, 1);
    const { p50, p99 } = percentiles(latencies);
    expect(p50 / (byHand * Math.LN2)).toBeCloseTo(1, 1);
    expect(p99 / (byHand * Math.log(100))).toBeCloseTo(1, 1);
  });

  it('agrees with the mean wait of M/G/1', () => {
    const { latencies } = serveQueue({ load: 0.7, servers: 1, shape: 'heavy' }, { requests: 400_000 });
    const secondMoment = 0.95 * 9 + 0.05 * 43 * 43;
    expect((mean(latencies) - SERVICE) / ((0.14 * secondMoment) / (2 * 0.3))).toBeCloseTo(1, 1);
  });

  it('lets more servers at the same load wait less', () => {
    const p99 = (servers: number) => percentiles(serveQueue({ load: 0.8, servers, shape: 'exponential' }).latencies).p99;
    expect(p99(8)).toBeLessThan(p99(2));
    expect(p99(2)).toBeLessThan(p99(1));
  });

  it('never settles past saturation', () => {
    const { latencies } = serveQueue({ load: 1.1, servers: 1, shape: 'constant' }, { requests: 20_000 });
    expect(mean(latencies.slice(-1000))).toBeGreaterThan(4 * mean(latencies.slice(1000, 2000)));
  });

  it('refuses a load that is none', () => {
    expect(() => serveQueue({ load: 0, servers: 1, shape: 'constant' })).toThrow('load must be positive, got 0');
  });
});
