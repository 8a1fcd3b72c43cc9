import { describe, expect, it } from 'vitest';
import { SCRATCH, withScratch, withScratchCode } from '../../../src/components/Scratch/scratchCell';
import { changesOf } from '../../../src/components/Share/offer';
import { notebookFile } from '../../../src/components/Share/takeAway';
import { compileCell } from '../../../src/kernel/compile';
import { parseNotebook } from '../../../src/notebook/parse';

const source = '// %% [one] One\nconst a = 1;\n';
const chapter = withScratch({ path: 'theory/test', cells: parseNotebook('theory/test', source).cells as never });

/** A session in which only the scratch cell holds something. */
const session = (code: string) => ({
  chapter,
  state: (id: string) => (id === SCRATCH ? { code, edited: code !== '' } : { code: 'const a = 1;', edited: false }) as never,
});

describe('withScratch(chapter)', () => {
  it('puts an empty cell behind the chapter’s own, compiled as the kernel compiles it', () => {
    expect(chapter.cells.map(({ id, code }) => [id, code])).toEqual([
      ['one', 'const a = 1;'],
      [SCRATCH, ''],
    ]);
    expect(chapter.cells[1].compiled).toEqual(compileCell(SCRATCH, ''));
  });

  it('is one of the reader’s changes once it holds something', () => {
    expect(changesOf(session('')).cells).toEqual([]);
    expect(changesOf(session('display(a);')).cells).toMatchObject([{ id: SCRATCH, code: 'display(a);' }]);
  });
});

describe('a notebook taken away', () => {
  it('ends with the scratch cell, or without one in which nothing is written', () => {
    expect(notebookFile(session(' '), source)).toBe(source);
    const taken = notebookFile(session('display(a);'), source);
    expect(taken).toBe(`${source}\n// %% [scratch-cell] Scratch cell\ndisplay(a);\n`);
  });

  it('stays a notebook whatever stands in the scratch cell', () => {
    const cells = parseNotebook('theory/test', withScratchCode(source, '// %% [one] again\n1;')).cells;
    expect(cells.map(({ id }) => id)).toEqual(['one', SCRATCH]);
  });
});
