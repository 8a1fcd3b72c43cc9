import { describe, expect, it } from 'vitest';
import { random } from '../../../src/recsys/math/random';
import { corrections } from '../../../src/recsys/models/sampledSoftmax';
import { StreamingFrequency } from '../../../src/recsys/models/streamingFrequency';

const { log } = Math;

describe('corrections', () => {
  // user 0 met items 0 and 2, user 1 met item 1
  const seen = { seenPointers: Int32Array.of(0, 2, 3), seenItems: Int32Array.of(0, 2, 1) };

  it('are −log of how often an item is there, and −∞ for what the user met, but for the row’s own', () => {
    const first = new Int32Array(4).fill(-1);
    const expected = (item: number) => [2, 4, 0.5, 1][item];
    const found = [...corrections(seen, [0, 1, 0], [0, 1, 2, 0, 3], expected, first)];
    const never = -1e9;
    const wanted = [
      ...[-log(2), -log(4), never, never, 0], // its own item again is no negative
      ...[-log(2), -log(4), log(2), -log(2), 0],
      ...[never, -log(4), log(2), never, 0],
    ];
    wanted.forEach((value, at) => expect(found[at]).toBeCloseTo(value, 5));
    expect(found.length).toBe(wanted.length);
  });

  it('make the sampled softmax right on average: the gradient of many batches is that of the whole catalogue', () => {
    // Four items of unequal frequency, sampled with replacement; the user's own item is item 3, always in column 0.
    const [scores, share] = [[0.5, -1, 1.5, 0.2], [0.6, 0.2, 0.15, 0.05]]; // prettier-ignore
    const whole = scores.map((s) => Math.exp(s));
    const total = whole.reduce((a, b) => a + b, 0);
    const draw = random(1);
    const size = 400;
    const mean = { corrected: [0, 0, 0, 0], plain: [0, 0, 0, 0] };
    const batches = 300;
    for (let batch = 0; batch < batches; batch++) {
      const items = Array.from({ length: size }, () => draw.weighted(share));
      for (const kind of ['corrected', 'plain'] as const) {
        const first = new Int32Array(4).fill(-1);
        const nobody = { seenPointers: Int32Array.of(0, 0), seenItems: new Int32Array(0) };
        const added = corrections(nobody, [0], items, kind === 'plain' ? () => 1 : (item) => size * share[item], first);
        const weights = items.map((item, column) => Math.exp(scores[item] + added[column]));
        const sum = weights.reduce((a, b) => a + b, 0);
        items.forEach((item, column) => (mean[kind][item] += weights[column] / sum / batches));
      }
    }
    scores.forEach((_, item) => expect(Math.abs(mean.corrected[item] - whole[item] / total)).toBeLessThan(0.01));
    // without it the frequent item is pushed as if it were likelier than it is
    expect(mean.plain[0] - whole[0] / total).toBeGreaterThan(0.2);
  });
});

describe('StreamingFrequency', () => {
  it('gives two steps worked by hand', () => {
    const frequency = new StreamingFrequency({ size: 3, rate: 0.5, interval: 8 });
    expect(frequency.probability(0)).toBe(1 / 8);
    frequency.see([0, 0]); // δ = 8 as believed
    frequency.see([1]);
    frequency.see([0]); // two steps later: δ = 8 / 2 + 2 / 2
    expect(frequency.probability(0)).toBe(1 / 5);
    frequency.see([3]); // shares the place of 0: δ = 5 / 2 + 1 / 2
    expect(frequency.probability(0)).toBe(1 / 3);
  });

  it('finds how likely a batch has an item, and follows when that changes', () => {
    const draw = random(4);
    const frequency = new StreamingFrequency({ size: 3, rate: 0.01, interval: 10 });
    const run = (chances: number[]) => {
      for (let step = 0; step < 5000; step++) frequency.see([0, 1, 2].filter((item) => draw.next() < chances[item]));
    };
    // δ is a moving average of geometric intervals of mean 1/p and variance (1 − p)/p²: its deviation is √(α/(2 − α) (1 − p)) / p, .07/p
    const near = (item: number, p: number) => expect(Math.abs(1 / frequency.probability(item) - 1 / p)).toBeLessThan(0.28 / p);
    run([0.5, 0.1, 0.02]);
    [0.5, 0.1, 0.02].forEach((p, item) => near(item, p));
    run([0.05, 0.1, 0.4]);
    [0.05, 0.1, 0.4].forEach((p, item) => near(item, p));
  });

  it('names what is out of its range', () => {
    expect(() => new StreamingFrequency({ size: 0 })).toThrow('size must be a positive integer, got 0');
    expect(() => new StreamingFrequency({ size: 1, rate: 2 })).toThrow('rate must lie in (0, 1], got 2');
    expect(() => new StreamingFrequency({ size: 1, interval: NaN })).toThrow('interval must be a finite number greater than 0');
  });
});
