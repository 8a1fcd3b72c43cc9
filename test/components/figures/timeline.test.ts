import { describe, expect, it } from 'vitest';
import { divide, readEvents } from '../../../src/components/figures/timeline';

const event = (viewer: string, day: number) => ({ viewer, day, film: 'Alien' });
const events = [event('Ann', 1), event('Ann', 4), event('Ann', 6), event('Ben', 2), event('Ben', 5)];
const days = (list: { day: number }[]) => list.map(({ day }) => day);

describe('divide', () => {
  it('lets nothing of the future into train when one moment divides', () => {
    const { events: divided, fromTheFuture } = divide(events, { by: 'day', day: 4.5 });
    expect(days(divided.filter(({ inTest }) => inTest))).toEqual([6, 5]);
    expect(divided.some(({ leaks }) => leaks)).toBe(false);
    expect(fromTheFuture).toBe(0);
  });

  it('marks what a viewer’s last watch leaves behind in another’s train', () => {
    const { events: divided, fromTheFuture } = divide(events, { by: 'last', n: 1 });
    expect(days(divided.filter(({ inTest }) => inTest))).toEqual([6, 5]);
    expect(fromTheFuture).toBe(0);
    const longer = divide([...events, event('Cat', 0.5), event('Cat', 3)], { by: 'last', n: 1 });
    expect(days(longer.events.filter(({ leaks }) => leaks))).toEqual([4]);
  });

  it('counts the pairs in which train is the later one', () => {
    // train 1, 4, 6 against test 2, 5: 4 > 2, 6 > 2, 6 > 5 are three of six pairs
    let seed = 0;
    while (days(divide(events, { by: 'coin', share: 0.4, seed }).events.filter(({ inTest }) => inTest)).join() !== '2,5') seed++;
    expect(divide(events, { by: 'coin', share: 0.4, seed }).fromTheFuture).toBeCloseTo(0.5);
  });

  it('has no pairs where one side is empty', () => {
    expect(divide(events, { by: 'day', day: 100 }).fromTheFuture).toBe(0);
  });
});

describe('readEvents', () => {
  it('refuses outputs without the table', () => {
    expect(() => readEvents([])).toThrow('outputs must hold a table with the columns viewer, day and film');
  });
});
