/** The notebook's file with a reader's code in some of its cells: all that is not theirs stays to the letter. */
import { parseNotebook } from './parse';

/**
 * @param source the file's text
 * @param edits code by cell id
 * @throws RangeError for a cell that the notebook does not have
 */
export function applyEdits(path: string, source: string, edits: Readonly<Record<string, string>>): string {
  const { cells } = parseNotebook(path, source);
  const unknown = Object.keys(edits).find((id) => !cells.some((cell) => cell.id === id));
  if (unknown !== undefined) throw new RangeError(`edits must be of cells of ${path}, got [${unknown}]`);
  const lines = source.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  // From the end, so that the lines of the cells above keep their numbers.
  for (const { id, code, line } of [...cells].reverse()) {
    if (Object.hasOwn(edits, id)) lines.splice(line - 1, code.split('\n').length, ...asCell(edits[id]).split('\n'));
  }
  return lines.join('\n');
}

/** Code that cannot end its cell or leave it without any. */
function asCell(code: string): string {
  return code.trim() === '' ? '// emptied' : code.replace(/^(?=\/\/\s*%%)/gm, ' ');
}
