/** The small parts that compiling is made of. */
import { describe, expect, it } from 'vitest';
import { Blanks } from '../../../src/kernel/syntax/blanks';
import { syntaxHint } from '../../../src/kernel/syntax/hint';
import { children, placeAt, unwrap } from '../../../src/kernel/syntax/node';
import type { Node } from '../../../src/kernel/syntax/node';

describe('Blanks', () => {
  it('turn characters into spaces and keep the line breaks', () => {
    const blanks = new Blanks('ab\ncd\r\u2028\u2029e');
    blanks.blank(1, 4);
    expect(blanks.toString()).toBe('a \n d\r\u2028\u2029e');
    expect([0, 1, 2, 3, 4].map((at) => blanks.isBlank(at))).toEqual([false, true, true, true, false]);
    blanks.blank(4, 9);
    expect(blanks.toString()).toBe('a \n  \r\u2028\u2029 ');
    expect(blanks.source).toBe('ab\ncd\r\u2028\u2029e');
  });

  it('leave a mark on a character, but never on a line break', () => {
    const blanks = new Blanks('abc\nd');
    blanks.blankTo(';', 1, 3);
    blanks.put('x', 3);
    blanks.put('y', 4);
    expect(blanks.toString()).toBe('a; \ny');
    expect(blanks.isBlank(4)).toBe(false);
  });
});

describe('placeAt(source, offset)', () => {
  it.each([
    ['abc', 0, 1, 1],
    ['abc', 2, 1, 3],
    ['a\nbc', 2, 2, 1],
    ['a\r\nbc', 4, 2, 2],
    ['a\rb\u2028c\u2029d', 6, 4, 1],
    ['\n\n', 2, 3, 1],
  ])('in %j at %i is %i:%i', (source, offset, line, column) => {
    expect(placeAt(source, offset)).toEqual({ line, column });
  });
});

describe('the tree', () => {
  const node = (type: string, fields = {}): Node => ({ type, start: 0, end: 1, ...fields });

  it('has children in the order of its fields, lists among them', () => {
    const [a, b, c] = ['A', 'B', 'C'].map((type) => node(type));
    const parent = node('P', {
      left: a,
      list: [b, null, 'x', { type: 'NoPlace' }, { start: 1 }],
      none: null,
      name: 'n',
      right: c,
    });
    expect(children(parent)).toEqual([a, b, c]);
  });

  it('unwraps what types and parentheses are put around', () => {
    const inner = node('Identifier');
    for (const type of [
      'TSAsExpression',
      'TSSatisfiesExpression',
      'TSNonNullExpression',
      'ParenthesizedExpression',
      'ChainExpression',
    ])
      expect(unwrap(node(type, { expression: node('TSInstantiationExpression', { expression: inner }) }))).toBe(inner);
    const call = node('CallExpression', { expression: inner });
    expect(unwrap(call)).toBe(call);
  });
});

describe('syntaxHint(message, source, at)', () => {
  it.each<[string, string, string]>([
    ['identifier has already been declared', 'const a = 1; const ‸a', 'one cell declares a name once'],
    ['unterminated string constant', "const a = ‸'x", 'a text is not closed'],
    ['unterminated template', 'const a = ‸`x', 'between backticks'],
    ["'return' outside of function", '‸return 1', 'a cell is no function'],
    ["cannot use keyword 'await' outside an async function", 'f(() => ‸await x)', '`async`'],
    ["the keyword 'class' is reserved", 'let ‸class', 'belongs to the language'],
    ['assigning to rvalue', '‸1 = a', '`===` compares'],
    ['unexpected token', 'const a‸;', 'a `const` gets its value where it is declared'],
    ['unexpected token', 'const a: number‸;', 'a `const` gets its value where it is declared'],
    ['unexpected token', 'const  total ‸;', 'a `const` gets its value where it is declared'],
    ['unexpected token', 'a /* (( */ b‸;', 'a comma, a bracket or an operator is missing'],
    ['unexpected token', "a '((' b‸;", 'a comma, a bracket or an operator is missing'],
    ['unexpected token', 'a "((" b‸;', 'a comma, a bracket or an operator is missing'],
    ['unexpected token', 'f(1 +‸)', 'a comma, a bracket or an operator is missing'],
    ['unexpected token', 'f(‸', '`(` is opened and never closed'],
    ['unexpected token', 'if (a) { [1‸ \n ', '`[` is opened and never closed'],
    ['unexpected token', 'f(1‸;', '`(` is still open here'],
    ['unexpected token', 'if (a ‸{ }', '`(` is still open here'],
    ['unexpected token', 'a = [1‸; b', '`[` is still open here'],
    ['unexpected token', 'f(1)‸)', '`)` closes nothing'],
    ['unexpected token', 'f([1‸)', '`)` closes nothing: `[` is still open'],
    ['unexpected token', '{ f(1‸}', '`}` closes nothing: `(` is still open'],
    ['unexpected token', 'a = { b: 1‸; }', 'a comma, a bracket or an operator is missing'],
    ['unexpected token', 'f("(" /* [ */, \'[\', "\\"(")‸ x // (', 'a comma, a bracket or an operator is missing'],
    ['Expected a semicolon', 'a ‸b', 'a comma, a bracket or an operator is missing'],
  ])('of %s in %s', (message, marked, hint) => {
    const at = marked.indexOf('‸');
    expect(syntaxHint(message, marked.replace('‸', ''), at)).toContain(hint);
  });

  it('is silent where it has no guess', () => {
    expect(syntaxHint('invalid regular expression', '/(/', 0)).toBeUndefined();
    expect(syntaxHint('unexpected token', 'f(1))', 4)).toMatch(/closes nothing$/);
  });
});
