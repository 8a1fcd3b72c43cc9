/** An exercise's state in the few words of its title bar. */
import type { CellState } from '../Cell/cellState';
import { isActive, seconds, statusText } from '../Cell/status';

/** What the browser kept of an exercise. */
export interface Kept {
  solved: boolean;
  /** The solution was shown. */
  seen: boolean;
}

/** The verdict on the code as it stands. */
function verdictOf({ verdict, code }: CellState) {
  return verdict?.code === code ? verdict : undefined;
}

/** Whether the exercise counts as solved: now, or before and not checked anew since. */
export function isSolved(state: CellState, wasSolved: boolean): boolean {
  return verdictOf(state)?.passed ?? wasSolved;
}

export function exerciseStatus(state: CellState, { solved, seen }: Kept, elapsed?: number): string {
  if (state.status === 'running' && state.isCheck) return elapsed === undefined ? 'checking' : `checking · ${seconds(elapsed)}`;
  if (isActive(state) || state.refusal || state.blockedBy) return statusText(state, elapsed);
  if (state.status === 'killed' || state.status === 'aborted' || state.status === 'skipped') return statusText(state);
  const verdict = verdictOf(state);
  if (verdict) return verdict.passed ? 'solved' : 'not yet';
  if (solved) return state.edited && state.verdict ? 'solved before · edited since' : 'solved';
  if (state.verdict) return 'edited — check again';
  return seen ? 'solution seen' : 'to solve';
}

/** The line to mark: where the code cannot run, where it threw, or where the check saw it throw. */
export function markedLine(state: CellState, id: string): number | undefined {
  if (state.refusal) return state.refusal.line;
  const verdict = verdictOf(state);
  const last = verdict ? verdict.thrown : state.outputs.at(-1);
  return last?.kind === 'error' && last.cell === id ? last.line : undefined;
}
