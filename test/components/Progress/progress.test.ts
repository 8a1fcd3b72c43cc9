import { describe, expect, it } from 'vitest';
import {
  markOf,
  NO_PROGRESS,
  parseProgress,
  placeIn,
  withLast,
  withPlace,
  withRead,
  withSeen,
  withSolved,
} from '../../../src/components/Progress/progress';
import { ProgressStore } from '../../../src/components/Progress/store';

describe('placeIn(progress, chapter)', () => {
  it('leads to the heading that was read last, also of what a browser kept', () => {
    expect(placeIn(NO_PROGRESS, 'a')).toBe('/a/');
    const kept = JSON.stringify(withRead(withPlace(NO_PROGRESS, 'a', 'in-production'), 'a'));
    expect(placeIn(parseProgress(kept), 'a')).toBe('/a/#in-production');
  });

  it('takes nothing for a heading that is none', () => {
    const kept = JSON.stringify(withPlace(NO_PROGRESS, 'a', 'x" onclick="'));
    expect(placeIn(parseProgress(kept), 'a')).toBe('/a/');
  });
});

describe('markOf(progress, chapter, exercises)', () => {
  const solved = (...names: string[]) => names.reduce((now, name) => withSolved(now, 'a', name), NO_PROGRESS);

  it('is done when every exercise is solved, read or not', () => {
    expect(markOf(solved('x'), 'a', ['x', 'y'])).toBeUndefined();
    expect(markOf(solved('x', 'y'), 'a', ['x', 'y'])).toBe('done');
  });

  it('is read when its end was read with exercises left, and done when it has none', () => {
    expect(markOf(withRead(solved('x'), 'a'), 'a', ['x', 'y'])).toBe('read');
    expect(markOf(withRead(NO_PROGRESS, 'a'), 'a', [])).toBe('done');
    expect(markOf(NO_PROGRESS, 'a', [])).toBeUndefined();
  });

  it('counts no exercise that the chapter no longer has, and nothing for a solution seen', () => {
    expect(markOf(solved('old'), 'a', ['new'])).toBeUndefined();
    expect(markOf(withSeen(NO_PROGRESS, 'a', 'x'), 'a', ['x'])).toBeUndefined();
  });
});

describe('parseProgress', () => {
  it('reads what was written', () => {
    const progress = withLast(withSeen(withSolved(withRead(NO_PROGRESS, 'a'), 'a', 'x'), 'b', 'y'), 'b');
    const read = parseProgress(JSON.stringify(progress));
    expect(read).toMatchObject({ last: 'b', chapters: { a: { read: true, solved: ['x'] }, b: { seen: ['y'] } } });
    expect(withSolved(read, 'a', 'x')).toEqual(read);
  });

  it.each(['', '{', 'null', '3', '{"chapters":null}', '{"chapters":{"a":null},"last":3}'])(
    'takes damage for nothing: %s',
    (text) => {
      expect(markOf(parseProgress(text), 'a', ['x'])).toBeUndefined();
    },
  );
});

describe('ProgressStore', () => {
  function keeper() {
    const kept = new Map<string, string>();
    const listeners: (() => void)[] = [];
    return {
      kept,
      elsewhere: (text: string) => {
        kept.set('progress', text);
        for (const listener of listeners) listener();
      },
      storage: () => ({
        getItem: (key: string) => kept.get(key) ?? null,
        setItem: (key: string, value: string) => void kept.set(key, value),
      }),
      onElsewhere: (listener: () => void) => void listeners.push(listener),
    };
  }

  it('keeps a change, tells of it, and takes in what another tab has kept', () => {
    const browser = keeper();
    const store = new ProgressStore(browser);
    let told = 0;
    store.subscribe(() => told++);
    store.change((now) => withRead(now, 'a'));
    expect(new ProgressStore(browser).get().chapters.a.read).toBe(true);
    store.get();
    browser.elsewhere(JSON.stringify(withSolved(store.get(), 'b', 'x')));
    expect(store.get().chapters.b.solved).toEqual(['x']);
    store.change((now) => withRead(now, 'b'));
    expect(store.get().chapters).toMatchObject({ a: { read: true }, b: { read: true, solved: ['x'] } });
    expect(told).toBe(3);
  });

  it('holds while the page is open when the browser keeps nothing', () => {
    const refuse = () => {
      throw new Error('forbidden');
    };
    const store = new ProgressStore({ storage: refuse, onElsewhere: () => undefined });
    store.change((now) => withRead(now, 'a'));
    store.change((now) => withRead(now, 'b'));
    expect(Object.keys(store.get().chapters)).toEqual(['a', 'b']);
  });
});
