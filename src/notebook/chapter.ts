/** A notebook as a page gets it: ready to show before anything runs, and ready to run without a compiler. */
import type { Cell, CompiledCell, Output } from './types';

export interface ChapterCell extends Cell {
  /** The code, coloured: one `<span class="line">` a line. */
  html: string;
  compiled: CompiledCell;
  /** What the last saved run left, sanitised; none as long as it is `standing`. */
  outputs: Output[];
  /** Of a page that the server wrote. */
  standing?: Standing;
  /** It, or a cell that it needs, asks for the data set. */
  usesData?: boolean;
}

/** Saved outputs as the server wrote them into the page; as data they have not been loaded. */
export interface Standing {
  html: string;
  /** Loads them. Fails where they cannot be had, and may be asked again. */
  load: () => Promise<Output[]>;
}

/** A cell as its page loads it: the rest stands in the page that the server wrote, and is loaded where there is no such page. */
export type CellOutline = Omit<ChapterCell, 'html' | 'outputs' | 'standing'> & Partial<Pick<ChapterCell, 'outputs'>>;

export interface Outline extends Omit<Chapter, 'cells'> {
  cells: CellOutline[];
}

/** That rest, by the ids of the cells. */
export type SavedCells = Record<string, Pick<ChapterCell, 'html' | 'outputs'>>;

export interface Chapter {
  /** What a first Run loads, such as `2.1 MB`; absent before outputs are saved. */
  load?: string;
  /** The notebook's address, such as `theory/baseline`. */
  path: string;
  cells: ChapterCell[];
}
