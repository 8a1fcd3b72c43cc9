/** The leaderboard's rows in the saved outputs of a chapter's cell `board`. */
import type { CellOutputs, Scalar } from './types';

/** The cell that shows a chapter's rows. */
export const BOARD_CELL = 'board';

/** One model on one data set, as `leaderboard` of `recsys` makes it. */
export interface BoardRow {
  model: string;
  /** Mean nDCG@10 and its 95 % interval. */
  ndcg: number;
  low: number;
  high: number;
  /** Share of the catalogue that is shown to anybody. */
  coverage: number;
  /** Seconds of training where they were measured. */
  seconds: number | null;
  /** Size of the model. */
  kilobytes: number;
}

/** A chapter's models on each data set that it was run on. */
export interface ChapterBoard {
  /** The chapter's id, such as `theory/baseline`. */
  chapter: string;
  title: string;
  number: number;
  /** Rows on the built-in world. */
  world: BoardRow[];
  /** Rows on MovieLens latest-small; empty where the chapter was never run on it. */
  movielens: BoardRow[];
}

const NUMBERS = ['ndcg', 'low', 'high', 'coverage', 'kilobytes'] as const;

/**
 * Reads the rows.
 *
 * @throws RangeError if the cell does not show one table with a row's columns, or a row's numbers are not numbers
 */
export function readBoard({ outputs }: CellOutputs): BoardRow[] {
  const tables = outputs.filter((output) => output.kind === 'table');
  if (tables.length !== 1) throw new RangeError(`cell [${BOARD_CELL}] must show one table, got ${tables.length}`);
  const [{ columns, rows }] = tables;
  const names = columns.map(({ name }) => name);
  const expected = ['model', 'ndcg', 'low', 'high', 'coverage', 'seconds', 'kilobytes'];
  if (expected.some((name) => !names.includes(name)))
    throw new RangeError(`cell [${BOARD_CELL}] must have the columns ${expected.join(', ')}, got ${names.join(', ')}`);
  return rows.map((row) => {
    const at = (name: string): Scalar => row[names.indexOf(name)];
    const wrong = NUMBERS.find((name) => typeof at(name) !== 'number');
    if (wrong)
      throw new RangeError(`${wrong} of ${JSON.stringify(at('model'))} must be a number, got ${JSON.stringify(at(wrong))}`);
    const seconds = at('seconds');
    return {
      model: String(at('model')),
      ...(Object.fromEntries(NUMBERS.map((name) => [name, at(name)])) as Record<(typeof NUMBERS)[number], number>),
      seconds: typeof seconds === 'number' ? seconds : null,
    };
  });
}
