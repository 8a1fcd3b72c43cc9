/**
 * Which cell a line belongs to where that is all an error tells. WebKit's stacks do not name evaluated code, but its errors have the number of the line
 * that threw: when each cell's code begins at a line of its own, the number says the cell too.
 */
import type { Place } from '../notebook/types';

/** Lines kept for each cell: more than one has. */
const ROOM = 10_000;

/** Cells by where their lines begin. */
const cells: string[] = [];

/** Whether errors of this engine have a `line`. */
export const errorsHaveLines = 'line' in new Error();

/** How many empty lines to put before a cell's code; for the same cell always the same. */
export function linesBefore(cell: string): number {
  let at = cells.indexOf(cell);
  if (at < 0) at = cells.push(cell) - 1;
  return (at + 1) * ROOM;
}

/** The cell that a line belongs to, and which of its lines that is. */
export function cellAt(line: number): { cell: string; line: Place['line'] } | undefined {
  const at = Math.floor((line - 1) / ROOM) - 1;
  return Number.isInteger(line) && at in cells ? { cell: cells[at], line: line - (at + 1) * ROOM } : undefined;
}
