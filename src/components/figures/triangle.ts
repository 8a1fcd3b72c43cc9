/** The retention triangle: cohorts in rows, their age in columns, the calendar in diagonals. */
import { rowsWith } from './savedOutputs';
import type { Output } from '../../notebook/types';

export interface CohortRow {
  /** Number of the week in which its people came. */
  cohort: number;
  /** Active people by age in weeks; the first is the cohort's size. */
  active: number[];
}

/**
 * Reads the cohorts from a cell's saved outputs: a table with the columns cohort and `active, week by week`, counts as text.
 *
 * @throws RangeError if there is none
 */
export function readTriangle(outputs: Output[]): CohortRow[] {
  const rows = rowsWith(outputs, ['cohort', 'active, week by week'], 'cohort and active, week by week');
  return rows.map(([cohort, active]) => ({ cohort: Number(cohort), active: String(active).split(' ').map(Number) }));
}

/** Which way through the triangle. */
export type Line = 'cohort' | 'age' | 'calendar';

/** Whether a cell lies on the line of that kind through another one; cells are row and age. */
export function isOnLine(line: Line, [row, age]: [number, number], [r, a]: [number, number]): boolean {
  if (line === 'cohort') return row === r;
  if (line === 'age') return age === a;
  return row + age === r + a;
}

/** Active people on the line, by all who could be: of one cohort over its ages after the first, of one age over cohorts, of one week over cohorts. */
export function shareOnLine(
  rows: CohortRow[],
  line: Line,
  at: [number, number],
): { active: number; people: number; share: number } {
  let [active, people] = [0, 0];
  rows.forEach((row, r) =>
    row.active.forEach((count, age) => {
      // everyone is there in the week in which they come
      if (age === 0 || !isOnLine(line, at, [r, age])) return;
      active += count;
      people += row.active[0];
    }),
  );
  return { active, people, share: active / people };
}
