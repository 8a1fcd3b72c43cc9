/** What the page and its worker say to each other. Every message about a run carries the run's id. */
import type { CompiledCell, DataNeeds, InputValues, Output } from '../notebook/types';

/**
 * How a run ended. `stopped`: the cell saw the signal and came to its end early; what it declared stays. `aborted`: the signal made it
 * throw; it declared nothing. `skipped`: the data has not what the cell needs, so it was not run.
 */
export type RunStatus = 'done' | 'failed' | 'stopped' | 'aborted' | 'skipped';

/** A change of a cell's outputs: `at` is the output's place in the list; a known place is replaced. */
export interface OutputEvent {
  at: number;
  output: Output;
}

/** What tensors take; all absent while no tensor library is loaded. */
export interface TensorMemory {
  /** Tensors alive, and their bytes. */
  tensors?: number;
  bytes?: number;
  /** The tensor library's backend, such as `wasm`. */
  backend?: string;
}

/** What a run cost, and what tensors take after it. */
export interface RunCost extends TensorMemory {
  /** Wall-clock milliseconds inside the kernel. */
  ms: number;
}

/** The name of the error when a part of the book's own code or data did not come, and what helps then. */
export const LOAD_ERROR = 'LoadError';
export const LOAD_HINT =
  'check the connection and run again; if a newer edition of the book is out, reload the page: your edits stay';

export type ToWorker =
  /** Load these modules now, so that a later run finds them warm. */
  | { type: 'warm'; modules: string[] }
  /** What goes with the cell is that of a `RunRequest`. */
  | { type: 'run'; run: number; cell: CompiledCell; fork?: CompiledCell[]; inputs?: InputValues; needs?: DataNeeds[] }
  | { type: 'stop'; run: number };

export type FromWorker =
  | { type: 'ready' }
  | { type: 'outputs'; run: number; events: OutputEvent[] }
  /** What tensors take while the run goes on. */
  | { type: 'memory'; run: number; memory: TensorMemory }
  | { type: 'end'; run: number; status: RunStatus; cost: RunCost };
