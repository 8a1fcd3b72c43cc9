import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { GLOBALS, toIpynb } from '../../src/notebook/ipynb';
import { parseNotebook } from '../../src/notebook/parse';
import type { SavedOutputs } from '../../src/notebook/types';

const notebook = parseNotebook(
  'theory/als',
  '// %% [fit] Fit it\nconst a = 1;\ndisplay(a);\n// %% [fail] hidden throws\nnope()\n',
);
const saved: SavedOutputs = {
  cells: {
    fit: {
      outputs: [
        { kind: 'text', stream: 'warn', text: 'a\nb' },
        {
          kind: 'value',
          tree: {
            type: 'branch',
            name: 'K',
            shape: 'record',
            entries: [['a', { type: 'leaf', of: 'string', value: 'x' }]],
            more: 2,
          },
        },
        { kind: 'table', columns: [{ name: 'm<', type: 'text' }], rows: [['<b>'], [{ special: 'NaN' }]], total: 9 },
        {
          kind: 'svg',
          views: [
            { width: 640, svg: '<svg>\n</svg>' },
            { width: 340, svg: '<svg/>' },
          ],
          label: 'dots',
        },
        { kind: 'html', html: '<i>1</i>' },
        { kind: 'progress', label: 'epoch', done: 2, total: 3, history: [{ at: 2, values: { loss: 0.5 } }] },
        { kind: 'cut', what: 'outputs', dropped: 5 },
      ],
    },
    fail: {
      outputs: [
        { kind: 'error', name: 'ReferenceError', message: 'nope is not defined', cell: 'fail', line: 1, column: 1, hint: 'h' },
      ],
    },
  },
};

describe('toIpynb(notebook, saved)', () => {
  const ipynb = toIpynb(notebook, saved);

  it('holds headings and code, every multi-line text as lines with their breaks', () => {
    expect(ipynb.cells.map(({ cell_type, id, source }) => [cell_type, id, source.join('')])).toEqual([
      ['markdown', 'about-this-notebook', expect.stringContaining('# theory/als\n')],
      ['markdown', 'fit-title', '## Fit it'],
      ['code', 'fit', 'const a = 1;\ndisplay(a);'],
      ['code', 'fail', 'nope()'],
    ]);
    expect(ipynb.cells[2].source).toEqual(['const a = 1;\n', 'display(a);']);
    expect(ipynb.cells[3].metadata).toEqual({ tags: ['raises-exception', 'hide-input'] });
  });

  it('turns each output into nbformat’s own kinds', () => {
    expect(ipynb.cells[2]).toMatchObject({
      execution_count: 1,
      outputs: [
        { output_type: 'stream', name: 'stderr', text: ['a\n', 'b'] },
        { output_type: 'display_data', data: { 'text/plain': ['K {\n', '  a: "x",\n', '  … 2 more\n', '}'] } },
        {
          data: {
            'text/html': expect.arrayContaining(['<tr><td>&lt;b&gt;</td></tr>\n', '<p>2 of 9 rows</p>']),
            'text/plain': ['m<\n', '<b>\n', 'NaN'],
          },
        },
        { data: { 'image/svg+xml': [expect.stringMatching(/^<svg xmlns=.*>\n$/), '</svg>'], 'text/plain': ['dots'] } },
        { data: { 'text/html': ['<i>1</i>'] } },
        { data: { 'text/plain': ['epoch 2 of 3, loss 0.5'] } },
        { output_type: 'stream', text: ['5 more outputs not kept\n'] },
      ],
    });
    expect(ipynb.cells[3]).toMatchObject({
      outputs: [
        {
          output_type: 'error',
          ename: 'ReferenceError',
          evalue: 'nope is not defined',
          traceback: ['ReferenceError: nope is not defined', '  in cell [fail], line 1, column 1', '  h'],
        },
      ],
    });
  });

  // The rules of nbformat.v4.5.schema.json that this notebook could break: https://github.com/jupyter/nbformat
  it('keeps the rules of nbformat 4.5', () => {
    for (const written of [ipynb, toIpynb(notebook)]) {
      expect(written).toMatchObject({
        nbformat: 4,
        nbformat_minor: 5,
        metadata: { kernelspec: { name: 'deno', display_name: 'Deno' } },
      });
      const ids = written.cells.map((cell) => cell.id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const cell of written.cells) {
        expect(cell.id).toMatch(/^[a-zA-Z0-9-_]{1,64}$/);
        if (cell.cell_type === 'markdown') expect(cell).not.toHaveProperty('outputs');
        else expect(Array.isArray(cell.outputs) && (cell.execution_count === null || cell.execution_count >= 1)).toBe(true);
      }
    }
    expect(toIpynb(notebook).cells[2]).toMatchObject({ execution_count: null, outputs: [] });
  });

  it('imports library and globals by the site’s address, so that it needs no clone', () => {
    const code = [
      "import { als,\n  type Model } from 'recsys';",
      "import * as Plot from '@observablehq/plot';",
      "import type { Ranking } from 'recsys';",
      "const said = 'import x from recsys';",
      "const { DataFrame } = await import('elsewhere');",
    ];
    const site = 'https://example.org/book/';
    const imported = toIpynb(parseNotebook('theory/als', `// %% [a] A\n${code.join('\n')}\n`), undefined, { site });
    expect(imported.cells.map(({ id, cell_type }) => `${cell_type} ${id}`)).toEqual([
      'markdown about-this-notebook',
      'code the-books-library',
      'markdown a-title',
      'code a',
    ]);
    expect(imported.cells[1].source[0]).toBe('import * as recsys from "https://example.org/book/recsys.js";\n');
    expect(imported.cells[3].source.join('')).toBe(
      `${code.join('\n').replaceAll("'recsys'", `'${site}recsys.js'`).replace("'@observablehq/plot'", `'${site}plot.js'`)}\nawait shown();`,
    );
  });

  it('imports every global that a notebook has', () => {
    const declared = readFileSync('notebooks/globals.d.ts', 'utf8').matchAll(/^declare (?:function|const) (\w+)/gm);
    expect(new Set([...declared].map(([, name]) => name))).toEqual(new Set(GLOBALS));
  });
});
