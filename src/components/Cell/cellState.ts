/** All that a page shows of a cell. */
import { WORLD } from '../Data/choice';
import type { RunCost, TensorMemory } from '../../kernel/protocol';
import type { ChapterCell, Standing } from '../../notebook/chapter';
import type { Staleness } from '../../notebook/stale';
import type { CheckOutput, ErrorOutput, InputValues, Output } from '../../notebook/types';

/**
 * `saved`: shows what came with the book. `queued`, `running`: on its way. `done`, `failed`, `stopped`, `aborted`: how its last run ended.
 * `killed`: it did not heed Stop, and the kernel was ended. `skipped`: the data has not what it needs.
 */
export type CellStatus = 'saved' | 'queued' | 'running' | 'done' | 'failed' | 'stopped' | 'aborted' | 'killed' | 'skipped';

/** From where a progress bar's rate is counted. */
export interface Pace {
  label: string;
  /** What the bar had done then. */
  done: number;
  /** Milliseconds after the run's beginning. */
  after: number;
}

/** A new object whenever something changes. */
export interface CellState {
  code: string;
  /** Whether `code` differs from the book's. */
  edited: boolean;
  status: CellStatus;
  outputs: Output[];
  /** The saved outputs, in place of `outputs`, where they stand in the page and have not been loaded. */
  standing?: Standing;
  /** The name of the data set that the outputs are of; absent when they are of none. */
  data?: string;
  /** What the reader set the cell's inputs to, by their names. */
  inputs: InputValues;
  /** Why the outputs are out of date. */
  stale?: Staleness;
  /** Whether the kernel still holds what the cell declared. */
  alive: boolean;
  /** Why the code cannot run: a syntax error, or a breach of the scope rule. */
  refusal?: ErrorOutput;
  cost?: RunCost;
  /** Of the run under way: what tensors take. */
  memory?: TensorMemory;
  /** Milliseconds of `performance.now()` at which the run under way began. */
  startedAt?: number;
  /** Of the run under way: where its newest progress bar stood when it was first seen. */
  pace?: Pace;
  /** The cell that this one runs for. */
  neededBy?: string;
  /** The title of the cell whose failure kept this one from running when it was last asked for. */
  blockedBy?: string;
  /** Of a cell that waits: how many runs come before it. */
  ahead?: number;
  /** An edit of an older edition of this cell, kept until the reader decides. */
  older?: string;
  /** Of an exercise: whether the queue or the run under way is a check. */
  isCheck?: boolean;
  /** Of an exercise: what its check said last, and of which code. */
  verdict?: CheckOutput & { code: string };
}

/** A cell as the book has it: what the server renders, and what a session starts from. */
export function bookState(cell: ChapterCell): CellState {
  const { code, outputs, standing, usesData } = cell;
  const data = usesData && isSaved(cell) ? WORLD : undefined;
  return { code, edited: false, status: 'saved', outputs, standing, data, inputs: {}, alive: false };
}

/** Whether there are saved outputs. */
export function isSaved({ outputs, standing }: Pick<ChapterCell, 'outputs' | 'standing'>): boolean {
  return outputs.length > 0 || standing !== undefined;
}
