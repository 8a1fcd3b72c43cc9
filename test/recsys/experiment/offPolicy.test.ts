import { describe, expect, it } from 'vitest';
import type { LoggedFeedback, OffPolicy } from '../../../src/recsys/experiment/offPolicy';
import { directMethod, doublyRobust, ips, snips, switchDr } from '../../../src/recsys/experiment/offPolicy';
import { readOpenBandit } from '../../../src/recsys/experiment/readOpenBandit';
import type { Random } from '../../../src/recsys/math/random';
import { holds, replays, tolerance } from './simulation';
import { random } from '../../../src/recsys/math/random';

/** Four contexts, five actions: chance of a reward, logging policy and evaluated policy by context. */
const REWARD = [
  [0.1, 0.2, 0.3, 0.4, 0.5],
  [0.5, 0.4, 0.3, 0.2, 0.1],
  [0.2, 0.8, 0.2, 0.1, 0.3],
  [0.3, 0.3, 0.3, 0.3, 0.3],
];
const LOGGING = [
  [0.4, 0.3, 0.1, 0.1, 0.1],
  [0.2, 0.2, 0.2, 0.2, 0.2],
  [0.6, 0.1, 0.1, 0.1, 0.1],
  [0.05, 0.05, 0.3, 0.3, 0.3],
];
const TARGET = [
  [0.1, 0.1, 0.1, 0.3, 0.4],
  [0.6, 0.1, 0.1, 0.1, 0.1],
  [0.1, 0.6, 0.1, 0.1, 0.1],
  [0.2, 0.2, 0.2, 0.2, 0.2],
];
const dot = (x: number[], y: number[]) => x.reduce((sum, value, i) => sum + value * y[i], 0);
const TRUTH = TARGET.reduce((sum, policy, context) => sum + dot(policy, REWARD[context]) / 4, 0);

/** A log of n rows; the model believes `believed` (the rewards in a twisted form, so that it is of use but wrong). */
function logOf(n: number, draw: Random, believed = REWARD.map((row) => row.map((p) => 0.8 * p + 0.1))): LoggedFeedback {
  const columns = () => new Float64Array(n);
  const [reward, propensity, target, logged, value] = [columns(), columns(), columns(), columns(), columns()];
  for (let i = 0; i < n; i++) {
    const context = draw.int(4);
    const action = draw.weighted(LOGGING[context]);
    reward[i] = draw.next() < REWARD[context][action] ? 1 : 0;
    propensity[i] = LOGGING[context][action];
    target[i] = TARGET[context][action];
    logged[i] = believed[context][action];
    value[i] = dot(TARGET[context], believed[context]);
  }
  return { reward, propensity, target, model: { logged, value } };
}

