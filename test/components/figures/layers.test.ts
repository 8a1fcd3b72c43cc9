import { describe, expect, it } from 'vitest';
import { meanSecondsOf, misplaced, moved, rebuilt, secondsOf } from '../../../src/components/figures/layers';
import type { Layer } from '../../../src/components/figures/layers';

const base: Layer = { id: 'base', line: 'FROM node', reads: 'base', needs: [], seconds: 1 };
const lock: Layer = { id: 'lock', line: 'COPY lock ./', reads: 'dependencies', needs: [], seconds: 0 };
const install: Layer = { id: 'install', line: 'RUN npm ci', needs: ['lock'], seconds: 40 };
const code: Layer = { id: 'code', line: 'COPY src/', reads: 'code', needs: [], seconds: 0 };
const bundle: Layer = { id: 'bundle', line: 'RUN bundle', needs: ['install', 'code'], seconds: 2 };
const good = [base, lock, install, code, bundle];
const bad = [base, code, lock, install, bundle];

describe('rebuilt', () => {
  it('builds again the first layer that reads what changed, and all after it', () => {
    expect(rebuilt(good, 'code')).toEqual([false, false, false, true, true]);
    expect(rebuilt(bad, 'code')).toEqual([false, true, true, true, true]);
    expect(rebuilt(good, 'base')).toEqual([true, true, true, true, true]);
  });

  it('builds nothing where nobody reads what changed', () => {
    expect(rebuilt(good, 'data')).toEqual([false, false, false, false, false]);
    expect(secondsOf(good, 'data')).toBe(0);
  });
});

describe('meanSecondsOf', () => {
  it('weighs each change by its builds', () => {
    expect(secondsOf(good, 'code')).toBe(2);
    expect(secondsOf(bad, 'code')).toBe(42);
    expect(meanSecondsOf(good, { code: 19, dependencies: 1, data: 0, base: 0 })).toBeCloseTo((19 * 2 + 42) / 20);
    expect(meanSecondsOf(bad, { code: 19, dependencies: 1, data: 0, base: 0 })).toBeCloseTo(42);
  });
});

describe('misplaced', () => {
  it('finds a line above one that it needs', () => {
    expect(misplaced(good)).toBeUndefined();
    expect(misplaced([base, install, lock, code, bundle])).toEqual({ layer: install, needs: lock });
  });
});

describe('moved', () => {
  it('moves one and keeps the others in order; what would leave the list stays', () => {
    expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
  });
});
