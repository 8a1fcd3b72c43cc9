import { describe, expect, it } from 'vitest';
import { balanced, teamDraft } from '../../../src/recsys/experiment/interleaving';
import type { InterleavedImpression } from '../../../src/recsys/experiment/preference';
import { creditOf, preference } from '../../../src/recsys/experiment/preference';
import { random } from '../../../src/recsys/math/random';
import { replays, shareOf, tolerance } from './simulation';

const a = [1, 2, 3, 4, 5];
const b = [5, 3, 1, 9, 8];

describe('teamDraft', () => {
  it('each team holds the best of its ranking that the other had not taken, and the teams stay level', () => {
    for (let seed = 0; seed < 200; seed++) {
      const { items, teams } = teamDraft(a, b, { seed });
      expect(new Set(items).size).toBe(items.length);
      expect(items.length).toBeGreaterThanOrEqual(4);
      expect(items.length % 2).toBe(0);
      expect(teamDraft(a, b, { k: 5, seed }).items).toHaveLength(5);
      items.forEach((item, at) => {
        const ranking = teams[at] === 'a' ? a : b;
        const better = ranking.slice(0, ranking.indexOf(item));
        expect(better.every((other) => items.indexOf(other) < at)).toBe(true);
        // after every round both have as many
        if (at % 2 === 1) expect(teams.slice(0, at + 1).filter((team) => team === 'a')).toHaveLength((at + 1) / 2);
      });
    }
  });

  it('is cut at k, decided by its seed, and by a fair coin', () => {
    expect(teamDraft(a, b, { k: 3, seed: 1 }).items).toHaveLength(3);
    expect(teamDraft(a, b, { seed: 1 })).toEqual(teamDraft(a, b, { seed: 1 }));
    const n = 4000;
    let first = 0;
    for (let seed = 0; seed < n; seed++) if (teamDraft(a, b, { seed }).teams[0] === 'a') first++;
    expect(Math.abs(first / n - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / n));
  });

  it('takes rankings of unequal length, empty ones, and no repeats', () => {
    expect(teamDraft([], [7, 8], { seed: 1 })).toEqual({ method: 'teamDraft', items: [], teams: [] });
    // whoever goes first takes 1; the other team could always pick, team a not: no round is played
    expect(teamDraft([1], [1, 2, 3], { seed: 2 }).items).toEqual([]);
    expect(balanced([], [7, 8], { seed: 1 }).items).toEqual([]);
    expect(() => teamDraft([1, 1], b, { seed: 1 })).toThrow('a must not name an item twice, got 1 repeats');
    expect(() => teamDraft(a, b, { k: 0, seed: 1 })).toThrow('k must be a positive integer, got 0');
  });
});

describe('balanced', () => {
  it('is one of the two lists of Joachims', () => {
    const lists = new Set(Array.from({ length: 40 }, (_, seed) => balanced(a, b, { seed }).items.join()));
    // by turns a1 b5 a2 b3 a(3) b(1) a4 b9 a(5), where a ends; b first: b5 a1 b3 a2 b(1) a(3) b9 a4 b8
    expect([...lists].sort()).toEqual(['1,5,2,3,4,9', '5,1,3,2,9,4,8']);
  });

  it('every top holds a top of each ranking, of lengths that differ by one at most', () => {
    const draw = random(3);
    for (let round = 0; round < 100; round++) {
      const [x, y] = [draw.shuffle([1, 2, 3, 4, 5, 6]), draw.shuffle([1, 2, 3, 7, 8, 9])];
      const { items } = balanced(x, y, { seed: round });
      for (let n = 1; n <= items.length; n++) {
        const top = new Set(items.slice(0, n));
        const depth = (ranking: number[]) => {
          const missing = ranking.findIndex((item) => !top.has(item));
          return missing < 0 ? ranking.length : missing;
        };
        const least = Math.min(depth(x), depth(y));
        expect([...top].every((item) => x.slice(0, least + 1).includes(item) || y.slice(0, least + 1).includes(item))).toBe(true);
      }
    }
  });
});

describe('preference', () => {
  it('credits teams by their clicks', () => {
    const interleaved = {
      method: 'teamDraft' as const,
      items: [1, 5, 2, 3],
      teams: ['a' as const, 'b' as const, 'a' as const, 'b' as const],
    };
    expect(creditOf({ interleaved, clicks: [0] })).toBe(1);
    expect(creditOf({ interleaved, clicks: [1, 3, 0] })).toBe(-1);
    expect(creditOf({ interleaved, clicks: [0, 0, 1] })).toBe(0);
    expect(creditOf({ interleaved, clicks: [] })).toBe(0);
    expect(() => creditOf({ interleaved, clicks: [4] })).toThrow('clicks must be positions in 0 … 3, got 4');
    expect(() => creditOf({ interleaved, clicks: [NaN] })).toThrow('got NaN');
  });

  it('credits balanced lists down to where the lowest click is found first', () => {
    const interleaved = { method: 'balanced' as const, items: [1, 5, 2, 3, 4, 9, 8], a, b };
    // lowest click 3 stands second in b and third in a: tops of two are 1 2 and 5 3
    expect(creditOf({ interleaved, clicks: [3] })).toBe(-1);
    expect(creditOf({ interleaved, clicks: [0, 3] })).toBe(0);
    expect(creditOf({ interleaved, clicks: [0] })).toBe(1);
  });

  it('counts wins, ties and the sign test', () => {
    const shown = { method: 'teamDraft' as const, items: [1, 5], teams: ['a' as const, 'b' as const] };
    const clicks = [[0], [0], [0], [0], [0], [0], [0], [0], [1], []];
    const result = preference(clicks.map((positions) => ({ interleaved: shown, clicks: positions })));
    expect(result.wins).toEqual({ a: 8, b: 1, ties: 1 });
    expect(result.estimate).toBeCloseTo(8.5 / 10 - 0.5, 14);
    expect(result.pValue).toBeCloseTo((2 * (1 + 9)) / 512, 12); // binom.test(8, 9) in R: 0.0390625
    const tied = preference([
      { interleaved: shown, clicks: [] },
      { interleaved: shown, clicks: [0, 1] },
    ]);
    expect([tied.estimate, tied.pValue, ...tied.interval]).toEqual([0, 1, -0.5, 0.5]);
    expect(() => preference([])).toThrow('impressions must be at least 2, got 0');
  });

  it('errs at most 5 % for users without a preference, covers, and finds the better ranking, in replays', () => {
    const n = replays(300);
    const impressions = (draw: ReturnType<typeof random>, likes: (item: number) => number): InterleavedImpression[] =>
      Array.from({ length: 500 }, () => {
        const interleaved = teamDraft(a, b, { k: 5, seed: draw.int(4294967296) });
        return {
          interleaved,
          clicks: interleaved.items.map((_, i) => i).filter((i) => draw.next() < likes(interleaved.items[i]) / (1 + i)),
        };
      });
    let covered = 0;
    const wrong = shareOf(n, 51, (draw) => {
      const result = preference(impressions(draw, () => 0.4));
      if (result.interval[0] <= 0 && 0 <= result.interval[1]) covered++;
      return result.pValue <= 0.05;
    });
    expect(wrong).toBeLessThan(0.05 + tolerance(0.05, n));
    expect(Math.abs(covered / n - 0.95)).toBeLessThan(tolerance(0.05, n));
    const right = preference(impressions(random(52), (item) => (item === 5 ? 0.9 : 0.2)));
    expect(right.interval[1]).toBeLessThan(0);
  });
});
