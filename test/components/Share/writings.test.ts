import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseProgress } from '../../../src/components/Progress/progress';
import { compareWritings, readWritings, takeWritings, writeWritings, writingsNow } from '../../../src/components/Share/writings';

/** A browser's storage that holds so many characters. */
function storageOf(entries: Record<string, string> = {}, room = Infinity): Storage & { entries: Record<string, string> } {
  const map = new Map(Object.entries(entries));
  const size = () => [...map].reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  return {
    get length() {
      return map.size;
    },
    get entries() {
      return Object.fromEntries(map);
    },
    key: (at: number) => [...map.keys()][at] ?? null,
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (size() - (map.get(key)?.length ?? -key.length) + value.length > room) throw new Error('full');
      map.set(key, value);
    },
    removeItem: (key: string) => void map.delete(key),
    clear: () => map.clear(),
  };
}

/** The file that a browser with these entries would write. */
const fileOf = (entries: Record<string, string>) =>
  writeWritings(writingsNow(storageOf(entries), [], parseProgress(entries.progress ?? '')));

const edit = (code: string) => JSON.stringify({ code, original: 'h' });
const mine = { 'edit:theory/als#fit': edit('mine'), 'edit:theory/als#same': edit('one'), theme: 'dark' };
const theirs = {
  'edit:theory/als#fit': edit('theirs'),
  'edit:theory/als#same': edit('one'),
  'edit:theory/bpr#train': edit('new'),
  progress: JSON.stringify({ chapters: { 'theory/bpr': { read: true, solved: ['a'], seen: [] } }, last: 'theory/bpr' }),
};

describe('writeWritings(writings) and readWritings(text)', () => {
  it('carry edits and progress to another browser, and nothing else', () => {
    const target = storageOf();
    const writings = readWritings(fileOf({ ...theirs, theme: 'dark', 'edit:theory/als#broken': '{' }));
    takeWritings(target, writings, [...writings.edits.keys()]);
    const { progress, ...edits } = target.entries;
    expect({ ...edits, progress: JSON.parse(progress) as unknown }).toEqual({
      ...theirs,
      progress: JSON.parse(theirs.progress) as unknown,
    });
  });

  it('refuse what is no such file, or damaged, in a sentence', () => {
    const read = (json: unknown) => () => readWritings(typeof json === 'string' ? json : JSON.stringify(json));
    expect(read('not json')).toThrow('This file is not one that the book has written: it is not JSON.');
    expect(read({ edits: {} })).toThrow('This file is not one that this edition of the book has written.');
    const format = 'live-recsys-handbook 1';
    expect(read({ format, edits: { 'theory/als#fit': { code: 1, original: '' } } })).toThrow('This file is damaged');
    expect(read({ format, edits: { nowhere: { code: '', original: '' } } })).toThrow('‘nowhere’ holds no edit');
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(() => readWritings(json)).toThrow(/^This file is .*\.$/);
      }),
    );
  });
});

describe('writingsNow(storage, open, progress)', () => {
  const open = [{ chapter: 'theory/als', cells: [{ id: 'fit', code: 'newest', original: 'h' }] }];

  it('takes what stands on the open pages over what is kept of it, and is all there is where nothing is kept', () => {
    const both = writingsNow(storageOf(mine), open, { chapters: {} }).edits;
    expect([both.get('theory/als#fit')?.code, both.get('theory/als#same')?.code]).toEqual(['newest', 'one']);
    expect([...writingsNow(undefined, open, { chapters: {} }).edits.keys()]).toEqual(['theory/als#fit']);
  });
});

describe('compareWritings(storage, writings)', () => {
  it('tells new cells, equal ones and conflicts', () => {
    const comparison = compareWritings(storageOf(mine), readWritings(fileOf(theirs)));
    expect(comparison).toEqual({ fresh: ['theory/bpr#train'], conflicts: ['theory/als#fit'], same: ['theory/als#same'] });
  });
});

describe('takeWritings(storage, writings, cells)', () => {
  const writings = readWritings(fileOf(theirs));

  it('puts the chosen cells in place, and leaves all others', () => {
    const storage = storageOf(mine);
    takeWritings(storage, writings, ['theory/bpr#train']);
    const { progress, ...rest } = storage.entries;
    expect(rest).toEqual({ ...mine, 'edit:theory/bpr#train': edit('new') });
    expect(JSON.parse(progress)).toMatchObject({ last: 'theory/bpr', chapters: { 'theory/bpr': { read: true, solved: ['a'] } } });
  });

  it('joins what was reached in both', () => {
    const own = { chapters: { 'theory/bpr': { read: false, solved: ['b'], seen: ['c'] } }, last: 'theory/als' };
    const storage = storageOf({ progress: JSON.stringify(own) });
    takeWritings(storage, writings, []);
    expect(JSON.parse(storage.entries.progress)).toEqual({
      chapters: { 'theory/bpr': { read: true, solved: ['b', 'a'], seen: ['c'] } },
      last: 'theory/als',
    });
  });

  it('changes nothing when the browser refuses, however far it came', () => {
    const sizeOf = (entries: object) => Object.entries(entries).reduce((sum, [key, value]) => sum + key.length + value.length, 0);
    const ample = storageOf(mine);
    takeWritings(ample, writings, ['theory/als#fit', 'theory/bpr#train']);
    for (let room = sizeOf(mine); room < sizeOf(ample.entries); room += 7) {
      const storage = storageOf(mine, room);
      expect(() => takeWritings(storage, writings, ['theory/als#fit', 'theory/bpr#train']), `${room}`).toThrow(
        'The browser refused to keep it (full). Nothing was changed.',
      );
      expect(storage.entries).toEqual(mine);
    }
  });
});
