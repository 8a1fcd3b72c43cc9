import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { load, saveCompared } from '../../bench/report';

interface Result {
  ms: number;
}

describe('a benchmark’s run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const compare = (saved: Result, fresh: Result) => (fresh.ms > saved.ms ? [`${fresh.ms} ms, was ${saved.ms}`] : []);
  const run = (ms: number, options: { isAccepted?: boolean; isPart?: boolean; faults?: string[] } = {}) => {
    process.exitCode = undefined;
    saveCompared('sums', { ms }, { compare, folder, isAccepted: false, ...options });
    const failed = process.exitCode === 1;
    process.exitCode = undefined;
    return { failed, saved: load<Result>('sums', folder)?.ms };
  };
  beforeEach(() => {
    vi.spyOn(console, 'log').mockReturnValue();
    vi.spyOn(console, 'error').mockReturnValue();
  });
  afterEach(() => {
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });

  it('that is worse fails every time, and is not saved over the better one', () => {
    expect(run(10)).toEqual({ failed: false, saved: 10 });
    expect(run(12)).toEqual({ failed: true, saved: 10 });
    expect(console.error).toHaveBeenCalledWith('worse than the saved run: 12 ms, was 10');
    expect(run(12)).toEqual({ failed: true, saved: 10 });
    expect(run(9)).toEqual({ failed: false, saved: 9 });
  });

  it('that is worse is saved when it is accepted, and a part of one never', () => {
    run(10);
    expect(run(12, { isAccepted: true })).toEqual({ failed: false, saved: 12 });
    expect(run(5, { isPart: true })).toEqual({ failed: false, saved: 12 });
    expect(run(13, { isPart: true })).toEqual({ failed: true, saved: 12 });
  });

  it('that is not as it has to be fails and is not saved, even where nothing is', () => {
    expect(run(10, { faults: ['a leak'] })).toEqual({ failed: true, saved: undefined });
    expect(console.error).toHaveBeenCalledWith('not as it has to be: a leak');
    expect(run(10, { faults: ['a leak'], isAccepted: true })).toEqual({ failed: false, saved: 10 });
  });
});
