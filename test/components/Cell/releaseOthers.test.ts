import { describe, expect, it } from 'vitest';
import { releaseOthers } from '../../../src/components/Cell/releaseOthers';

describe('releaseOthers', () => {
  const chapters = (...used: [lastUsed: number, isIdle: boolean][]) => {
    const released: number[] = [];
    const sessions = used.map(([lastUsed, isIdle]) => ({ lastUsed, isIdle, release: () => void released.push(lastUsed) }));
    return { sessions, released };
  };

  it('ends the kernels that were used longest ago', () => {
    const { sessions, released } = chapters([5, true], [1, true], [4, true], [2, true]);
    releaseOthers(sessions, 2);
    expect(released).toEqual([2, 1]);
  });

  it('leaves those at work, however many there are, and those that are few', () => {
    const { sessions, released } = chapters([1, false], [2, false], [3, false], [4, true]);
    releaseOthers(sessions, 1);
    expect(released).toEqual([]);
  });
});
