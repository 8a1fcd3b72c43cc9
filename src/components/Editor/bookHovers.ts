/** The types of the book's own code, fetched when a reader first points at it. */
import { hashSource } from '../../notebook/stale';
import { hoverAt } from '../../typing/hovers';
import type { ChapterHovers } from '../../typing/hovers';
import type { Hover } from '../../typing/protocol';

const chapters = new Map<string, Promise<ChapterHovers | undefined>>();

/** Without an answer, such as offline, nothing is told, and the next question asks again. */
function fetchHovers(address: string): Promise<ChapterHovers | undefined> {
  const known = chapters.get(address);
  if (known) return known;
  const fetched = fetch(address)
    .then((response) => (response.ok ? (response.json() as Promise<ChapterHovers>) : undefined))
    .catch(() => undefined);
  chapters.set(address, fetched);
  void fetched.then((found) => found ?? chapters.delete(address));
  return fetched;
}

export interface CodeAt {
  cell: string;
  /** As it stands on the page; of code that is not the book's nothing is known. */
  code: string;
  offset: number;
}

/** @param address of the chapter's file */
export async function bookHover(address: string, { cell, code, offset }: CodeAt): Promise<Hover | undefined> {
  const hovers = await fetchHovers(address);
  if (!hovers || hovers.cells[cell]?.code !== hashSource(code)) return undefined;
  const found = hoverAt(hovers, cell, offset);
  return found && { from: found.from, to: found.to, ...found.info };
}
