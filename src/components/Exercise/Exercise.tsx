/** An exercise: its problem, the reader's cell, a check of what the code does, hints one by one, and the solution for who insists. */
import clsx from 'clsx';
import { Children, isValidElement, useId } from 'react';
import type { ReactNode } from 'react';
import type { Chapter } from '../../notebook/chapter';
import { findExercises, withSolution } from '../../notebook/exercises';
import { Bar } from '../Cell/Bar';
import { answerKey } from '../Cell/cellKey';
import { CellWork } from '../Cell/CellWork';
import cellStyles from '../Cell/Cell.module.css';
import { useCellState, useSession } from '../Cell/useSession';
import { progress } from '../Progress/store';
import { withSeen } from '../Progress/progress';
import { useProgress } from '../Progress/useProgress';
import styles from './Exercise.module.css';
import { Hint } from './Hint';
import { Solution } from './Solution';
import { exerciseStatus, isSolved, markedLine } from './status';

export interface ExerciseProps {
  /** The id of the cell with the starter. */
  id: string;
  /** Given by the remark plugin. */
  notebook: Chapter;
  /** The problem, and hints. */
  children?: ReactNode;
}

export function Exercise({ id, notebook, children }: ExerciseProps) {
  const { exercise, cell, solution } = partsOf(notebook, id);
  const session = useSession(notebook);
  const state = useCellState(session, cell);
  const { solved, seen } = useProgress().chapters[notebook.path] ?? {};
  const kept = { solved: !!solved?.includes(exercise.name), seen: !!seen?.includes(exercise.name) };
  const titleId = useId();
  const check = () => session?.check(id);
  const parts = Children.toArray(children);
  const isHint = (part: ReactNode) => isValidElement(part) && part.type === Hint;
  return (
    <figure
      id={`cell-${id}`}
      className={clsx(cellStyles.cell, state.status === 'running' && cellStyles.running)}
      aria-labelledby={titleId}
      data-status={state.status}
      data-notebook={notebook.path}
      data-solved={isSolved(state, kept.solved)}
      onKeyDown={(event) => answerKey(event, { run: check, format: () => void session?.format(id) })}
    >
      <Bar
        cell={cell}
        state={state}
        session={session}
        titleId={titleId}
        primary={{ label: 'Check', act: check }}
        more={[{ label: 'Run without checking', act: () => session?.run(id) }]}
        describe={(now, elapsed) => exerciseStatus(now, kept, elapsed)}
        isDone={isSolved(state, kept.solved)}
      />
      <div className={styles.problem}>{parts.filter((part) => !isHint(part))}</div>
      <CellWork cell={cell} state={state} session={session} markedLine={markedLine} isStale={false} />
      <div className={styles.help}>
        {parts.filter(isHint)}
        <Solution
          cell={solution}
          isFree={kept.solved || kept.seen}
          onSee={() => progress.change((now) => withSeen(now, notebook.path, exercise.name))}
          onTake={session && (() => void session.edit(id, solvedCode(notebook, id)))}
        />
      </div>
    </figure>
  );
}

function partsOf(notebook: Chapter, id: string) {
  const { exercises } = findExercises(notebook.cells.map((cell) => ({ id: cell.id, analysis: cell.compiled.analysis })));
  const exercise = exercises.find(({ attempt }) => attempt === id)!;
  const cellOf = (wanted: string) => notebook.cells.find((cell) => cell.id === wanted)!;
  return { exercise, cell: cellOf(id), solution: cellOf(exercise.solution) };
}

/** The exercise's cell with the book's solution in it. */
function solvedCode(notebook: Chapter, id: string): string {
  const { cell, solution } = partsOf(notebook, id);
  const withCall = ({ code, compiled }: typeof cell) => ({ code, call: compiled.analysis.exercises![0] });
  return withSolution(withCall(cell), withCall(solution));
}
