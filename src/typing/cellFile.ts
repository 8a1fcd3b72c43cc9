/** A chapter's cells as one module, as the compiler sees a notebook, and where in it each cell stands. */

export interface FileCell {
  id: string;
  code: string;
}

/** A place in a cell: its offset in UTF-16 units, as strings and editors count. */
export interface CellPlace {
  cell: string;
  offset: number;
}

export interface CellFile {
  text: string;
  /** Where in the file a place in a cell is. */
  offsetOf(place: CellPlace): number;
  /** The cell that holds an offset of the file; what lies between two cells belongs to the end of the first. */
  placeOf(offset: number): CellPlace;
}

/** Ends what a cell left open to be continued, such as an expression before a cell that begins with a bracket. */
const BETWEEN = '\n;\n';

/** @param cells in the notebook's order, at least one */
export function joinCells(cells: readonly FileCell[]): CellFile {
  const starts: number[] = [];
  let text = '';
  for (const { code } of cells) {
    starts.push(text.length);
    text += code + BETWEEN;
  }
  return {
    text,
    offsetOf({ cell, offset }) {
      const at = cells.findIndex(({ id }) => id === cell);
      if (at < 0) throw new RangeError(`cell must be one of ${cells.map(({ id }) => id).join(', ')}, got ${cell}`);
      return starts[at] + Math.min(Math.max(offset, 0), cells[at].code.length);
    },
    placeOf(offset) {
      const at = Math.max(
        0,
        starts.findLastIndex((start) => start <= offset),
      );
      return { cell: cells[at].id, offset: Math.min(Math.max(offset - starts[at], 0), cells[at].code.length) };
    },
  };
}
