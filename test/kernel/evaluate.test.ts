import { afterEach, describe, expect, it, vi } from 'vitest';
import { compileCell } from '../../src/kernel/compile';

afterEach(() => vi.resetModules());

/** A kernel's evaluation of its own: what it is settled on holds for good. */
const fresh = () => import('../../src/kernel/evaluate');
const host = { load: () => Promise.reject(new Error('no modules')), pick: () => undefined };

describe('evaluate', () => {
  it('takes no name but an identifier, and no id but a cell’s', async () => {
    const { evaluate } = await fresh();
    const cell = compileCell('a', 'const b = a;');
    expect(await evaluate(cell, { a: 7, größe: 1, $: 2, _x1: 3 })(host)).toEqual({ b: 7 });
    for (const name of ['a } = __names; out(); const { b', '', '1a', 'a b', 'a\n'])
      expect(() => evaluate(cell, { [name]: 1 })).toThrow(EvalError);
    for (const id of ['a\nout()', '\nout()//a', '1a', '', ' a', 'a b', 'a!', 'é'])
      expect(() => evaluate({ ...cell, id }, {}), id).toThrow(EvalError);
    for (const id of ['two-tower', 'fit_2', 'A']) expect(await evaluate({ ...cell, id }, { a: 7 })(host)).toEqual({ b: 7 });
    expect(() => evaluate({ ...cell, code: { toString: () => cell.code } as unknown as string }, { a: 7 })).toThrow(EvalError);
    let reads = 0;
    const shifting = { toString: () => (reads++ ? 'a\nout()' : 'a') } as unknown as string;
    expect(() => evaluate({ ...cell, id: shifting }, {})).toThrow(EvalError);
  });

  it('evaluates, once that is settled, only what the page sent, whatever stands in the cell by then', async () => {
    const { evaluate, evaluateOnly } = await fresh();
    const cell = compileCell('a', 'const b = 1;');
    evaluateOnly((code) => code === cell.code);
    expect(await evaluate(cell, {})(host)).toEqual({ b: 1 });
    expect(() => evaluate(compileCell('a', 'const b = 2;'), {})).toThrow('a cell cannot turn a text into code');
    let reads = 0;
    const shifting = {
      ...cell,
      get code() {
        return reads++ ? 'async () => ({ b: 2 })' : cell.code;
      },
    };
    expect(await evaluate(shifting, {})(host)).toEqual({ b: 1 });
    expect(() => evaluateOnly(() => true)).toThrow('settled already');
  });
});
