/** The globals `exercise`, `check` and `solution`: a starter, a test of what a function does, and a function that passes it. */
import type { CheckOutput } from '../../notebook/types';
import { toErrorOutput } from '../failure';

/** A function under test, of whatever type the author gave it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Subject = (...args: any[]) => unknown;
/** Throws what is wrong, or gives what to say. */
type Test = (subject: Subject) => unknown;

/** What an exercise is made of so far. */
interface Parts {
  attempt?: { subject: Subject; cell: string };
  check?: { test: Test; cell: string };
}

/** The exercises of a scope, by name. */
export class Exercises {
  private readonly parts: Map<string, Parts>;

  constructor(parts: Iterable<[string, Parts]> = []) {
    this.parts = new Map(parts);
  }

  /** A copy that goes its own way. */
  fork(): Exercises {
    return new Exercises(this.parts);
  }

  of(name: string): Parts {
    return this.parts.get(name) ?? {};
  }

  set(name: string, part: Partial<Parts>): void {
    this.parts.set(name, { ...this.of(name), ...part });
  }

  /** Drops what a cell's earlier run declared. */
  forget(cell: string): void {
    for (const [name, { attempt, check }] of this.parts) {
      if (attempt?.cell === cell) this.set(name, { attempt: undefined });
      if (check?.cell === cell) this.set(name, { check: undefined });
    }
  }
}

/** The run under way, as far as exercises go. */
export interface ExerciseRun {
  /** The cell that runs. */
  cell: string;
  exercises: Exercises;
  /** Takes the verdict when it is there; the run waits for it. */
  tell: (verdict: Promise<CheckOutput>) => void;
}

/** Makes the three globals of a kernel. */
export function makeExercise(current: () => ExerciseRun) {
  return {
    exercise: <F extends Subject>(name: string, starter: F): F => {
      mustBe('exercise', 'name', 'a text', typeof name === 'string', name);
      mustBe('exercise', 'starter', 'a function', typeof starter === 'function', starter);
      current().exercises.set(name, { attempt: { subject: starter, cell: current().cell } });
      return starter;
    },
    check: (name: string, test: Test): void => {
      mustBe('check', 'test', 'a function', typeof test === 'function', test);
      const { exercises, cell, tell } = current();
      exercises.set(name, { check: { test, cell } });
      tell(judge(name, 'attempt', exercises.of(name)));
    },
    solution: (name: string, subject: Subject): void => {
      mustBe('solution', 'solution', 'a function', typeof subject === 'function', subject);
      const { exercises, cell, tell } = current();
      tell(judge(name, 'solution', { ...exercises.of(name), attempt: { subject, cell } }));
    },
  };
}

function mustBe(call: string, argument: string, what: string, holds: boolean, value: unknown): void {
  if (!holds) throw new TypeError(`${call}: ${argument} must be ${what}, got ${typeof value}`);
}

async function judge(exercise: string, of: CheckOutput['of'], { attempt, check }: Parts): Promise<CheckOutput> {
  const verdict = (passed: boolean, message: string): CheckOutput => ({ kind: 'check', exercise, of, passed, message });
  if (!check) return verdict(false, `there is no check of '${exercise}' to pass: run its cell first`);
  if (!attempt) return verdict(false, `there is nothing to check: the cell must call exercise('${exercise}', …)`);
  try {
    const said = await check.test(attempt.subject);
    return verdict(true, typeof said === 'string' ? said : '');
  } catch (thrown) {
    const error = toErrorOutput(thrown);
    const own = error.cell !== undefined && error.cell !== check.cell;
    return { ...verdict(false, error.message), ...(own && { thrown: error }) };
  }
}
