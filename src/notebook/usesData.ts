/** Whether a cell's outputs are of a data set: it, or a cell whose names it needs, calls `data()`. */
import type { CellGraph, GraphCell } from './graph';

export function usesData(cells: GraphCell[], graph: CellGraph, id: string): boolean {
  const needed = new Set([id, ...graph.needs(id)]);
  return cells.some((cell) => needed.has(cell.id) && cell.analysis.reads.includes('data'));
}
