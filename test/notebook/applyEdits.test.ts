import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../src/notebook/applyEdits';
import { parseNotebook } from '../../src/notebook/parse';

const path = 'theory/baseline';
const source = readFileSync(`notebooks/${path}.ts`, 'utf8');
const { cells } = parseNotebook(path, source);

describe('applyEdits(path, source, edits)', () => {
  it('gives the file itself without edits', () => {
    expect(applyEdits(path, source, {})).toBe(source);
    expect(applyEdits(path, source, Object.fromEntries(cells.map(({ id, code }) => [id, code])))).toBe(source);
  });

  it('gives a notebook with the reader’s code in their cells and the book’s in all others', () => {
    const code = fc.array(fc.constantFrom('const a = 1;', '', '// said', '// %% [x] no marker', '  display(a);'), {
      maxLength: 6,
    });
    const edits = fc.dictionary(
      fc.constantFrom(...cells.map(({ id }) => id)),
      code.map((lines) => lines.join('\n')),
    );
    fc.assert(
      fc.property(edits, (edited) => {
        const read = parseNotebook(path, applyEdits(path, source, edited));
        expect(read.cells.map(({ id, title, options }) => ({ id, title, options }))).toEqual(
          cells.map(({ id, title, options }) => ({ id, title, options })),
        );
        const squeezed = (text: string) => text.replace(/^\s+|\s+$/g, '').replace(/^ (?=\/\/ %%)/gm, '');
        for (const { id, code: book } of cells) {
          const expected = squeezed(edited[id] ?? book) || '// emptied';
          expect(squeezed(read.cells.find((cell) => cell.id === id)!.code)).toBe(expected);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('refuses a cell that the notebook does not have', () => {
    expect(() => applyEdits(path, source, { nowhere: '1;' })).toThrow('edits must be of cells of theory/baseline, got [nowhere]');
  });
});
