import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { remedyFor, takeRunAgain } from '../../../src/components/Offline/recover';

describe('remedyFor(fault)', () => {
  it('reloads for a newer edition where that loses nothing', () => {
    expect(remedyFor({ own: 'a', server: 'b', losesWork: false })).toBe('reload');
    expect(remedyFor({ own: 'b', server: 'c', tried: 'b', losesWork: false })).toBe('reload');
  });

  it('leaves it to the reader where work would be lost, or a reload has not helped', () => {
    expect(remedyFor({ own: 'a', server: 'b', losesWork: true })).toBe('tell');
    expect(remedyFor({ own: 'a', server: 'b', tried: 'b', losesWork: false })).toBe('tell');
  });

  it('leaves it to the error where no newer edition can be seen', () => {
    expect(remedyFor({ own: 'a', server: 'a', losesWork: false })).toBe('nothing');
    expect(remedyFor({ own: 'a', losesWork: false })).toBe('nothing');
  });
});

describe('takeRunAgain(chapter)', () => {
  const held = new Map<string, string>();
  beforeEach(() => {
    held.clear();
    const storage = {
      getItem: (key: string) => held.get(key) ?? null,
      setItem: (key: string, value: string) => held.set(key, value),
    };
    vi.stubGlobal('sessionStorage', storage);
  });
  afterEach(() => vi.unstubAllGlobals());

  it('names the cell to its own chapter, once', () => {
    held.set('run-again', JSON.stringify({ chapter: 'theory/als', cell: 'fit', edition: 'b' }));
    expect(takeRunAgain('theory/ease')).toBeUndefined();
    expect(takeRunAgain('theory/als')).toBe('fit');
    expect(takeRunAgain('theory/als')).toBeUndefined();
    expect(held.get('run-again')).toContain('"edition":"b"');
  });

  it('makes nothing of a damaged note', () => {
    for (const note of ['{', 'null', '"text"', '{"chapter":"theory/als"}']) {
      held.set('run-again', note);
      expect(takeRunAgain('theory/als')).toBeUndefined();
    }
  });
});
