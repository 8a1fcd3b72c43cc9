/** Who is credited for what was clicked, in interleaved lists and in logs, by hand. */
import { describe, expect, it } from 'vitest';
import { balanced, teamDraft } from '../../../src/recsys/experiment/interleaving';
import { bonferroni } from '../../../src/recsys/experiment/multiple';
import { doublyRobust, ips, snips, switchDr } from '../../../src/recsys/experiment/offPolicy';
import type { InterleavedImpression } from '../../../src/recsys/experiment/preference';
import { creditOf, preference } from '../../../src/recsys/experiment/preference';

const close = (values: ArrayLike<number>, digits = 10) => Array.from(values, (value) => expect.closeTo(value, digits) as number);

describe('preference', () => {
  const shown = (...teams: ('a' | 'b')[]) => ({ method: 'teamDraft' as const, items: teams.map((_, i) => i), teams });
  const win = (team: 'a' | 'b'): InterleavedImpression => ({ interleaved: shown('a', 'b'), clicks: [team === 'a' ? 0 : 1] });

  it('has the normal interval of mean credit, within its ends, and the sign test’s p-value', () => {
    const three = (x: 'a' | 'b', y: 'a' | 'b') => preference([win(x), win(x), win(x), win(y)]);
    // mean ¼, variance ¼, error √(¼ / 4) = ¼; p = (1 + 4 + 4 + 1) / 16
    expect(three('a', 'b')).toMatchObject({
      estimate: 0.25,
      standardError: 0.25,
      statistic: 3,
      interval: [expect.closeTo(-0.2399909961, 8), 0.5],
    });
    expect(three('b', 'a').interval).toEqual([-0.5, expect.closeTo(0.2399909961, 8)]);
    expect(three('a', 'b').pValue).toBeCloseTo(10 / 16, 12);
    const half = preference([win('a'), win('a'), win('a'), win('b')], { confidence: 0.5 }).interval;
    expect(half).toEqual(close([0.25 - 0.25 * 0.6744897502, 0.25 + 0.25 * 0.6744897502], 8));
  });

  it('claims nothing where all agree or nobody clicks', () => {
    expect(preference([win('a'), win('a')])).toMatchObject({
      estimate: 0.5,
      interval: [-0.5, 0.5],
      pValue: expect.closeTo(0.5, 12),
      wins: { a: 2, b: 0, ties: 0 },
    });
    const silent = { interleaved: shown('a', 'b'), clicks: [] };
    expect(preference([silent, silent])).toMatchObject({ estimate: 0, pValue: 1, wins: { a: 0, b: 0, ties: 2 } });
  });

  it('credits a balanced list by the lowest click, whatever the order of clicks, and whichever ranking knows it', () => {
    const list = { method: 'balanced' as const, items: [1, 5, 2, 3], a: [1, 2, 3], b: [5, 3, 1] };
    // the lowest click, 2, is a’s second and not in b: of both tops of two, a’s holds 1 and 2, b’s only 5
    expect(creditOf({ interleaved: list, clicks: [2, 0] })).toBe(1);
    expect(creditOf({ interleaved: list, clicks: [0, 2] })).toBe(1);
    // the lowest, 3, is b’s second: a’s top of two holds 1, b’s 5 and 3
    expect(creditOf({ interleaved: list, clicks: [3, 1] })).toBe(-1);
    expect(creditOf({ interleaved: list, clicks: [] })).toBe(0);
    const long = { method: 'balanced' as const, items: Array.from({ length: 12 }, (_, i) => i), a: [0, 10, 11], b: [2, 3, 4] };
    // positions are numbers, not texts: 10 lies below 2
    expect(creditOf({ interleaved: long, clicks: [10, 2] })).toBe(0);
  });

  it('refuses clicks that are nowhere', () => {
    for (const click of [-1, 0.5, 2])
      expect(() => creditOf({ interleaved: shown('a', 'b'), clicks: [click] })).toThrow(
        `clicks must be positions in 0 … 1, got ${click}`,
      );
  });

  it('knows which way its lists were merged', () => {
    expect(balanced([1], [2], { seed: 1 }).method).toBe('balanced');
    expect(teamDraft([1], [2], { seed: 1 })).toMatchObject({
      method: 'teamDraft',
      items: expect.arrayContaining([1, 2]) as number[],
    });
    expect(balanced([1, 2, 3], [4, 5, 6], { k: 2, seed: 1 }).items).toHaveLength(2);
    const lists = Array.from({ length: 20 }, (_, seed) => balanced([1, 2], [3, 4], { seed }).items.join());
    expect([...new Set(lists)].sort()).toEqual(['1,3,2', '3,1,4']); // until one of them is at its end
  });
});

describe('off-policy evaluation', () => {
  const even = (n: number, weight = 1) => ({
    ...{ reward: Array.from({ length: n }, (_, i) => i % 2), minimumEss: 1 },
    ...{ propensity: new Float64Array(n).fill(0.5), target: new Float64Array(n).fill(0.5 * weight) },
  });

  it('has the normal interval of its value', () => {
    // rewards 0, 1, 0, 1: mean ½, variance 1/3, error √(1/12)
    const error = Math.sqrt(1 / 12);
    expect(ips(even(4)).interval).toEqual(close([0.5 - 1.959963984540054 * error, 0.5 + 1.959963984540054 * error]));
    expect(ips({ ...even(4), confidence: 0.9 }).interval).toEqual(
      close([0.5 - 1.6448536269514722 * error, 0.5 + 1.6448536269514722 * error]),
    );
  });

  it('says that data without variation tell nothing of their error', () => {
    const still = ips({ ...even(4), reward: [1, 1, 1, 1] });
    expect(still).toMatchObject({ value: 1, standardError: 0, interval: [-Infinity, Infinity] });
    expect(still.warnings).toEqual(['the data do not vary, so the error of the estimate cannot be judged']);
    expect(ips(even(4)).warnings).toEqual([]);
  });

  it('warns of weights that all stand beside 1', () => {
    expect(ips(even(100, 1.1)).warnings).toEqual([expect.stringContaining('weights average 1.100, not 1')]);
    expect(ips(even(100, 1 + 1e-12)).warnings).toEqual([]);
    expect(snips({ ...even(2), target: [0, 0] })).toMatchObject({ value: NaN, standardError: NaN });
  });

  it('refuses chances above 1 or below 0, and a tau of 0', () => {
    expect(() => ips({ ...even(2), propensity: [1.5, 1] })).toThrow('propensity must lie in (0, 1], got 1.5 at 0');
    expect(() => ips({ ...even(2), target: [-0.1, 1] })).toThrow('target must lie in [0, 1], got -0.1 at 0');
    expect(ips({ ...even(2), propensity: [1, 1], target: [1, 1] }).value).toBe(0.5);
    const model = { logged: [0, 0], value: [0, 0] };
    expect(() => switchDr({ ...even(2), model, tau: 0 })).toThrow('tau must be greater than 0, got 0');
    expect(doublyRobust({ ...even(2), model }).value).toBe(0.5);
  });

  it('refuses p-values outside of 0 … 1', () => {
    for (const p of [-0.1, 1.1, NaN]) expect(() => bonferroni([0.2, p])).toThrow(`pValues must lie in 0 … 1, got ${p} at 1`);
    expect([...bonferroni([0, 1, 0.2]).adjusted]).toEqual(close([0, 1, 0.6]));
  });
});
