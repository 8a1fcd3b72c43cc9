import { describe, expect, it } from 'vitest';
import { Exercises, makeExercise } from '../../../src/kernel/globals/exercise';
import { html } from '../../../src/kernel/globals/html';
import type { CheckOutput } from '../../../src/notebook/types';

function scope() {
  const exercises = new Exercises();
  const verdicts: Promise<CheckOutput>[] = [];
  const run = { cell: 'try', exercises, tell: (verdict: Promise<CheckOutput>) => void verdicts.push(verdict) };
  return { ...makeExercise(() => run), run, exercises, verdict: () => verdicts.at(-1)! };
}

const one = () => 1;
const mustBeOne = (subject: () => unknown) => {
  if (subject() !== 1) throw new Error('not 1');
  return 'Right.';
};

describe('exercise, check and solution', () => {
  it('try the starter and the solution by the check', async () => {
    const { exercise, check, solution, run, verdict } = scope();
    const starter = () => 2;
    expect(exercise('one', starter)).toBe(starter);
    run.cell = 'check';
    check('one', mustBeOne);
    expect(await verdict()).toEqual({ kind: 'check', exercise: 'one', of: 'attempt', passed: false, message: 'not 1' });
    run.cell = 'solve';
    solution('one', one);
    expect(await verdict()).toEqual({ kind: 'check', exercise: 'one', of: 'solution', passed: true, message: 'Right.' });
    run.cell = 'try';
    exercise('one', one);
    run.cell = 'check';
    check('one', () => 5);
    expect(await verdict()).toMatchObject({ of: 'attempt', passed: true, message: '' }); // only a text is said
  });

  it('say what is missing', async () => {
    const { check, solution, verdict, exercises } = scope();
    check('two', mustBeOne);
    expect(await verdict()).toMatchObject({ message: "there is nothing to check: the cell must call exercise('two', …)" });
    solution('three', one);
    expect(await verdict()).toMatchObject({
      passed: false,
      message: "there is no check of 'three' to pass: run its cell first",
    });
    expect(exercises.of('three')).toEqual({});
  });

  it('show where the attempt threw, and not where the check did', async () => {
    const { exercise, check, run, verdict } = scope();
    const thrown = (cell: string) => () => {
      throw Object.assign(new Error('no'), { stack: `at cell:${cell}:3:5` });
    };
    exercise('four', thrown('try'));
    run.cell = 'check';
    check('four', (subject) => subject());
    expect(await verdict()).toMatchObject({ passed: false, message: 'no', thrown: { cell: 'try', line: 2, column: 5 } });
    check('four', thrown('check'));
    expect(await verdict()).not.toHaveProperty('thrown');
    check('four', () => {
      throw Object.assign(new Error('nowhere'), { stack: '' });
    });
    expect(await verdict()).not.toHaveProperty('thrown');
  });

  it.each<[string, (of: ReturnType<typeof scope>) => unknown]>([
    ['exercise: name must be a text, got number', ({ exercise }) => exercise(5 as unknown as string, one)],
    ['exercise: starter must be a function, got string', ({ exercise }) => exercise('x', 'f' as unknown as () => 1)],
    ['check: test must be a function, got undefined', ({ check }) => check('x', undefined as unknown as () => 1)],
    ['solution: solution must be a function, got object', ({ solution }) => solution('x', null as unknown as () => 1)],
  ])('say %s', (message, ask) => {
    expect(() => ask(scope())).toThrow(new TypeError(message));
  });
});

describe('the exercises of a scope', () => {
  it('forget what a cell declared, and only that', () => {
    const exercises = new Exercises();
    exercises.set('a', { attempt: { subject: one, cell: 'try' } });
    exercises.set('a', { check: { test: one, cell: 'check' } });
    exercises.set('b', { attempt: { subject: one, cell: 'other' }, check: { test: one, cell: 'other' } });
    const copy = exercises.fork();
    exercises.forget('try');
    expect(exercises.of('a')).toEqual({ attempt: undefined, check: { test: one, cell: 'check' } });
    exercises.forget('check');
    expect(exercises.of('a').check).toBeUndefined();
    expect(exercises.of('b').check).toBeDefined();
    exercises.forget('other');
    expect(exercises.of('b')).toEqual({ attempt: undefined, check: undefined });
    expect(copy.of('a').attempt).toBeDefined();
    expect(copy.of('none')).toEqual({});
  });
});

describe('html`…`', () => {
  it('escapes texts, puts in pieces and lists, and nothing for nothing', () => {
    const piece = html`<b>${'<&>"\''}</b>`;
    expect(piece.html).toBe('<b>&lt;&amp;&gt;&quot;&#39;</b>');
    expect(html`<p>${piece}${[piece, 'a<', 1]}${null}${undefined}${false}${0}${true}</p>`.html).toBe(
      `<p>${piece.html}${piece.html}a&lt;10true</p>`,
    );
    expect(html`plain`.html).toBe('plain');
  });
});
