import { describe, expect, it } from 'vitest';
import { bookState } from '../../../src/components/Cell/cellState';
import { cellReport, codeAddress } from '../../../src/components/Report/cellReport';
import type { ChapterCell } from '../../../src/notebook/chapter';

const cell = { id: 'dcg', title: 'Gain', line: 12, code: 'dcg([1]);', outputs: [], usesData: true } as unknown as ChapterCell;
const page = { repository: 'https://github.com/o/n', version: '0.1.0', browser: 'Firefox/140', path: 'theory/metrics' };
const { path, ...known } = page;

describe('cellReport', () => {
  it('names the cell and its place, and not the book’s own code', () => {
    expect(cellReport(page, cell, bookState(cell))).toEqual({
      ...known,
      title: path,
      page: 'notebooks/theory/metrics.ts, line 12',
      cell: 'dcg',
    });
  });

  it('carries the reader’s code, its error with the place, and another data set', () => {
    const error = { kind: 'error', name: 'TypeError', message: 'no', cell: 'dcg', line: 2, column: 3 } as const;
    const state = { ...bookState(cell), code: 'mine', edited: true, outputs: [error], data: 'KION' };
    expect(cellReport(page, cell, state)).toMatchObject({
      code: 'mine',
      error: 'TypeError: no\ncell dcg, line 2, column 3',
      data: 'KION',
    });
  });
});

describe('codeAddress', () => {
  it('edits the notebook’s file where the cell begins', () => {
    expect(codeAddress(page, cell)).toBe('https://github.com/o/n/edit/main/notebooks/theory/metrics.ts#L12');
  });
});
