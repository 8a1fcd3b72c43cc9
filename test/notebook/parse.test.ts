import { describe, expect, it } from 'vitest';
import { NotebookError } from '../../src/notebook/errors';
import { parseNotebook } from '../../src/notebook/parse';

const SOURCE = `/* A notebook
 * of two cells */
// by us

// %% [split] Hold out the future
const a = 1;

display(a);


// %%[fit-2]   Alternate, k=10 times   hidden timeout=2.5 needs=times,propensities throws

  const b = \`
  x\`;

`;

describe('parseNotebook(path, source)', () => {
  it('reads ids, titles, options, code and lines', () => {
    expect(parseNotebook('theory/als', SOURCE)).toEqual({
      path: 'theory/als',
      cells: [
        {
          id: 'split',
          title: 'Hold out the future',
          options: { hidden: false, throws: false, needs: [] },
          code: 'const a = 1;\n\ndisplay(a);',
          line: 6,
        },
        {
          id: 'fit-2',
          title: 'Alternate, k=10 times',
          options: { hidden: true, throws: true, needs: ['times', 'propensities'], timeout: 2.5 },
          code: '  const b = `\n  x`;',
          line: 13,
        },
      ],
    });
  });

  it('gives the same cells with Windows line ends and a byte order mark', () => {
    expect(parseNotebook('theory/als', `\uFEFF${SOURCE.replace(/\n/g, '\r\n')}`)).toEqual(parseNotebook('theory/als', SOURCE));
  });

  it.each([
    'theory/als',
    'notebooks/theory/als.ts',
    '/home/me/book/notebooks/theory/als.ts',
    'C:\\book\\notebooks\\theory\\als.ts',
  ])('takes %s for the address theory/als', (path) => {
    expect(parseNotebook(path, SOURCE).path).toBe('theory/als');
    expect(() => parseNotebook(path, 'x')).toThrow('notebooks/theory/als.ts:1: ');
  });

  it('takes an option word in the middle of a title, or alone, as what it is', () => {
    const titles = (marker: string) => parseNotebook('t', `// %% [a] ${marker}\n1`).cells[0];
    expect(titles('What is hidden in the tail')).toMatchObject({
      title: 'What is hidden in the tail',
      options: { hidden: false },
    });
    expect(titles('It throws hidden')).toMatchObject({ title: 'It', options: { hidden: true, throws: true } });
    expect(titles('hidden')).toMatchObject({ title: '', options: { hidden: true } });
    expect(titles('')).toMatchObject({ title: '' });
  });

  it('has no cells in a file of comments', () => {
    expect(parseNotebook('t', '// nothing\n').cells).toEqual([]);
  });

  it.each([
    ['// %% [a] One\n1\n\n// %% [a] Two\n2', 4, 'cell [a] exists already, on line 1'],
    ['\n// %% Title only\n1', 2, 'a cell needs an id: `// %% [id] Title`'],
    ['// %% [] Title\n1', 1, "a cell's id must be a small letter, then letters, digits or hyphens, got []"],
    ['// %% [2nd] Title\n1', 1, "a cell's id must be a small letter, then letters, digits or hyphens, got [2nd]"],
    ['// %% [a] T colour=red\n1', 1, 'unknown option `colour=red`: a cell knows hidden, throws, needs=… and timeout=…'],
    ['// %% [a] T timeout=0\n1', 1, 'timeout must be a positive number of seconds, got 0'],
    ['// %% [a] T timeout=\n1', 1, 'timeout must be a positive number of seconds, got nothing'],
    ['// %% [a] T timeout=soon\n1', 1, 'timeout must be a positive number of seconds, got soon'],
    ['// %% [a] T needs=\n1', 1, 'needs must be names separated by commas, got nothing'],
    ['// %% [a] T needs=a,,b\n1', 1, 'needs must be names separated by commas, got a,,b'],
    ['// %% [a] T hidden hidden\n1', 1, 'option `hidden` is given twice'],
    ['// %% [a] T\n\n// %% [b] U\n1', 1, 'cell [a] is empty'],
    ['// x\n/* y\n */ import type { A } from "a";\n// %% [a] T\n1', 3, 'code stands before the first `// %% [id]` marker'],
    ['const x = 1;', 1, 'code stands before the first `// %% [id]` marker'],
  ])('refuses %j', (source, line, problem) => {
    try {
      parseNotebook('theory/als', source);
      expect.unreachable('it parsed');
    } catch (error) {
      expect(error).toBeInstanceOf(NotebookError);
      expect(error).toMatchObject({
        message: `notebooks/theory/als.ts:${line}: ${problem}`,
        file: 'notebooks/theory/als.ts',
        line,
      });
    }
  });

  it('finds each cell’s code on its line of the file', () => {
    const lines = SOURCE.split('\n');
    for (const cell of parseNotebook('t', SOURCE).cells) {
      expect(lines.slice(cell.line - 1, cell.line - 1 + cell.code.split('\n').length).join('\n')).toBe(cell.code);
    }
  });
});
