/** What somebody's changes would do to the chapter as it stands on the page. */
import type { Chapter } from '../../notebook/chapter';
import { hashSource } from '../../notebook/stale';
import type { CellState } from '../Cell/cellState';
import type { Session } from '../Cell/session';
import type { ChangedCell, Changes } from './changesLink';

/** A cell that the changes would change. */
export interface OfferedCell {
  id: string;
  title: string;
  /** The code offered. */
  code: string;
  /** The code that stands in the cell now. */
  now: string;
  /** The reader has changed the cell too, now or in an older edition of the book. */
  isOwn: boolean;
  /** The book has changed the cell since the change was made. */
  isDated: boolean;
}

export interface Offer {
  cells: OfferedCell[];
  /** Sentences about what of the changes is not offered. */
  notes: string[];
}

/** The reader's own changes to a chapter. */
export function changesOf(session: Pick<Session, 'chapter' | 'state'>): Changes {
  const { path, cells } = session.chapter;
  const changed = cells.filter(({ id }) => session.state(id).edited);
  return {
    chapter: path,
    cells: changed.map(({ id, code }): ChangedCell => ({ id, code: session.state(id).code, original: hashSource(code) })),
  };
}

export function offerOf(
  chapter: Pick<Chapter, 'path' | 'cells'>,
  changes: Changes,
  state: (id: string) => Pick<CellState, 'code' | 'edited' | 'older'>,
): Offer {
  if (changes.chapter !== chapter.path) {
    return { cells: [], notes: [`The changes in this link are to another chapter, ${changes.chapter}.`] };
  }
  // What a chapter does not show, such as an exercise's check, no reader changes.
  const known = new Map(chapter.cells.filter(({ options }) => !options.hidden).map((cell) => [cell.id, cell]));
  const unknown = changes.cells.filter(({ id }) => !known.has(id)).map(({ id }) => `[${id}]`);
  const offered = changes.cells
    .filter(({ id }) => known.has(id))
    .map(({ id, code, original }): OfferedCell => {
      const { code: now, edited, older } = state(id);
      const { title, code: book } = known.get(id)!;
      const isOwn = edited || older !== undefined;
      return { id, title, code, now, isOwn, isDated: original !== hashSource(book) };
    });
  const cells = offered.filter(({ code, now }) => code !== now);
  const notes: string[] = [];
  if (unknown.length > 0) notes.push(`The link names what this chapter does not have, and it is left out: ${list(unknown)}.`);
  if (offered.length > 0 && cells.length === 0) notes.push('The chapter stands as this link has it.');
  if (changes.cells.length === 0) notes.push('This link holds no changes.');
  return { cells, notes };
}

/** At most five names, so that no link fills the page with them. */
function list(names: string[]): string {
  const more = names.length - 5;
  return more > 0 ? `${names.slice(0, 5).join(', ')} and ${more} more` : names.join(', ');
}

/** Puts offered changes into their cells, by the reader's word. An older edit that waits for a decision is decided by it. */
export async function takeChanges(session: Pick<Session, 'state' | 'settle' | 'edit'>, cells: OfferedCell[]): Promise<void> {
  for (const { id, code } of cells) {
    if (session.state(id).older !== undefined) await session.settle(id, false);
    await session.edit(id, code);
  }
}
