import { describe, expect, it } from 'vitest';
import { parseNotebook } from '../../src/notebook/parse';
import { makeHost } from '../../src/runtime/host';
import { runNotebook } from '../../src/runtime/runNotebook';

const run = (source: string, options: { timeout?: number } = {}) =>
  runNotebook(parseNotebook('theory/x', source), { host: makeHost(() => Promise.reject(new Error('no data here'))), ...options });

describe('runNotebook', () => {
  it('runs cells in order and keeps their outputs', async () => {
    const { saved, failure } = await run('// %% [a] A\nconst x = 1;\ndisplay(x);\n// %% [b] B\ndisplay(x + 1);\n');
    expect(failure).toBeUndefined();
    expect(Object.keys(saved.cells)).toEqual(['a', 'b']);
    expect(saved.cells.b.outputs).toMatchObject([{ kind: 'value', tree: { value: 2 } }]);
  });

  it('ends at a cell that throws, and says which', async () => {
    const { runs, failure } = await run("// %% [a] A\nthrow new RangeError('no');\n// %% [b] B\ndisplay(2);\n");
    expect(failure).toBe('[a] RangeError: no');
    expect(runs).toHaveLength(1);
  });

  it('asks of a cell marked throws that it does', async () => {
    expect((await run("// %% [a] A throws\nthrow new Error('meant');\n// %% [b] B\ndisplay(1);\n")).failure).toBeUndefined();
    expect((await run('// %% [a] A throws\ndisplay(1);\n')).failure).toBe('[a] is marked `throws`, but nothing was thrown');
  });

  it('names file, line and column of what does not compile, before anything runs', async () => {
    const { runs, failure } = await run('// %% [a] A\ndisplay(1);\n// %% [b] B\nconst y = 1;\nconst x = = 2;\n');
    expect(runs).toEqual([]);
    expect(failure).toMatch(/^notebooks\/theory\/x\.ts:5:11: \[b\]: /);
  });

  it('refuses a cell that assigns another one’s name', async () => {
    const { failure } = await run('// %% [a] A\nlet x = 1;\n// %% [b] B\nx = 2;\n');
    expect(failure).toBe('notebooks/theory/x.ts:4:1: [b]: `x` belongs to cell [a]; only that cell may assign it');
  });

  it('gives up on a cell that takes too long', async () => {
    const { failure } = await run(
      '// %% [a] A timeout=0.05\nwhile (!signal.aborted) await new Promise((r) => setTimeout(r, 5));\n',
    );
    expect(failure).toBe('[a] ran out of time');
  });
});
