import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinCells } from '../../src/typing/cellFile';

const cells = fc
  .array(fc.string({ unit: fc.constantFrom('a', '\n', '(', '😀', ' ') }), { minLength: 1, maxLength: 6 })
  .map((codes) => codes.map((code, at) => ({ id: `c${at}`, code })));

describe('joinCells(cells)', () => {
  it('finds every place of every cell again', () => {
    fc.assert(
      fc.property(cells, (some) => {
        const file = joinCells(some);
        for (const { id: cell, code } of some) {
          for (let offset = 0; offset <= code.length; offset++) {
            const at = file.offsetOf({ cell, offset });
            expect(file.placeOf(at)).toEqual({ cell, offset });
            if (offset < code.length) expect(file.text[at]).toBe(code[offset]);
          }
        }
      }),
    );
  });

  it('gives what lies between two cells, and behind the last one, to the end of the cell above', () => {
    const file = joinCells([
      { id: 'a', code: 'one' },
      { id: 'b', code: 'two' },
    ]);
    const second = file.offsetOf({ cell: 'b', offset: 0 });
    expect(file.placeOf(second - 1)).toEqual({ cell: 'a', offset: 3 });
    expect(file.placeOf(file.text.length + 5)).toEqual({ cell: 'b', offset: 3 });
  });

  it('refuses a cell that is not there', () => {
    expect(() => joinCells([{ id: 'a', code: '' }]).offsetOf({ cell: 'b', offset: 0 })).toThrow('cell must be one of a, got b');
  });
});
