/** Executes notebooks in Node with the kernel that the page has. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileCell } from '../kernel/compile';
import { createKernel } from '../kernel/execute';
import type { KernelHost, RunResult } from '../kernel/execute';
import type { OutputEvent } from '../kernel/protocol';
import { buildGraph } from '../notebook/graph';
import { parseNotebook } from '../notebook/parse';
import type { Cell, Notebook } from '../notebook/types';
import { notebookPaths } from './files';

/** How a cell ended: as its author meant it, or not. */
export interface Executed extends RunResult {
  cell: Cell;
  /** Whether it failed although it should not have, or the other way round. */
  isWrong: boolean;
}

export interface ExecuteOptions {
  host: KernelHost;
  /** Told before each cell. */
  onStart?: (cell: Cell) => void;
  onOutputs?: (cell: Cell, events: OutputEvent[]) => void;
  /** Told after each cell. Returning false ends the notebook there. */
  onEnd?: (executed: Executed) => boolean | void;
}

/** Reads a notebook by its address. Throws an Error that lists the notebooks there are. */
export function readNotebook(root: string, address: string): Notebook {
  const file = join(root, 'notebooks', `${address}.ts`);
  if (!existsSync(file)) throw new Error(`notebook must be one of ${notebookPaths(root).join(', ')}, got ${address}`);
  return parseNotebook(address, readFileSync(file, 'utf8'));
}

/** Runs every cell in order. A cell that goes wrong does not keep the others from running unless they need it. */
export async function executeNotebook(notebook: Notebook, options: ExecuteOptions): Promise<Executed[]> {
  const kernel = createKernel(options.host);
  const compiled = notebook.cells.map((cell) => compileCell(cell.id, cell.code));
  const [problem] = buildGraph(compiled).problems;
  if (problem) throw new Error(`${notebook.path} [${problem.cell}]: ${problem.message}`);
  const executed: Executed[] = [];
  for (const [index, cell] of notebook.cells.entries()) {
    options.onStart?.(cell);
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), (cell.options.timeout ?? 60) * 1000);
    const onOutputs = (events: OutputEvent[]) => options.onOutputs?.(cell, events);
    const result = await kernel.run({ cell: compiled[index], signal: abort.signal, onOutputs });
    clearTimeout(timer);
    const isWrong = (result.status === 'failed') !== cell.options.throws || abort.signal.aborted;
    executed.push({ ...result, cell, isWrong });
    if (options.onEnd?.(executed[index]) === false) break;
  }
  return executed;
}
