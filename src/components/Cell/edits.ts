/** Keeps what readers type in their browser, by chapter and cell. */

/** An edit and the hash of the book's code that it was made from. */
export interface Edit {
  code: string;
  original: string;
}

export interface Edits {
  read(chapter: string, cell: string): Edit | undefined;
  /** Without an edit, forgets the one that was kept. */
  write(chapter: string, cell: string, edit: Edit | undefined): void;
}

const PREFIX = 'edit:';

/** The address of a cell: its chapter's, `#`, its id. */
export type CellAddress = `${string}#${string}`;

/** Every edit that the storage holds, by its cell's address. */
export function allEdits(storage: Storage): Map<CellAddress, Edit> {
  const edits = new Map<CellAddress, Edit>();
  for (let at = 0; at < storage.length; at++) {
    const key = storage.key(at)!;
    if (!key.startsWith(PREFIX)) continue;
    const [chapter, cell] = key.slice(PREFIX.length).split('#');
    const edit = browserEdits(
      () => storage,
      () => undefined,
    ).read(chapter, cell);
    if (edit) edits.set(`${chapter}#${cell}`, edit);
  }
  return edits;
}

/**
 * Edits in the browser's storage.
 *
 * @param onRefusal told when the browser keeps nothing: storage full or forbidden
 */
export function browserEdits(storage: () => Storage, onRefusal: (reason: string) => void): Edits {
  const key = (chapter: string, cell: string) => `${PREFIX}${chapter}#${cell}`;
  return {
    read(chapter, cell) {
      try {
        const kept = JSON.parse(storage().getItem(key(chapter, cell)) ?? 'null') as Partial<Edit> | null;
        return typeof kept?.code === 'string' && typeof kept.original === 'string' ? (kept as Edit) : undefined;
      } catch {
        return undefined; // forbidden or damaged: the book's code stands
      }
    },
    write(chapter, cell, edit) {
      try {
        if (edit) storage().setItem(key(chapter, cell), JSON.stringify(edit));
        else storage().removeItem(key(chapter, cell));
      } catch (error) {
        onRefusal((error as Error).message);
      }
    },
  };
}
