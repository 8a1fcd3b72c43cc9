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

/** Another tab changed what is kept of a cell. */
export interface Elsewhere {
  chapter: string;
  cell: string;
  before: Edit | undefined;
  after: Edit | undefined;
}

/** Calls back when another tab has changed or cleared what is kept. */
export function watchEdits(listener: (change: Elsewhere | 'cleared') => void): void {
  window.addEventListener('storage', ({ key, oldValue, newValue }) => {
    if (key === null) return listener('cleared');
    if (!key.startsWith(PREFIX)) return;
    const [chapter, cell] = key.slice(PREFIX.length).split('#');
    if (cell) listener({ chapter, cell, before: parseEdit(oldValue), after: parseEdit(newValue) });
  });
}

function parseEdit(text: string | null): Edit | undefined {
  try {
    const kept = JSON.parse(text ?? 'null') as Partial<Edit> | null;
    return typeof kept?.code === 'string' && typeof kept.original === 'string' ? (kept as Edit) : undefined;
  } catch {
    return undefined; // damaged
  }
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
        return parseEdit(storage().getItem(key(chapter, cell)));
      } catch {
        return undefined; // forbidden: the book's code stands
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