describe('ips, snips, directMethod, doublyRobust, switchDr', () => {
  const log: LoggedFeedback = {
    reward: [1, 0, 2, 1],
    propensity: [0.5, 0.25, 0.5, 1],
    target: [0.25, 0.75, 0, 1],
    model: { logged: [0.8, 0.1, 1.5, 1], value: [0.6, 0.5, 0.9, 1.1] },
    minimumEss: 1,
  };

  it('are their formulas, by hand: weights 0.5, 3, 0, 1', () => {
    expect(ips(log).value).toBeCloseTo((0.5 + 1) / 4, 14);
    expect(snips(log).value).toBeCloseTo(1.5 / 4.5, 14);
    expect(directMethod(log).value).toBeCloseTo(3.1 / 4, 14);
    expect(doublyRobust(log).value).toBeCloseTo((0.6 + 0.5 * 0.2 + (0.5 - 3 * 0.1) + 0.9 + 1.1) / 4, 14);
    expect(switchDr({ ...log, tau: 2 }).value).toBeCloseTo((0.6 + 0.5 * 0.2 + 0.5 + 0.9 + 1.1) / 4, 14);
    expect(ips(log).ess).toBeCloseTo((4.5 * 4.5) / 10.25, 14);
    expect(directMethod(log).ess).toBe(4);
    expect([ips(log).meanWeight, ips(log).maxWeight]).toEqual([4.5 / 4, 3]);
    // standard errors: sd/√n of w·r = 0.5, 0, 0, 1; delta method of Σwr/Σw
    expect(ips(log).standardError).toBeCloseTo(Math.sqrt((0.015625 + 2 * 0.140625 + 0.390625) / 3 / 4), 14);
    const v = 1 / 3;
    const squares = 0.25 * (1 - v) * (1 - v) + 9 * v * v + (1 - v) * (1 - v);
    expect(snips(log).standardError).toBeCloseTo(Math.sqrt((squares * 4) / 3) / 4.5, 14);
  });

  it('reduce to each other at the ends', () => {
    expect(switchDr({ ...log, tau: 3 }).value).toBe(doublyRobust(log).value);
    expect(switchDr({ ...log, tau: 1e-9 }).value).toBe(directMethod(log).value);
    const silent = { logged: [0, 0, 0, 0], value: [0, 0, 0, 0] };
    expect(doublyRobust({ ...log, model: silent }).value).toBe(ips(log).value);
    const same = { ...log, target: log.propensity };
    expect(ips(same).value).toBe(1);
    expect(snips(same).value).toBe(1);
    expect(ips(same).ess).toBe(4);
  });

  it('say that a log with hardly any of the policy in it is not usable, and why', () => {
    const n = 10000;
    const propensity = new Float64Array(n).fill(0.5);
    const target = new Float64Array(n).fill(1e-7);
    propensity[17] = propensity[4711] = 1e-3;
    target[17] = target[4711] = 0.9;
    const reward = Float64Array.from({ length: n }, (_, i) => i % 2);
    for (const estimator of [ips, snips]) {
      const result = estimator({ reward, propensity, target });
      expect(result.ess).toBeCloseTo(2, 3);
      expect(result.verdict).toBe('not usable');
      expect(result.why).toBe(
        'the effective sample size is 2.0 of 10000 rows (at least 100 wanted): a handful of rows would decide the value',
      );
      expect(result.interval).toEqual([-Infinity, Infinity]);
    }
  });

  it('a policy that never does what was logged is not usable', () => {
    const never = { ...log, target: [0, 0, 0, 0] };
    expect(ips(never)).toMatchObject({ ess: 0, verdict: 'not usable', value: 0 });
    expect(snips(never).value).toBeNaN();
    expect(snips(never).verdict).toBe('not usable');
  });

  it('warn when the weights do not average 1', () => {
    const full = logOf(4000, random(1));
    expect(ips(full).warnings).toEqual([]);
    const wrong = Float64Array.from(full.propensity, (p) => p * 0.7);
    expect(ips({ ...full, propensity: wrong }).warnings.join()).toMatch(/weights average 1\.\d+, not 1/);
  });

  it('respect that rows of a user hang together', () => {
    const full = logOf(2000, random(2));
    const twice = (values: ArrayLike<number>) => Float64Array.from({ length: 4000 }, (_, i) => values[i >> 1]);
    const doubled = { reward: twice(full.reward), propensity: twice(full.propensity), target: twice(full.target) };
    const clusters = Int32Array.from({ length: 4000 }, (_, i) => i >> 1);
    expect(ips({ ...doubled, clusters }).standardError).toBeCloseTo(ips(full).standardError, 14);
    expect(ips(doubled).standardError).toBeLessThan(0.8 * ips(full).standardError);
  });

  it('refuse propensities of 0, NaN, lengths that differ and missing models', () => {
    expect(() => ips({ ...log, propensity: [0, 1, 1, 1] })).toThrow('propensity must lie in (0, 1], got 0 at 0');
    expect(() => ips({ ...log, propensity: [NaN, 1, 1, 1] })).toThrow('propensity must lie in (0, 1], got NaN at 0');
    expect(() => ips({ ...log, target: [2, 1, 1, 1] })).toThrow('target must lie in [0, 1], got 2 at 0');
    expect(() => ips({ ...log, reward: [1, NaN, 1, 1] })).toThrow('reward must hold finite numbers, got NaN at 1');
    expect(() => snips({ ...log, target: [1] })).toThrow('target must be as long as reward');
    expect(() => ips({ reward: [], propensity: [], target: [] })).toThrow('reward must have at least 2 values, got 0');
    expect(() => doublyRobust({ ...log, model: undefined })).toThrow('model must be given for doublyRobust');
    expect(() => switchDr({ ...log, tau: NaN })).toThrow('tau must be greater than 0, got NaN');
    expect(() => directMethod({ ...log, model: { logged: [1], value: [1] } })).toThrow(
      'model.logged must have at least 2 values',
    );
    expect(() => ips({ ...log, minimumEss: 0 })).toThrow('minimumEss must be');
  });

  it('IPS and DR are unbiased and cover 95 %, SNIPS nearly, DR is steadier, DM keeps its bias, in replays', () => {
    const n = replays(600);
    const draw = random(61);
    const sums = new Map<string, { sum: number; squares: number; covered: number }>();
    const note = (name: string, { value, interval }: OffPolicy) => {
      const row = sums.get(name) ?? { sum: 0, squares: 0, covered: 0 };
      row.sum += value;
      row.squares += (value - TRUTH) * (value - TRUTH);
      if (holds(interval, TRUTH)) row.covered++;
      sums.set(name, row);
    };
    for (let i = 0; i < n; i++) {
      const log = logOf(1500, draw);
      note('ips', ips(log));
      note('snips', snips(log));
      note('dr', doublyRobust(log));
      note('dm', directMethod(log));
    }
    const of = (name: string) => sums.get(name) as { sum: number; squares: number; covered: number };
    for (const name of ['ips', 'snips', 'dr']) {
      const { sum, squares, covered } = of(name);
      expect(Math.abs(sum / n - TRUTH), name).toBeLessThan(4 * Math.sqrt(squares / n / n));
      expect(Math.abs(covered / n - 0.95), name).toBeLessThan(tolerance(0.05, n));
    }
    expect(of('dr').squares).toBeLessThan(0.8 * of('ips').squares);
    expect(of('dr').squares).toBeLessThan(of('snips').squares);
    expect(of('dm').sum / n).toBeCloseTo(0.8 * TRUTH + 0.1, 2);
    expect(of('dm').covered / n).toBeLessThan(0.5);
  });
});

