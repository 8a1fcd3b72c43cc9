/** What figures read of a notebook: the saved outputs of a cell, and the rows of the table among them. */
import type { Chapter } from '../../notebook/chapter';
import type { Output, Scalar } from '../../notebook/types';

/** The saved outputs of a cell; none of a cell that is not there. */
export function outputsOf(notebook: Chapter, cell: string): Output[] {
  return notebook.cells.find(({ id }) => id === cell)?.outputs ?? [];
}

/** Of the first table that has these columns each row's values, in their order; undefined where there is no such table. */
export function findRows(outputs: Output[], columns: readonly string[]): Scalar[][] | undefined {
  for (const output of outputs) {
    if (output.kind !== 'table') continue;
    const places = columns.map((name) => output.columns.findIndex((column) => column.name === name));
    if (!places.includes(-1)) return output.rows.map((row) => places.map((place) => row[place]));
  }
  return undefined;
}

/**
 * The same of a table that must be there.
 *
 * @param said the columns as the error names them
 * @throws RangeError if there is none
 */
export function rowsWith(outputs: Output[], columns: readonly string[], said = columns.join(', ')): Scalar[][] {
  const rows = findRows(outputs, columns);
  if (!rows) throw new RangeError(`outputs must hold a table with the columns ${said}`);
  return rows;
}
