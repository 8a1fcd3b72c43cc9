import { describe, expect, it } from 'vitest';
import { compileCell } from '../../../src/kernel/compile';
import { run } from '../session';

/** What is left of a cell: its body, types blanked. */
const left = (source: string): string => compileCell('cell', source).code.split('\n').slice(1, -2).join('\n');

describe('erasing types', () => {
  it.each([
    ['arrows on one line', 'const f = (x: number): number => x', 'const f = (x        )         => x'],
    ['arrows on one line of several', 'let n = 1;\nconst f = <T>(x: T): T => x;', 'let n = 1;\nconst f =    (x   )    => x;'],
    [
      'modifiers, but none in comments',
      'class A { private /* public */ readonly x = 1 }',
      'class A { ;       /* public */          x = 1 }',
    ],
    ['what a class promises', 'class A implements B, C<D> { x = 1 }', 'class A                    { x = 1 }'],
    ['what a class without a name promises', '[class implements B { x = 1 }]', '[class              { x = 1 }]'],
    [
      'what a class promises behind its parents',
      'class A<T> extends B<T> implements C { x = 1 }',
      'class A    extends B                 { x = 1 }',
    ],
    ['the word in a name', 'class myimplements<T> implements B { x = 1 }', 'class myimplements                 { x = 1 }'],
  ])('leaves all else in place: %s', (_, source, rest) => {
    expect(left(source)).toBe(rest);
  });

  it.each([
    ['the mark of a parameter before a comment', 'const f = (a? /* or none */ : number) => a; __out(f(1))', [1]],
    ['the mark of a parameter behind a comment', 'const f = (abc /* maybe? */ ?: number) => abc; __out(f(1))', [1]],
    ['the mark of a parameter in breaks', 'function f(abc\n  ?\n  : number) { return abc }\n__out(f(2))', [2]],
    [
      'marks of members',
      "class A { ['x]']?: string = 'p'; y!: number; 'z' /* ?! */ ?: number = 3; m?(): number { return 1 } }\nconst a = new A(); __out(a['x]'], a.y, a.z, a.m!())",
      ['p', undefined, 3, 1],
    ],
    [
      'parameters of types in breaks, behind a bracket in a comment',
      'const f = <\n  T,\n> /* ( */ (x: T) => x; __out(f(4))',
      [4],
    ],
    ['an operand that is one name', 'const a = 2; __out(a as number + 1, a satisfies number * 3)', [3, 6]],
    ['an operand in brackets', 'const a = 2; __out((a + 1) as number * 2)', [6]],
    ['a type that is imported in place', 'const a: import("m").T = 5; let b: typeof import("m"); __out(a)', [5]],
  ])('keeps the value: %s', async (_, source, values) => {
    expect((await run(source, { __out: true })).values).toEqual(values);
  });

  it.each([
    ['1 + 2 satisfies number * 3', 'put parentheses around what comes before `*`'],
    ['1 + 2 as number || 3', 'put parentheses around what comes before `||`'],
    ['for (const x: number of [1]) {}', 'unexpected token'], // nothing that the first parser minds
  ])('refuses %j', (source, message) => {
    expect(() => compileCell('cell', source)).toThrow(expect.objectContaining({ name: 'SyntaxError', message }));
  });
});

describe('a syntax error', () => {
  it('is told without the parser’s own place, of however many digits, and with ours', () => {
    const source = `${'\n'.repeat(11)}const abcdefgh = ;`;
    expect(() => compileCell('cell', source)).toThrow(
      expect.objectContaining({ message: 'unexpected token', line: 12, column: 18 }),
    );
    expect(() => compileCell('cell', 'let a = 1;\nlet a')).toThrow(
      expect.objectContaining({ message: "identifier 'a' has already been declared", line: 2, column: 5 }),
    );
  });
});
