import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jupyterFile, notebookFile } from '../../../src/components/Share/takeAway';
import type { Chapter } from '../../../src/notebook/chapter';
import type { Ipynb } from '../../../src/notebook/ipynb';
import { parseNotebook } from '../../../src/notebook/parse';

const path = 'theory/metrics';
const source = readFileSync(`notebooks/${path}.ts`, 'utf8');
const { cells } = parseNotebook(path, source);
const [first, second] = cells;
const text = (said: string) => [{ kind: 'text', stream: 'log', text: said }];

/** A session in which the first cell was edited and not run, and all others show what the book saved. */
const session = {
  chapter: { path, cells } as unknown as Chapter,
  state: (id: string) =>
    (id === first.id
      ? { code: 'display(1);', edited: true, outputs: text('old'), stale: { reason: 'edited', cause: id } }
      : { code: cells.find((cell) => cell.id === id)!.code, edited: false, outputs: text(id) }) as never,
};

describe('notebookFile(session, source)', () => {
  it('is the repository’s file but for the edited cell', () => {
    expect(notebookFile(session, source)).toBe(source.replace(first.code, 'display(1);'));
  });
});

describe('jupyterFile(session, source, site)', () => {
  const ipynb = JSON.parse(jupyterFile(session, source, 'https://example.org/')) as Ipynb;
  const codeOf = (id: string) =>
    ipynb.cells.find((cell) => cell.id === id) as Extract<Ipynb['cells'][number], { cell_type: 'code' }>;

  it('has the reader’s code, and the library by the site’s address', () => {
    expect(codeOf(first.id).source[0]).toBe('display(1);\n');
    expect(codeOf('the-books-library').source.join('')).toContain('https://example.org/recsys.js');
  });

  it('has the outputs on the page, and none that an edit has made wrong', () => {
    expect(codeOf(first.id)).toMatchObject({ outputs: [], execution_count: null });
    expect(codeOf(second.id).outputs).toEqual([{ output_type: 'stream', name: 'stdout', text: [second.id] }]);
  });
});
