/** The scratch cell: one more cell at the end of every chapter, empty in the book, in which a reader tries what they like. */
import { codeLines } from '../../notebook/markup';
import type { Chapter, ChapterCell } from '../../notebook/chapter';

export const SCRATCH = 'scratch-cell';

/** What the kernel makes of no code; a test compares the two. */
const compiled = {
  id: SCRATCH,
  code: 'async function (__cell) { const __load = __cell.load; \n\n;return {  };\n}',
  analysis: { declares: [], reads: [], assigns: [], mutates: [], imports: [] },
};

const cell: ChapterCell = {
  id: SCRATCH,
  title: 'Scratch cell',
  options: { hidden: false, throws: false, needs: [] },
  code: '',
  line: 0, // in no file
  html: codeLines(['']),
  compiled,
  outputs: [],
};

/** The chapter with a scratch cell behind all its own: it sees every name of theirs, and none of them sees one of its. */
export function withScratch(chapter: Chapter): Chapter {
  return { ...chapter, cells: [...chapter.cells, cell] };
}

/** A notebook's file with the scratch cell's code behind it. */
export function withScratchCode(source: string, code: string): string {
  return `${source.trimEnd()}\n\n// %% [${SCRATCH}] ${cell.title}\n${code.replace(/^(?=\/\/\s*%%)/gm, ' ')}\n`;
}
