import { describe, expect, it } from 'vitest';
import { bestTheta, readPeople, tilt } from '../../../src/components/figures/tilt';
import { cuped } from '../../../src/recsys/experiment/cuped';
import { random } from '../../../src/recsys/math/random';

const draw = random(5);
const people = Array.from({ length: 400 }, () => {
  const habit = 5 * draw.gamma(1);
  const isTreated = draw.next() < 0.5;
  return { before: draw.poisson(habit), during: draw.poisson(0.5 * habit + (isTreated ? 0.5 : 0)), isTreated };
});

describe('tilt', () => {
  it('leaves people as they are at θ = 0', () => {
    const { adjusted, varianceRatio } = tilt(people, 0);
    expect(adjusted).toEqual(people.map(({ during }) => during));
    expect(varianceRatio).toBe(1);
  });

  it('reads the experiment as the library does at the best θ', () => {
    const { difference, interval, slope } = tilt(people, bestTheta(people));
    const library = cuped(
      people.map(({ during }) => during),
      people.map(({ before }) => before),
      { groups: people.map(({ isTreated }) => Number(isTreated)) },
    );
    expect(difference).toBeCloseTo(library.estimate, 10);
    expect(interval[0]).toBeCloseTo(library.interval[0], 10);
    expect(slope).toBeCloseTo(0, 10);
  });

  it('widens the interval again when θ is tilted past the best', () => {
    const best = bestTheta(people);
    const ratios = [0, best / 2, best, 1.5 * best, 3 * best].map((theta) => tilt(people, theta).varianceRatio);
    expect(ratios[0]).toBeGreaterThan(ratios[1]);
    expect(ratios[1]).toBeGreaterThan(ratios[2]);
    expect(ratios[3]).toBeGreaterThan(ratios[2]);
    expect(ratios[4]).toBeGreaterThan(1);
  });
});

describe('readPeople', () => {
  it('reads the table of a cell', () => {
    const columns = ['during', 'before', 'treated'].map((name) => ({ name, type: 'number' as const }));
    const rows = [
      [3, 8, 1],
      [0, 2, 0],
    ];
    expect(readPeople([{ kind: 'table', columns, rows, total: 2 }])).toEqual([
      { before: 8, during: 3, isTreated: true },
      { before: 2, during: 0, isTreated: false },
    ]);
  });

  it('refuses outputs without the table', () => {
    expect(() => readPeople([])).toThrow('outputs must hold a table with the columns before, during and treated');
  });
});
