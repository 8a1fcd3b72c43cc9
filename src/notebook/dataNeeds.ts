/** What of the data a cell cannot do without. */
import type { CellGraph } from './graph';
import type { Cell, DataNeeds } from './types';

/** A cell's own needs first, then those of the cells whose names it needs, in the notebook's order. */
export function dataNeedsOf(cells: Pick<Cell, 'id' | 'options'>[], graph: CellGraph, id: string): DataNeeds[] {
  const above = new Set(graph.needs(id));
  const cell = cells.filter((each) => each.id === id);
  const others = cells.filter((each) => above.has(each.id));
  return [...cell, ...others].flatMap(({ id: of, options }) =>
    options.needs.length > 0 ? [{ cell: of, needs: options.needs }] : [],
  );
}
