/** What the page and its worker say to each other. Every message about a run carries the run's id. */
import type { CompiledCell, Output } from '../notebook/types';

/**
 * How a run ended. `stopped`: the cell saw the signal and came to its end early; what it declared stays. `aborted`: the signal made it
 * throw; it declared nothing.
 */
export type RunStatus = 'done' | 'failed' | 'stopped' | 'aborted';

/** A change of a cell's outputs: `at` is the output's place in the list; a known place is replaced. */
export interface OutputEvent {
  at: number;
  output: Output;
}

/** What a run cost. */
export interface RunCost {
  /** Wall-clock milliseconds inside the kernel. */
  ms: number;
  /** Tensors alive and their bytes after the run; absent while no tensor library is loaded. */
  tensors?: number;
  bytes?: number;
  /** The tensor library's backend, such as `wasm`. */
  backend?: string;
}

export type ToWorker =
  /** Load these modules now, so that a later run finds them warm. */
  | { type: 'warm'; modules: string[] }
  /** `fork`: cells to run before it, all of them in a copy of the scope that is thrown away. */
  | { type: 'run'; run: number; cell: CompiledCell; fork?: CompiledCell[] }
  | { type: 'stop'; run: number };

export type FromWorker =
  | { type: 'ready' }
  | { type: 'outputs'; run: number; events: OutputEvent[] }
  | { type: 'end'; run: number; status: RunStatus; cost: RunCost };
