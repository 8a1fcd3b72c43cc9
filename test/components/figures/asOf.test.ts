import { describe, expect, it } from 'vitest';
import { countsOf, joinAt, knownAt, WATCHES } from '../../../src/components/figures/asOf';
import { featureStore } from '../../../src/recsys/serve/featureStore';

describe('knownAt', () => {
  it('is four in the morning after', () => {
    expect(knownAt(2.8, 'nightly')).toBeCloseTo(3 + 4 / 24);
    expect(knownAt(2.8, 'at once')).toBe(2.8);
  });
});

describe('joinAt', () => {
  it('gives what the feature store gives, at any moment and with either job', async () => {
    for (const job of ['at once', 'nightly'] as const) {
      const events = countsOf(WATCHES, job);
      const store = featureStore();
      await store.write(events);
      for (let moment = 0; moment <= 9; moment += 0.05) {
        const [own] = await store.asOf([{ entity: 'item:7', time: moment }], ['watches']);
        expect(joinAt(events, moment).asOf).toBe(own);
        expect(joinAt(events, moment).naive).toBe(WATCHES.length);
      }
    }
  });

  it('does not see the event of its own moment, which may be the one to be predicted', () => {
    const { asOf, sights } = joinAt(countsOf([1, 2, 3], 'at once'), 2);
    expect(asOf).toBe(1);
    expect(sights).toEqual(['seen', 'the future', 'the future']);
  });

  it('keeps what has happened from a row until it is known', () => {
    const events = countsOf([1.5], 'nightly');
    expect(joinAt(events, 2).sights).toEqual(['not yet known']);
    expect(joinAt(events, 2.2).asOf).toBe(1);
  });
});
