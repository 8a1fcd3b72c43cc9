import { describe, expect, it } from 'vitest';
import { compileCell } from '../../../src/kernel/compile';

/** The calls that a cell is found to make, with the source of each call’s code. */
const callsOf = (source: string) =>
  compileCell('cell', source).analysis.exercises?.map(({ part, name, line, at, start, end }) => ({
    ...{ part, name, line },
    at: source.slice(at).split('(')[0],
    code: source.slice(start, end),
  }));

describe('exercises of a cell', () => {
  it('are its calls, in the order of the source, with their lines and their code', () => {
    const source =
      "const f = exercise('double', (x) => x);\ncheck('double', (g) => g(2));\n  solution('triple', (x) => 3 * x); check('other', f)";
    expect(callsOf(source)).toEqual([
      { part: 'exercise', name: 'double', line: 1, at: 'exercise', code: '(x) => x' },
      { part: 'check', name: 'double', line: 2, at: 'check', code: '(g) => g(2)' },
      { part: 'solution', name: 'triple', line: 3, at: 'solution', code: '(x) => 3 * x' },
      { part: 'check', name: 'other', line: 3, at: 'check', code: 'f' },
    ]);
  });

  it('are found within blocks and behind types', () => {
    expect(callsOf("if (signal) { exercise('a', () => 1) }")).toMatchObject([{ name: 'a' }]);
    expect(callsOf("const g = [(exercise as any)('b', () => 1)];")).toMatchObject([{ name: 'b', part: 'exercise' }]);
  });

  it.each([
    ['a function of the cell', "const check = (name, f) => f; check('a', () => 1)"],
    ['another function', "grade('a', () => 1)"],
    ['a method', "tools.check('a', () => 1)"],
    ['a constructor', "new check('a', () => 1)"],
    ['a name that is computed', "check('a' + 1, () => 1)"],
    ['a name that is no text', 'check(7, () => 1)'],
    ['no code', "check('a')"],
    ['no name', 'check()'],
    ['no call', 'const f = check;'],
  ])('are not %s', (_, source) => {
    expect('exercises' in compileCell('cell', source).analysis).toBe(false);
  });
});
