/** Which cells make an exercise: the one with the starter, the one that checks, the one with the solution. */
import type { CellOptions, ExerciseCall } from './types';
import type { GraphCell, Problem } from './graph';

/** An exercise and its three cells, by their ids. */
export interface Exercise {
  name: string;
  /** The cell that the chapter shows: it holds the starter, and later what the reader wrote. */
  attempt: string;
  check: string;
  solution: string;
}

/** A cell as this file sees it. */
export interface ExerciseCell extends GraphCell {
  options?: Pick<CellOptions, 'hidden'>;
}

interface Part {
  cell: ExerciseCell;
  call: ExerciseCall;
}

/** The exercises of a notebook, in its order, and what keeps one of them from being whole. */
export function findExercises(cells: ExerciseCell[]): { exercises: Exercise[]; problems: Problem[] } {
  const parts = cells.flatMap((cell) => (cell.analysis.exercises ?? []).map((call): Part => ({ cell, call })));
  const problems: Problem[] = [];
  const say = ({ cell, call }: Part, message: string): void =>
    void problems.push({ cell: cell.id, message, line: call.line, column: 1 });
  const found = new Map<string, Partial<Record<ExerciseCall['part'], Part>>>();
  for (const part of parts) {
    const { cell, call } = part;
    const known = found.get(call.name) ?? {};
    found.set(call.name, known);
    const other = known[call.part];
    if (other) say(part, `the ${call.part} of '${call.name}' stands in [${other.cell.id}] already`);
    else if (call.part !== 'exercise' && !known.exercise) say(part, `no exercise '${call.name}' stands above its ${call.part}`);
    else if (call.part === 'solution' && !known.check) say(part, `the solution of '${call.name}' must stand below its check`);
    else if (cell.analysis.exercises!.length > 1)
      say(part, `a cell can hold one part of one exercise, got ${call.part} '${call.name}' beside another`);
    else if (cell.options && cell.options.hidden !== (call.part !== 'exercise'))
      say(
        part,
        call.part === 'exercise'
          ? `the exercise '${call.name}' must not be hidden`
          : `the ${call.part} of '${call.name}' must be hidden`,
      );
    known[call.part] ??= part;
  }
  const exercises: Exercise[] = [];
  for (const [name, { exercise, check, solution }] of found) {
    if (exercise && check && solution)
      exercises.push({ name, attempt: exercise.cell.id, check: check.cell.id, solution: solution.cell.id });
    else if (exercise) say(exercise, `the exercise '${name}' has no ${check ? 'solution' : 'check'}`);
  }
  return { exercises, problems };
}

/** The code of an exercise's cell with the solution's function in place of the starter, and before it what stands before the solution. */
export function withSolution(
  attempt: { code: string; call: ExerciseCall },
  solution: { code: string; call: ExerciseCall },
): string {
  const { code, call } = attempt;
  const lead = solution.code.slice(0, solution.code.lastIndexOf('\n', solution.call.at) + 1);
  return lead + code.slice(0, call.start) + solution.code.slice(solution.call.start, solution.call.end) + code.slice(call.end);
}
