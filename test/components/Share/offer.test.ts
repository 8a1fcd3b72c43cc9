import { describe, expect, it } from 'vitest';
import { changesOf, offerOf, takeChanges } from '../../../src/components/Share/offer';
import type { Chapter } from '../../../src/notebook/chapter';
import { hashSource } from '../../../src/notebook/stale';

interface State {
  code: string;
  edited: boolean;
  older?: string;
}

const chapter = {
  path: 'theory/als',
  cells: ['a', 'b', 'c', 'check'].map((id) => ({
    id,
    code: `book ${id}`,
    title: `Cell ${id}`,
    options: { hidden: id === 'check' },
  })),
} as unknown as Chapter;
const book = (id: string): State => ({ code: `book ${id}`, edited: false });
const change = (id: string, code = 'theirs') => ({ id, code, original: hashSource(`book ${id}`) });

/** A session of which the reader has written into some cells. */
function sessionOf(own: Record<string, State> = {}) {
  const states = { ...own };
  return {
    chapter,
    state: (id: string) => (states[id] ?? book(id)) as never,
    edit: async (id: string, code: string) => void (states[id] = { code, edited: true }),
    settle: async (id: string) => void (states[id] = book(id)),
    states,
  };
}

describe('changesOf(session)', () => {
  it('holds the edited cells and nothing else', () => {
    const session = sessionOf({ b: { code: 'mine', edited: true }, c: { code: 'book c', edited: false, older: 'old' } });
    expect(changesOf(session)).toEqual({
      chapter: 'theory/als',
      cells: [{ id: 'b', code: 'mine', original: hashSource('book b') }],
    });
  });
});

describe('offerOf(chapter, changes, state)', () => {
  const offer = (cells: ReturnType<typeof change>[], own: Record<string, State> = {}, path = 'theory/als') =>
    offerOf(chapter, { chapter: path, cells }, sessionOf(own).state);

  it('compares with what stands in the cell, and says whose that is', () => {
    const { cells, notes } = offer([change('a'), change('b')], { b: { code: 'mine', edited: true } });
    expect(cells.map(({ id, now, isOwn, isDated }) => [id, now, isOwn, isDated])).toEqual([
      ['a', 'book a', false, false],
      ['b', 'mine', true, false],
    ]);
    expect(notes).toEqual([]);
  });

  it('counts an older edit that waits for a decision as the reader’s own', () => {
    expect(offer([change('a')], { a: { code: 'book a', edited: false, older: 'old' } }).cells[0].isOwn).toBe(true);
  });

  it('says when the book has changed the cell since', () => {
    expect(offer([{ id: 'a', code: 'theirs', original: 'another' }]).cells[0].isDated).toBe(true);
  });

  it('leaves out cells that the chapter does not have or does not show, and says so', () => {
    const { cells, notes } = offer([change('a'), change('check'), ...Array.from({ length: 9 }, (_, i) => change(`x${i}`))]);
    expect(cells.map(({ id }) => id)).toEqual(['a']);
    expect(notes).toEqual([
      'The link names what this chapter does not have, and it is left out: [check], [x0], [x1], [x2], [x3] and 5 more.',
    ]);
  });

  it('offers nothing of another chapter, and nothing that stands already', () => {
    expect(offer([change('a')], {}, 'theory/bpr')).toEqual({
      cells: [],
      notes: ['The changes in this link are to another chapter, theory/bpr.'],
    });
    expect(offer([change('a', 'book a')]).notes).toEqual(['The chapter stands as this link has it.']);
    expect(offer([]).notes).toEqual(['This link holds no changes.']);
  });
});

describe('takeChanges(session, cells)', () => {
  it('puts the chosen ones into their cells and touches no other', async () => {
    const session = sessionOf({ b: { code: 'mine', edited: true }, c: { code: 'book c', edited: false, older: 'old' } });
    const { cells } = offerOf(chapter, { chapter: 'theory/als', cells: ['a', 'b', 'c'].map((id) => change(id)) }, session.state);
    await takeChanges(
      session,
      cells.filter(({ id }) => id !== 'b'),
    );
    expect(session.states).toEqual({
      a: { code: 'theirs', edited: true },
      b: { code: 'mine', edited: true },
      c: { code: 'theirs', edited: true },
    });
  });
});
