import { describe, expect, it } from 'vitest';
import { placeOf, toErrorOutput } from '../../src/kernel/failure';
import { compileCell } from '../../src/kernel/compile';
import { hintFor } from '../../src/kernel/hints';

// Lines are one more than the reader's: the first line of the evaluated text is the kernel's.
describe('placeOf(stack)', () => {
  it.each([
    [
      'Chromium and Node',
      'TypeError: x\n    at helper (https://book/worker.js:1:2)\n    at f (cell:fit:4:7)\n    at async eval (cell:other:9:1)',
    ],
    ['Chromium, without a name', 'TypeError: x\n    at cell:fit:4:7'],
    ['Firefox', 'helper@https://book/worker.js:1:2\nf@cell:fit:4:7\nasync*@cell:other:9:1\n'],
    ['Firefox, evaluated', '@cell:fit:4:7\n@https://book/worker.js line 3 > eval:1:2\n'],
    ['Safari', 'f@cell:fit:4:7\n[native code]\nasyncFunctionResume@[native code]'],
  ])('reads the innermost line of a cell from a stack of %s', (_, stack) => {
    expect(placeOf(stack)).toEqual({ cell: 'fit', line: 3, column: 7 });
  });

  it('does without a column, and without any place', () => {
    expect(placeOf('f@cell:two-tower:3')).toEqual({ cell: 'two-tower', line: 2 });
    expect(placeOf('Error\n    at https://book/worker.js:1:2')).toBeUndefined();
    expect(placeOf(undefined)).toBeUndefined();
  });

  it('passes over the kernel’s own first line', () => {
    expect(placeOf('Error\n    at cell:fit:1:9\n    at cell:caller:2:1')).toEqual({ cell: 'caller', line: 1, column: 1 });
  });
});

describe('toErrorOutput(thrown)', () => {
  it('does not take a message for a stack', () => {
    const error = new Error('see cell:other:5:5 and\nat cell:more:6:6');
    expect(toErrorOutput(error)).toEqual({ kind: 'error', name: 'Error', message: error.message });
  });

  it('cuts a message of a million characters', () => {
    expect(toErrorOutput(new Error('m'.repeat(1e6))).message.length).toBe(10_001);
  });
});

describe('hintFor(error)', () => {
  it.each([
    // V8, then SpiderMonkey, then JavaScriptCore, for the same mistakes.
    ['ReferenceError', 'modle is not defined', '`modle`'],
    ['ReferenceError', "Can't find variable: modle", '`modle`'],
    ['ReferenceError', 'document is not defined', 'no page around it'],
    ['ReferenceError', "Can't find variable: require", 'do not run in Node'],
    ['ReferenceError', 'print is not defined', '`display(value)`'],
    ['ReferenceError', 'documents is not defined', '`documents`'],
    ['ReferenceError', "Cannot access 'a' before initialization", '`a` is used above'],
    ['ReferenceError', "can't access lexical declaration 'a' before initialization", '`a` is used above'],
    ['ReferenceError', "Cannot access 'a' before initialization.", '`a` is used above'],
    ['TypeError', "Cannot read properties of undefined (reading 'scores')", '`.scores` is undefined'],
    ['TypeError', 'can\'t access property "scores", x is undefined', 'undefined or null'],
    ['TypeError', "undefined is not an object (evaluating 'x.scores')", 'undefined or null'],
    ['TypeError', 'Assignment to constant variable.', 'another cell'],
    ['TypeError', "invalid assignment to const 'a'", 'another cell'],
    ['TypeError', 'Attempted to assign to readonly property.', 'another cell'],
    ['TypeError', 'x.recomend is not a function', 'spelling'],
    ['TypeError', 'x is not iterable', '`await`'],
    ['TypeError', 'Model is not a constructor', 'no class'],
    ['RangeError', 'Maximum call stack size exceeded', 'itself'],
    ['InternalError', 'too much recursion', 'itself'],
    ['RangeError', 'Invalid array length', 'memory'],
    ['RangeError', 'Invalid string length', 'longer than the browser can hold'],
    ['RangeError', 'Array buffer allocation failed', 'memory'],
    ['Error', 'Error in matMul: inner shapes (3) and (4) of Tensors with shapes 2,3 and 4,5 and transposeA=false', 'shape'],
    ['Error', 'Operands could not be broadcast together with shapes 3 and 2.', 'shape'],
    ['Error', 'Tensor is disposed.', 'freed'],
    ['TypeError', 'Cannot mix BigInt and other types, use explicit conversions', 'Number(value)'],
    ['TypeError', 'Failed to fetch', 'network'],
    ['SyntaxError', 'Unexpected token \'<\', "<!DOCTYPE "... is not valid JSON', 'not JSON'],
  ])('%s: %s', (name, message, part) => {
    expect(hintFor({ name, message })).toContain(part);
  });

  it('has none for an error it does not know', () => {
    expect(hintFor({ name: 'RangeError', message: 'factors must be a positive integer, got -3' })).toBeUndefined();
    expect(hintFor({ name: 'Error', message: 'stop' })).toBeUndefined();
  });
});

describe('the hint of a syntax error', () => {
  it.each([
    ['display(1', '`(` is opened and never closed'],
    ['const a = {\n  b: 1\n', '`{` is opened and never closed'],
    ['const x = [1, 2;', '`[` is still open here'],
    ['display(1))', '`)` closes nothing'],
    ['const a = [1 2]', 'a comma, a bracket or an operator'],
    ['const y;', 'gets its value where it is declared'],
    ['const s = "abc;', 'a text is not closed'],
    ['const x = 1; const x = 2;', 'declares a name once'],
    ['return 3', 'display(value)'],
    ['const f = () => { await 3 }', '`async`'],
    ['3 = x', '`===` compares'],
    ["const quoted = '('; // (\nconst z = ;", 'a comma, a bracket or an operator'],
  ])('of %j', (source, part) => {
    const error = (() => {
      try {
        compileCell('a', source);
      } catch (thrown) {
        return thrown as { hint?: string };
      }
    })();
    expect(error?.hint).toContain(part);
  });
});
