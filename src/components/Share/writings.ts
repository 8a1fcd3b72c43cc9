/** Everything a reader has written into the book and reached in it, as one file to carry to another browser. */
import { allEdits, browserEdits } from '../Cell/edits';
import type { CellAddress, Edit } from '../Cell/edits';
import { joined, parseProgress } from '../Progress/progress';
import type { Progress } from '../Progress/progress';
import type { Changes } from './changesLink';

export interface Writings {
  /** By cell. */
  edits: Map<CellAddress, Edit>;
  progress: Progress;
}

const FORMAT = 'live-recsys-handbook 1';
/** Bytes of a file that is read: about what a browser keeps for a site. */
export const LARGEST_FILE = 10_000_000;
const CELL = /^[a-z0-9/-]{1,100}#[a-z][a-zA-Z0-9-]{0,99}$/i;

/**
 * What the browser keeps, and over it the changes of the chapters that are open: where the browser refuses to keep any more, or anything, only the pages
 * have those.
 */
export function writingsNow(storage: Storage | undefined, open: Changes[], progress: Progress): Writings {
  const edits = storage ? allEdits(storage) : new Map<CellAddress, Edit>();
  for (const { chapter, cells } of open)
    for (const { id, code, original } of cells) edits.set(`${chapter}#${id}`, { code, original });
  return { edits, progress };
}

/** The file's text. */
export function writeWritings({ edits, progress }: Writings): string {
  const sorted = Object.fromEntries([...edits].sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ format: FORMAT, edits: sorted, progress }, null, 2)}\n`;
}

/**
 * Reads such a file.
 *
 * @throws RangeError in a sentence when it is none, or is damaged
 */
export function readWritings(text: string): Writings {
  let json: { format?: unknown; edits?: unknown; progress?: unknown } | null;
  try {
    json = JSON.parse(text) as typeof json;
  } catch {
    throw new RangeError('This file is not one that the book has written: it is not JSON.');
  }
  if (json?.format !== FORMAT || typeof json.edits !== 'object' || json.edits === null) {
    throw new RangeError('This file is not one that this edition of the book has written.');
  }
  const edits = new Map<CellAddress, Edit>();
  for (const [cell, edit] of Object.entries(json.edits) as [CellAddress, Partial<Edit> | null][]) {
    const isEdit = CELL.test(cell) && typeof edit?.code === 'string' && typeof edit.original === 'string';
    if (!isEdit) throw new RangeError(`This file is damaged: its entry ‘${cell.slice(0, 80)}’ holds no edit of a cell.`);
    edits.set(cell, { code: edit.code!, original: edit.original! });
  }
  return { edits, progress: parseProgress(JSON.stringify(json.progress ?? null)) };
}

/** The file's edits beside those that are kept here. */
export interface Comparison {
  /** Cells without an edit here. */
  fresh: CellAddress[];
  /** Cells edited here in another way. */
  conflicts: CellAddress[];
  /** Cells edited here in the same way. */
  same: CellAddress[];
}

export function compareWritings(storage: Storage, { edits }: Writings): Comparison {
  const kept = allEdits(storage);
  const cells = [...edits.keys()];
  const is = (cell: CellAddress, isSame: boolean) =>
    kept.has(cell) && (kept.get(cell)!.code === edits.get(cell)!.code) === isSame;
  return {
    fresh: cells.filter((cell) => !kept.has(cell)),
    conflicts: cells.filter((cell) => is(cell, false)),
    same: cells.filter((cell) => is(cell, true)),
  };
}

/**
 * Puts cells of the file into the storage, and joins the progress of both.
 *
 * @throws the browser's own error when it refuses; what was there before is then there again
 */
export function takeWritings(storage: Storage, { edits, progress }: Writings, cells: CellAddress[]): void {
  const before = allEdits(storage);
  const kept = storage.getItem('progress') ?? '';
  let refusal: string | undefined;
  const store = browserEdits(
    () => storage,
    (reason) => (refusal ??= reason),
  );
  const put = (cell: CellAddress, edit: Edit | undefined) => store.write(...(cell.split('#') as [string, string]), edit);
  for (const cell of cells) if (refusal === undefined) put(cell, edits.get(cell));
  if (refusal === undefined) {
    try {
      storage.setItem('progress', JSON.stringify(joined(parseProgress(kept), progress)));
      return;
    } catch (error) {
      refusal = (error as Error).message;
    }
  }
  // First what is new goes, which makes room for what was there.
  for (const cell of cells) if (!before.has(cell)) put(cell, undefined);
  for (const cell of cells) if (before.has(cell)) put(cell, before.get(cell));
  throw new Error(`The browser refused to keep it (${refusal}). Nothing was changed.`);
}
