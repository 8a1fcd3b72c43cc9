import { describe, expect, it } from 'vitest';
import { lackText } from '../../src/notebook/lackText';
import { parseNotebook } from '../../src/notebook/parse';
import { fromRows } from '../../src/recsys/data/fromRows';
import { makeHost } from '../../src/runtime/host';
import type { DataSet } from '../../src/recsys/types';
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

  it('tells what the names hold that cells declared', async () => {
    const { value } = await run('// %% [a] A\nconst artefact = new ArrayBuffer(3);\n// %% [b] B\nlet x = 1;\n');
    expect(value('artefact')).toEqual(new ArrayBuffer(3));
    expect([value('x'), value('toString'), value('none')]).toEqual([1, undefined, undefined]);
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

  it('says of a cell what the data lacks, and of those that need the cell, and runs the rest', async () => {
    const interactions = fromRows([{ user: 'u', item: 'i', time: 0 }]);
    const data: DataSet = { name: 'orders.csv', notice: '', interactions, items: [], users: [], has: ['times'] };
    const source = [
      '// %% [a] A needs=times,propensities,truth\nconst x = 1;',
      '// %% [b] B\nconst y = x;',
      '// %% [c] C needs=genres throws\ny;',
      "// %% [d] D needs=times\ndisplay('fine');",
    ].join('\n');
    const { failure, runs, saved } = await runNotebook(parseNotebook('theory/x', source), {
      host: makeHost(() => Promise.resolve(data)),
    });
    expect(failure).toBeUndefined();
    expect(runs.map(({ status }) => status)).toEqual(['skipped', 'skipped', 'skipped', 'done']);
    const said = Object.values(saved.cells).map(({ outputs: [output] }) =>
      output.kind === 'lack' ? lackText(output) : output.kind,
    );
    expect(said).toEqual([
      'This data set (orders.csv) has no propensities and no known truth, which this cell needs.',
      'This data set (orders.csv) has no propensities and no known truth, which cell [a] needs, and this cell needs that one.',
      'This data set (orders.csv) has no genres, which this cell needs.',
      'text',
    ]);
    const slip = await runNotebook(parseNotebook('theory/x', '// %% [a] A needs=time\n1;'), {
      host: makeHost(() => Promise.resolve(data)),
    });
    expect(slip.failure).toMatch(/needs must be of times, .*, got time$/);
  });

  describe('of an exercise', () => {
    const exercise = (starter: string, solution: string) =>
      [
        `// %% [try] Your turn\nexercise('f', ${starter});`,
        "// %% [check] Check hidden\ncheck('f', (f: () => number) => { if (f() !== 1) throw new Error(`should be 1, got ${f()}`); return 'it is 1'; });",
        `// %% [solve] Solution hidden\n\nsolution('f', ${solution});\n`,
      ].join('\n');

    it('proves that the starter fails and the solution passes, and saves both verdicts', async () => {
      const { failure, saved } = await run(exercise('() => 2', '() => 1'));
      expect(failure).toBeUndefined();
      expect(saved.cells.check.outputs).toMatchObject([{ kind: 'check', passed: false, message: 'should be 1, got 2' }]);
      expect(saved.cells.solve.outputs).toMatchObject([{ kind: 'check', passed: true, message: 'it is 1' }]);
    });

    it('ends at a starter that passes, and names cell and line', async () => {
      expect((await run(exercise('() => 1', '() => 1'))).failure).toBe(
        "notebooks/theory/x.ts:4: [check]: the starter of 'f' passes the check, so that nothing is left to do",
      );
    });

    it('ends at a solution that fails, and names cell and line', async () => {
      expect((await run(exercise('() => 2', '() => 3'))).failure).toBe(
        "notebooks/theory/x.ts:7: [solve]: the solution of 'f' fails the check: should be 1, got 3",
      );
      expect((await run(exercise('() => 2', '() => {\n  throw new Error("oh");\n}'))).failure).toBe(
        "notebooks/theory/x.ts:8: [solve]: the solution of 'f' fails the check: oh",
      );
    });

    it('refuses a part of an exercise that is not there, before anything runs', async () => {
      const { runs, failure } = await run("// %% [a] A\n\nexercise('f', () => 1);\n");
      expect(runs).toEqual([]);
      expect(failure).toBe("notebooks/theory/x.ts:3:1: [a]: the exercise 'f' has no check");
    });
  });
});
