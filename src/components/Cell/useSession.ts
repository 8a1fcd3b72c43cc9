/** A cell's state in React: the book's until the page has come alive, the session's from then on. */
import useBaseUrl from '@docusaurus/useBaseUrl';
import useIsBrowser from '@docusaurus/useIsBrowser';
import { useState, useSyncExternalStore } from 'react';
import type { Chapter, ChapterCell } from '../../notebook/chapter';
import { bookState } from './cellState';
import type { CellState } from './cellState';
import type { Session } from './session';
import { onOpen, openSession, sessionOf } from './sessions';

/** The session, once in a browser. */
export function useSession(chapter: Chapter): Session | undefined {
  const base = useBaseUrl('/');
  return useIsBrowser() ? sessionOf(chapter, base) : undefined;
}

/** The session of the chapter whose cells are on the page, once they are; for what stands outside the cells. */
export function useOpenSession(path: string): Session | undefined {
  return useSyncExternalStore(
    onOpen,
    () => openSession(path),
    () => undefined,
  );
}

const never = () => () => undefined;

/** The cell's state; it re-renders only when this cell changes. */
export function useCellState(session: Session | undefined, cell: ChapterCell): CellState {
  const [book] = useState(() => bookState(cell));
  const read = () => session?.state(cell.id) ?? book;
  return useSyncExternalStore(session?.subscribe ?? never, read, () => book);
}
