/** The home page's notebook at work: what its cells show, and what a visitor can do with it. */
import notebook from '@site/notebooks/home.ts?cells&whole';
import type { CellState } from '../../components/Cell/cellState';
import { isActive } from '../../components/Cell/status';
import { useCellState, useSession } from '../../components/Cell/useSession';
import type { ChapterCell } from '../../notebook/chapter';
import type { Output, ProgressOutput, Scalar } from '../../notebook/types';
import { valueAt } from '../../notebook/valueAt';
import { readPicks, writePicks } from './picks';

const cellOf = (id: string): ChapterCell => notebook.cells.find((cell) => cell.id === id)!;
const cells = { log: cellOf('log'), train: cellOf('train'), rank: cellOf('rank'), measure: cellOf('measure') };

/** The rows of the first table. */
function rowsOf(outputs: Output[]): Scalar[][] {
  return outputs.find((output) => output.kind === 'table')?.rows ?? [];
}

/** A number of a cell's outputs, while they hold it. */
function numberAt(outputs: Output[], path: string): number | undefined {
  try {
    return Number(valueAt({ outputs }, path));
  } catch {
    return undefined;
  }
}

export function useRanker() {
  const session = useSession(notebook);
  const log = useCellState(session, cells.log);
  const train = useCellState(session, cells.train);
  const rank = useCellState(session, cells.rank);
  const measure = useCellState(session, cells.measure);
  const { watches, ndcg, popularity } = {
    watches: numberAt(log.outputs, 'watches') ?? numberAt(cells.log.outputs, 'watches')!,
    ndcg: numberAt(measure.outputs, 'ndcg'),
    popularity: numberAt(measure.outputs, 'popularity'),
  };
  /** Trains and ranks, then measures. */
  const run = () => session?.runAll();
  return {
    cells,
    session,
    /** What a first Run loads, such as `2.1 MB`. */
    load: notebook.load,
    train,
    rank,
    /** What the title bar speaks of: the cell that runs, else the one that ranks. */
    shown: [log, train, rank].find(isActive) ?? ([log, train, rank].find(isBroken) || rank),
    isActive: [log, train, rank, measure].some(isActive),
    facts: { watches, ndcg, popularity, ms: train.cost?.ms },
    progress: train.outputs.find((output): output is ProgressOutput => output.kind === 'progress'),
    /** The films that can be completed. */
    films: rowsOf(cells.log.outputs).map(([film]) => String(film)),
    ranking: rowsOf(rank.outputs).map(([film, score]) => ({ film: String(film), score: Number(score) })),
    picks: readPicks(rank.code),
    run,
    /** Writes other films into the code and runs it. */
    pick: async (films: string[]) => {
      await session?.edit('rank', writePicks(rank.code, films));
      session?.run('rank');
    },
  };
}

function isBroken({ status, refusal }: CellState): boolean {
  return status === 'failed' || status === 'killed' || refusal !== undefined;
}

export type RankerAtWork = ReturnType<typeof useRanker>;
