import { describe, expect, it } from 'vitest';
import { compileCell } from '../../src/kernel/compile';
import { findExercises, withSolution } from '../../src/notebook/exercises';

const TRY = "const f = exercise('f', (x: number) => x);";
const CHECK = "check('f', (f) => undefined);";
const SOLVE = "solution('f', (x: number) => 2 * x);";

function find(cells: Record<string, string>) {
  const parts = Object.entries(cells).map(([id, code]) => ({
    id,
    analysis: compileCell(id, code).analysis,
    options: { hidden: !id.startsWith('try') },
  }));
  const { exercises, problems } = findExercises(parts);
  return { exercises, said: problems.map(({ cell, line, message }) => `[${cell}] ${line}: ${message}`) };
}

describe('findExercises', () => {
  it('joins the three cells of an exercise', () => {
    expect(find({ try: TRY, check: CHECK, solve: SOLVE })).toEqual({
      exercises: [{ name: 'f', attempt: 'try', check: 'check', solution: 'solve' }],
      said: [],
    });
  });

  it.each([
    [{ try: TRY, check: CHECK }, "[try] 1: the exercise 'f' has no solution"],
    [{ try: TRY }, "[try] 1: the exercise 'f' has no check"],
    [{ check: `\n${CHECK}` }, "[check] 2: no exercise 'f' stands above its check"],
    [{ try: TRY, solve: SOLVE, check: CHECK }, "[solve] 1: the solution of 'f' must stand below its check"],
    [
      { try: TRY, try2: TRY.replace('const f', 'const g'), check: CHECK, solve: SOLVE },
      "[try2] 1: the exercise of 'f' stands in [try] already",
    ],
    [{ try: TRY, tryCheck: CHECK, solve: SOLVE }, "[tryCheck] 1: the check of 'f' must be hidden"],
    [
      { try: `${TRY}\nexercise('g', () => 1);`, check: CHECK, solve: SOLVE },
      "[try] 1: a cell can hold one part of one exercise, got exercise 'f' beside another",
    ],
  ])('says what keeps an exercise from being whole: %#', (cells, message) => {
    expect(find(cells as unknown as Record<string, string>).said).toContain(message);
  });

  it('takes a function that the cell declares itself for what it is', () => {
    expect(find({ try: "const check = (name: string, x: number) => x;\ncheck('f', 1);" })).toEqual({ exercises: [], said: [] });
  });
});

describe('withSolution', () => {
  it('puts the solution’s function in the place of the starter, and what stands before it in front', () => {
    const attempt = 'const mine = exercise(\n  "f",\n  (x: number) => x, // the starter\n);\ndisplay(mine(2));';
    const solved = "import { log } from 'recsys';\nsolution('f', (x: number) => log(x));";
    const part = (code: string) => ({ code, call: compileCell('a', code).analysis.exercises![0] });
    expect(withSolution(part(attempt), part(solved))).toBe(
      'import { log } from \'recsys\';\nconst mine = exercise(\n  "f",\n  (x: number) => log(x), // the starter\n);\ndisplay(mine(2));',
    );
  });
});
