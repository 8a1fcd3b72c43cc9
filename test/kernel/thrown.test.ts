/** Whatever a cell throws becomes an output that can be read. */
import { describe, expect, it } from 'vitest';
import { placeOf, toErrorOutput } from '../../src/kernel/failure';
import { print } from '../../src/kernel/format/print';

const THROWN = { kind: 'error', name: 'Thrown', hint: 'throw an Error and its line can be shown: `throw new Error(…)`' };

describe('toErrorOutput(thrown)', () => {
  it('shows what is no error, and says how to throw one', () => {
    for (const thrown of [null, undefined, 7, 'no', { message: 'only' }, { name: 'only' }, { name: 'A', message: 5 }])
      expect(toErrorOutput(thrown)).toStrictEqual({ ...THROWN, message: print(thrown) });
  });

  it('takes an error of another realm for one', () => {
    expect(toErrorOutput({ name: 'DataCloneError', message: 'could not be cloned', stack: 'at cell:fit:4:7' })).toStrictEqual({
      ...{ kind: 'error', name: 'DataCloneError', message: 'could not be cloned' },
      ...{ cell: 'fit', line: 3, column: 7 },
    });
  });

  it('calls an error that lost its name an Error, and one without a message by its name', () => {
    const nameless = Object.assign(new Error('x'), { name: '', stack: '' });
    expect(toErrorOutput(nameless)).toStrictEqual({ kind: 'error', name: 'Error', message: 'x' });
    const numbered = Object.assign(new Error('x'), { name: 5 as unknown as string, stack: '' });
    expect(toErrorOutput(numbered)).toMatchObject({ name: 'Error', message: 'x' });
    const silent = Object.assign(new Error(), { name: 'Silent', message: undefined as unknown as string, stack: '' });
    expect(toErrorOutput(silent)).toStrictEqual({ kind: 'error', name: 'Silent', message: '' });
  });

  it('tells the cause, and outlives an error that fights back', () => {
    const caused = Object.assign(new Error('x', { cause: new TypeError('y') }), { stack: '' });
    expect(toErrorOutput(caused).message).toBe('x (because of TypeError: y)');
    expect(toErrorOutput(Object.assign(new Error('x', { cause: 'why' }), { stack: '' })).message).toBe('x');
    const trap = new Proxy(new Error('x'), {
      get() {
        throw new Error('no');
      },
    });
    expect(toErrorOutput(trap)).toStrictEqual({ kind: 'error', name: 'Error', message: 'an error that cannot be read' });
  });

  it('keeps a message of 10,000 characters whole', () => {
    expect(toErrorOutput(new Error('m'.repeat(10_000))).message).toBe('m'.repeat(10_000));
    expect(toErrorOutput(new Error('m'.repeat(10_001))).message).toBe(`${'m'.repeat(10_000)}…`);
  });
});

describe('placeOf(stack)', () => {
  it('has no column where the stack has none', () => {
    expect(placeOf('f@cell:two-tower:3')).toStrictEqual({ cell: 'two-tower', line: 2 });
    expect(placeOf('f@cell:two-tower:3:0')).toStrictEqual({ cell: 'two-tower', line: 2, column: 0 });
  });
});