describe('readOpenBandit', () => {
  const header = ',timestamp,item_id,position,click,propensity_score,user_feature_0,user-item_affinity_0';
  const line = (row: number, item: number, position: number, click: number, score: string) =>
    `${row},2019-11-24 00:00:1${row % 10}.005654+00:00,${item},${position},${click},${score},81ce123cbb5bd8ce818f60fb3586bba5,0.0`;
  const uniform = '0.029411764705882353'; // 1/34
  const lines = Array.from({ length: 400 }, (_, i) => line(i, i % 34, 1 + (i % 3), i % 40 === 0 ? 1 : 0, uniform));
  const text = [header, ...lines, ''].join('\n');

  it('reads the publisher’s csv, as bytes or text, with CRLF and a BOM', () => {
    const log = readOpenBandit([{ name: 'men.csv', bytes: new TextEncoder().encode(text) }]);
    expect([log.name, log.itemCount, log.items.length]).toEqual(['men.csv', 34, 400]);
    expect([log.items[35], log.positions[1], log.rewards[40], log.propensities[9]]).toEqual([1, 2, 1, 1 / 34]);
    expect(log.times[3]).toBeCloseTo(1574553613.005654, 5); // date -u -d '2019-11-24 00:00:13' +%s
    const windows = readOpenBandit(`\ufeff${text.replaceAll('\n', '\r\n')}`);
    expect(windows.rewards).toEqual(log.rewards);
    const context = { name: 'item_context.csv', bytes: ',item_id,item_feature_0\n0,0,-0.67\n' };
    expect(readOpenBandit([context, { name: 'men.csv', bytes: text }]).items).toEqual(log.items);
  });

  it('a uniform policy on a uniform log: IPS and SNIPS are the click rate, every row counts', () => {
    const { rewards, propensities } = readOpenBandit(text);
    const target = new Float64Array(400).fill(1 / 34);
    for (const estimator of [ips, snips]) {
      const result = estimator({ reward: rewards, propensity: propensities, target });
      expect(result.value).toBeCloseTo(10 / 400, 14);
      expect(result.ess).toBeCloseTo(400, 9);
      expect(result.verdict).toBe('usable');
      expect(result.warnings).toEqual([]);
    }
  });

  it('a uniform policy on a skewed log: as anyone computes them', () => {
    const skewed = [header, ...[0.5, 0.1, 0.02, 0.3].map((score, i) => line(i, i, 1, i % 2, String(score)))].join('\n');
    const { rewards, propensities } = readOpenBandit(skewed);
    const target = [1, 1, 1, 1].map((x) => x / 34);
    const w = [0.5, 0.1, 0.02, 0.3].map((score) => 1 / 34 / score);
    expect(ips({ reward: rewards, propensity: propensities, target }).value).toBeCloseTo((w[1] + w[3]) / 4, 14);
    expect(snips({ reward: rewards, propensity: propensities, target }).value).toBeCloseTo(
      (w[1] + w[3]) / (w[0] + w[1] + w[2] + w[3]),
      14,
    );
  });

  it('errors name file, line, column and value', () => {
    const broken = (row: string) => () =>
      readOpenBandit([{ name: 'men.csv', bytes: [header, lines[0], row, lines[1]].join('\n') }]);
    expect(broken(line(1, 3, 1, 0, '0'))).toThrow('men.csv:3: propensity_score must lie in (0, 1], got 0');
    expect(broken(line(1, 3, 1, 0, 'nan'))).toThrow('men.csv:3: propensity_score must be a number, got "nan"');
    expect(broken(line(1, 3, 1, 2, uniform))).toThrow('men.csv:3: click must be a whole number in 0 … 1, got 2');
    expect(broken(line(1, 3, 0, 0, uniform))).toThrow('men.csv:3: position must be a whole number in 1 … 1000, got 0');
    expect(broken(line(1, -3, 1, 0, uniform))).toThrow('men.csv:3: item_id must be a whole number in 0 … 2147483647, got -3');
    expect(broken(line(1, 3, 1, 0, uniform).replace('2019-11-24 ', 'yesterday '))).toThrow('men.csv:3: timestamp must be like');
    expect(broken('1,2')).toThrow('men.csv:3: must have 8 fields, got 2');
  });

  it('refuses what holds no log, two logs, or too little of one', () => {
    expect(() => readOpenBandit([])).toThrow('files must hold a log, got no file');
    expect(() => readOpenBandit('a,b\n1,2\n')).toThrow('got 0 in log.csv');
    expect(() =>
      readOpenBandit([
        { name: 'x.csv', bytes: text },
        { name: 'y.csv', bytes: text },
      ]),
    ).toThrow('got 2 in x.csv, y.csv');
    expect(() => readOpenBandit('item_id,position,click\n1,1,0\n')).toThrow('must have the column propensity_score');
    expect(() => readOpenBandit(`${header}\n${lines[0]}\n`)).toThrow('log.csv must have at least 2 rows, got 1');
    expect(() => readOpenBandit('')).toThrow('must have a header');
    expect(() => readOpenBandit('click,click,item_id\n')).toThrow('names the column click twice');
  });
});
