/** Places in an engine like WebKit's, whose errors have a line and whose stacks name no evaluated code. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { compileCell } from '../../src/kernel/compile';
import { toErrorOutput } from '../../src/kernel/failure';
import { cellAt, linesBefore } from '../../src/kernel/lines';

/** An error as JavaScriptCore makes it in evaluated code: `new Error('x')`, thrown at a line of a text. */
const thrown = (line: unknown, more = {}) =>
  Object.assign(new Error('x'), { stack: 'g@\n@\n@https://book/worker.js:7:60', line, ...more });

describe('the lines of cells', () => {
  it('are its own for each cell, and stay', () => {
    expect([linesBefore('fit'), linesBefore('split'), linesBefore('fit')]).toEqual([10_000, 20_000, 10_000]);
    expect(cellAt(10_001)).toEqual({ cell: 'fit', line: 1 });
    expect(cellAt(20_000)).toEqual({ cell: 'fit', line: 10_000 });
    expect(cellAt(20_001)).toEqual({ cell: 'split', line: 1 });
    for (const line of [-5, 0, 1, 10_000, 30_001, 10_001.5, NaN]) expect(cellAt(line), String(line)).toBeUndefined();
  });

  it('tell an error’s cell and line, one below the kernel’s own first', () => {
    expect(toErrorOutput(thrown(10_004))).toEqual({ kind: 'error', name: 'Error', message: 'x', cell: 'fit', line: 3 });
    expect(toErrorOutput(thrown(20_002))).toMatchObject({ cell: 'split', line: 1 });
    for (const own of [10_001, 20_001]) expect(toErrorOutput(thrown(own))).not.toHaveProperty('line');
  });

  it('tell nothing of an error in a file, nor of one that has its line from elsewhere', () => {
    for (const error of [thrown(10_004, { sourceURL: 'https://book/worker.js' }), thrown(3), thrown('10004'), thrown(undefined)])
      expect(toErrorOutput(error)).toEqual({ kind: 'error', name: 'Error', message: 'x' });
  });
});

describe('evaluate, in such an engine', () => {
  afterEach(() => void vi.doUnmock('../../src/kernel/lines'));

  it('begins each cell’s code at its own line', async () => {
    vi.resetModules();
    vi.doMock('../../src/kernel/lines', () => ({
      errorsHaveLines: true,
      linesBefore: (id: string) => (id === 'b' ? 20_000 : 10_000),
    }));
    const { evaluate } = await import('../../src/kernel/evaluate');
    const host = { load: () => Promise.reject(new Error('no modules')), pick: () => undefined };
    const stackOf = (id: string) =>
      evaluate(
        compileCell(id, 'const a = 1;\nnull.deeper;'),
        {},
      )(host).then(
        () => '',
        (error: Error) => error.stack,
      );
    // V8 says where it is by the line of the text: one more than the reader's, and those before.
    expect(await stackOf('a')).toContain('cell:a:10003:');
    expect(await stackOf('b')).toContain('cell:b:20003:');
  });
});
