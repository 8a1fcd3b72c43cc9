/** A notebook as a page gets it: ready to show before anything runs, and ready to run without a compiler. */
import type { Cell, CompiledCell, Output } from './types';

export interface ChapterCell extends Cell {
  /** The code, coloured: one `<span class="line">` a line. */
  html: string;
  compiled: CompiledCell;
  /** What the last saved run left, sanitised. */
  outputs: Output[];
  /** It, or a cell that it needs, asks for the data set. */
  usesData?: boolean;
}

export interface Chapter {
  /** What a first Run loads, such as `2.1 MB`; absent before outputs are saved. */
  load?: string;
  /** The notebook's address, such as `theory/baseline`. */
  path: string;
  cells: ChapterCell[];
}
