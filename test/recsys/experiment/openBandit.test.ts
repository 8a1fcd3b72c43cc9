/** What a log of the Open Bandit dataset may look like, and what it may not. */
import { describe, expect, it } from 'vitest';
import { readOpenBandit } from '../../../src/recsys/experiment/readOpenBandit';

describe('readOpenBandit', () => {
  const header = 'timestamp,item_id,position,click,propensity_score';
  const read = (...rows: string[]) => readOpenBandit([{ name: 'log.csv', bytes: [header, ...rows].join('\n') }]);
  const timed = (time: string) => `${time},0,1,0,0.5`;

  it.each([
    // date -u -d '2019-11-24 00:00:13' +%s
    ['2019-11-24 00:00:13', 1574553613],
    ['2019-11-24T00:00:13Z', 1574553613],
    ['2019-11-24 00:00:13.25', 1574553613.25],
    ['2019-11-24 00:00:13.5Z', 1574553613.5],
    ['2019-11-24 02:00:13+02:00', 1574553613],
    ['2019-11-24 02:00:13+0200', 1574553613],
    ['2019-11-23 19:30:13-0430', 1574553613],
    ['  2019-11-24 00:00:13 ', 1574553613],
    ['', NaN],
    ['  ', NaN],
  ])('reads the time "%s"', (text, seconds) => {
    expect(read(timed(text), timed('')).times[0]).toBe(seconds);
  });

  it.each(['at 2019-11-24 00:00:13', '2019-11-24 00:00:13 or so', '2019-11-24 00:00:13+2', '2019-13-24 00:00:13', '2019-11-24'])(
    'refuses the time "%s"',
    (text) => {
      expect(() => read(timed(''), timed(text))).toThrow(
        `log.csv:3: timestamp must be like 2019-11-24 00:00:13.005654+00:00, got "${text}"`,
      );
    },
  );

  it('needs no time, takes a chance of 1 and two rows, and trims the names of columns', () => {
    const log = readOpenBandit(' item_id , position,click , propensity_score\n3,1,0,1\n3,2,1,0.5\n');
    expect([...log.times]).toEqual([NaN, NaN]);
    expect([...log.propensities]).toEqual([1, 0.5]);
    expect(log.itemCount).toBe(1);
    expect(() => readOpenBandit('item_id,position,click,propensity_score\n3,1,0,1.5\n3,1,0,1\n')).toThrow(
      'propensity_score must lie in (0, 1], got 1.5',
    );
  });

  it('names what it was given, and what it wants', () => {
    const files = ['one.csv', 'two.csv'].map((name) => ({ name, bytes: 'a,b\n1,2\n' }));
    expect(() => readOpenBandit(files)).toThrow(
      'files must hold one log with the columns item_id, position, click, propensity_score, got 0 in one.csv, two.csv',
    );
    expect(() => readOpenBandit('click,colour,size\n1,2,3\n')).toThrow('must have the column item_id, got click, colour, size');
  });
});
