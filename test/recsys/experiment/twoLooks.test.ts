/**
 * Two looks, where the chance to cross is one integral. Outside figures by scipy:
 *
 *     r = np.sqrt(t1)
 *     cross = lambda z1, z2: 2*norm.sf(z1) + quad(lambda x: norm.pdf(x) * (norm.sf((z2-r*x)/np.sqrt(1-r*r)) +
 *                                                                          norm.cdf((-z2-r*x)/np.sqrt(1-r*r))), -z1, z1)[0]
 *     brentq(lambda z: cross(z, z) - .05, 1.5, 4)                # Pocock; O'Brien and Fleming with z·√2 and z
 *     z1 = norm.isf(spent(t1)/2); z2 = brentq(lambda z: cross(z1, z) - .05, 1.5, 4)      # Lan and DeMets
 *
 * and the same with one side: norm.sf(z1), without the second term, from −inf.
 */
import { describe, expect, it } from 'vitest';
import { crossingChance, cumulativeCrossing, lookTimes, start, survive } from '../../../src/recsys/experiment/crossing';
import { groupSequential } from '../../../src/recsys/experiment/groupSequential';
import type { GroupSequentialOptions } from '../../../src/recsys/experiment/groupSequential';
import { peekingInflation } from '../../../src/recsys/experiment/peekingInflation';
import { normalQuantile, normalTail } from '../../../src/recsys/math/distributions';

const close = (values: number[], digits = 9) => values.map((value) => expect.closeTo(value, digits) as number);

describe('two looks', () => {
  it('cross as often as the integral says', () => {
    const z = normalQuantile(0.975);
    expect([...cumulativeCrossing([0.5, 1], [z, z], 2)]).toEqual(close([0.05, 0.08311780335451793]));
    expect([...cumulativeCrossing([0.3, 1], [2, 1.5], 1)]).toEqual(close([normalTail(2), 0.08030548305207497]));
    const { estimate, byLook, inflation } = peekingInflation({ looks: 2 });
    expect([...byLook]).toEqual(close([0.05, 0.08311780335451793]));
    expect(estimate).toBe(byLook[1]);
    expect(inflation).toBe(estimate / 0.05);
    expect(peekingInflation({ looks: 1, sides: 1, alpha: 0.1 }).estimate).toBeCloseTo(0.1, 12);
  });

  it.each<[string, Partial<GroupSequentialOptions>, [number, number]]>([
    ['Pocock', { method: 'classic', boundary: 'pocock' }, [2.1782720887274376, 2.1782720887274376]],
    ['O’Brien and Fleming', { method: 'classic' }, [Math.SQRT2 * 1.9774309592923573, 1.9774309592923573]],
    ['O’Brien and Fleming, one-sided', { method: 'classic', sides: 1 }, [Math.SQRT2 * 1.6779527404689722, 1.6779527404689722]],
    ['Lan and DeMets', {}, [2.962588042727569, 1.9685956405936558]],
    ['Lan and DeMets, one-sided', { sides: 1 }, [2.5379876034427893, 1.6621065818232859]],
    ['Lan and DeMets, level', { boundary: 'pocock' }, [2.156999218344682, 2.2009769552114666]],
    ['Lan and DeMets, level and one-sided', { boundary: 'pocock', sides: 1 }, [1.8662138601351117, 1.8848753174495438]],
    ['Lan and DeMets, early', { looks: [0.2, 1] }, [4.876884948790766, 1.9599673649018938]],
    [
      'Lan and DeMets, early, level and one-sided',
      { looks: [0.2, 1], boundary: 'pocock', sides: 1 },
      [2.1762114530886802, 1.764711556010681],
    ],
  ])('have the boundaries of %s', (_, options, boundaries) => {
    const plan = groupSequential({ looks: 2, ...options });
    expect([...plan.boundaries]).toEqual(close(boundaries, 7));
    expect([...plan.nominal]).toEqual(close(boundaries.map((z) => (options.sides ?? 2) * normalTail(z))));
    expect(plan.spent[1]).toBeCloseTo(0.05, 9);
    expect(plan.decision).toBe('go on');
  });

  it('stop at the boundary itself, on either side if there are two', () => {
    const [z] = groupSequential({ looks: 2 }).boundaries;
    const at = (estimate: number, sides: 1 | 2 = 2) =>
      groupSequential({ looks: 2, sides, results: [{ estimate, standardError: 1 }] });
    expect(at(z)).toMatchObject({ decision: 'stop', looks: [{ estimate: z, z, crossed: true, interval: [0, 2 * z] }] });
    expect(at(-z)).toMatchObject({ decision: 'stop', looks: [{ interval: [-2 * z, 0] }] });
    expect(at(z - 1e-9).decision).toBe('go on');
    expect(at(-9, 1)).toMatchObject({ decision: 'go on', looks: [{ interval: [expect.any(Number), Infinity] }] });
    const two = {
      looks: 2,
      results: [
        { estimate: 0, standardError: 2 },
        { estimate: 1, standardError: 2 },
      ],
    };
    expect(groupSequential(two)).toMatchObject({ decision: 'not shown', looks: [{ z: 0 }, { z: 0.5, estimate: 1 }] });
  });
});

describe('the paths', () => {
  it('begin at 0, and after a look are those that did not cross', () => {
    expect(start()).toEqual({ time: 0, points: Float64Array.of(0), masses: Float64Array.of(1) });
    expect(crossingChance(start(), 0.25, 2, 1)).toBeCloseTo(normalTail(2), 12);
    for (const sides of [1, 2] as const) {
      const left = survive(start(), 0.25, 2, sides);
      expect(left.time).toBe(0.25);
      const mass = left.masses.reduce((sum, m) => sum + m, 0);
      expect(mass).toBeCloseTo(1 - sides * normalTail(2), 10);
      // Z√t at t = ¼ stands below 2 · ½
      expect(Math.max(...left.points)).toBeLessThan(1);
      expect(Math.min(...left.points)).toBeLessThan(sides === 2 ? -0.99 : -4);
      expect(Math.min(...left.points)).toBeGreaterThan(sides === 2 ? -1 : -4.3);
    }
    expect(survive(start(), 1, 40, 2).points.every((point) => Math.abs(point) < 8.5)).toBe(true);
  });
});

describe('lookTimes', () => {
  it('are equal steps to 1, or the times given', () => {
    expect([...lookTimes(4)]).toEqual([0.25, 0.5, 0.75, 1]);
    expect(lookTimes(200).length).toBe(200);
    expect([...lookTimes([0.2, 1])]).toEqual([0.2, 1]);
    for (const looks of [0, 201, 1.5])
      expect(() => lookTimes(looks)).toThrow(`looks must be a whole number in 1 … 200, got ${looks}`);
    for (const looks of [[0], [1.01], [0.5, 0.5]]) expect(() => lookTimes(looks)).toThrow('looks must rise within (0, 1]');
  });
});
