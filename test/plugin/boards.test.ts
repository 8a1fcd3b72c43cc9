/** The leaderboard of the book as it is saved: what every chapter promises of its cell `board`. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chapters } from '../../contents';
import { parseNotebook } from '../../src/notebook/parse';
import { readBoards } from '../../src/plugin/boards';

const root = join(import.meta.dirname, '../..');
const boards = readBoards(root);

describe('the saved leaderboard', () => {
  it('has the board of every chapter whose notebook has one, on both data sets', () => {
    const withBoard = chapters.flatMap(({ id }) => {
      const file = join(root, 'notebooks', `${id}.ts`);
      const cells = existsSync(file) ? parseNotebook(id, readFileSync(file, 'utf8')).cells : [];
      return cells.some((cell) => cell.id === 'board') ? [id] : [];
    });
    expect(boards.map(({ chapter }) => chapter)).toEqual(withBoard);
    for (const { chapter, world, movielens } of boards) {
      const names = (rows: typeof world) => rows.map(({ model }) => model);
      expect(names(movielens), `models of ${chapter}: npm run outputs -- ${chapter} --data <ml-latest-small>`).toEqual(
        names(world),
      );
    }
  });

  it.each(['world', 'movielens'] as const)('means one model by one name on %s', (key) => {
    const seen = new Map<string, { chapter: string; ndcg: number }>();
    for (const { chapter, [key]: rows } of boards) {
      for (const { model, ndcg } of rows) {
        const first = seen.get(model) ?? { chapter, ndcg };
        seen.set(model, first);
        expect(ndcg, `${model} in ${chapter} is not the one in ${first.chapter}: give it another name`).toBeCloseTo(
          first.ndcg,
          6,
        );
      }
    }
  });

  it('keeps to what its numbers can be', () => {
    for (const { world, movielens } of boards) {
      for (const { ndcg, low, high, coverage, kilobytes } of [...world, ...movielens]) {
        expect(low).toBeLessThanOrEqual(ndcg);
        expect(high).toBeGreaterThanOrEqual(ndcg);
        for (const share of [ndcg, coverage]) expect(share).toBeGreaterThanOrEqual(0);
        for (const share of [ndcg, coverage]) expect(share).toBeLessThanOrEqual(1);
        expect(kilobytes).toBeGreaterThan(0);
      }
    }
  });
});
