/** The leaderboard as the saved outputs have it: every chapter's models, in the order of the contents. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chapterNumber, chapters } from '../../contents';
import { BOARD_CELL, readBoard } from '../notebook/board';
import type { BoardRow, ChapterBoard } from '../notebook/board';
import type { SavedOutputs } from '../notebook/types';

/** Where a chapter's rows are saved: on the built-in world, on MovieLens. */
export function boardFiles(id: string): [world: string, movielens: string] {
  return [`notebooks/${id}.out.json`, `notebooks/${id}.movielens.out.json`];
}

/**
 * Reads all boards.
 *
 * @throws where a cell `board` does not show rows of a leaderboard, with the file
 */
export function readBoards(root: string): ChapterBoard[] {
  return chapters.flatMap(({ id, title }) => {
    const [world, movielens] = boardFiles(id).map((file) => rowsOf(join(root, file)));
    return world.length > 0 ? [{ chapter: id, title, number: chapterNumber(id), world, movielens }] : [];
  });
}

function rowsOf(file: string): BoardRow[] {
  if (!existsSync(file)) return [];
  const saved = JSON.parse(readFileSync(file, 'utf8')) as SavedOutputs;
  const board = saved.cells[BOARD_CELL];
  if (!board) return [];
  try {
    return readBoard(board);
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  }
}
