/** Runs a notebook from its first cell to its last, outside the page: what saved outputs, tests and the terminal are made of. */
import { compileCell } from '../kernel/compile';
import { createKernel } from '../kernel/execute';
import { dataNeedsOf } from '../notebook/dataNeeds';
import { findExercises } from '../notebook/exercises';
import { buildGraph } from '../notebook/graph';
import type { KernelHost, RunResult } from '../kernel/execute';
import type { CellGraph } from '../notebook/graph';
import type { OutputEvent } from '../kernel/protocol';
import type { Cell, CheckOutput, CompiledCell, ErrorOutput, Notebook, SavedOutputs } from '../notebook/types';

/** What became of one cell. */
export interface CellRun extends RunResult {
  cell: Cell;
  /** Why the notebook does not hold: an error not meant, or none where one was. */
  failure?: string;
}

export interface RunNotebookOptions {
  host: KernelHost;
  /** Aborting it ends the run with the current cell. */
  signal?: AbortSignal;
  /** Seconds that a cell without `timeout` is given; 120 by default. */
  timeout?: number;
  /** Run only this cell and those it needs, such as `board`. */
  only?: string;
  /** Told before each cell. */
  onCell?: (cell: Cell) => void;
  /** Told of outputs as they come. */
  onOutputs?: (cell: Cell, events: OutputEvent[]) => void;
  /** Told after each cell. */
  onEnd?: (run: CellRun) => void;
}

export interface NotebookRun {
  runs: CellRun[];
  /** What is written to `*.out.json`. */
  saved: SavedOutputs;
  /** What a name that the cells declared holds. */
  value(name: string): unknown;
  /** Of the cell that ended the run: it did not do what it should. */
  failure?: string;
}

/** Runs the cells in order and stops at the first that does not do what it should: throw with `throws`, come to its end without. */
export async function runNotebook(notebook: Notebook, options: RunNotebookOptions): Promise<NotebookRun> {
  const { host, signal, onCell, onOutputs, onEnd } = options;
  const kernel = createKernel(host);
  const runs: CellRun[] = [];
  const { compiled, graph, problem } = compileAll(notebook);
  const result = (failure?: string): NotebookRun => ({
    runs,
    saved: savedOutputs(runs, compiled),
    value: (name) => kernel.value(name),
    ...(failure && { failure }),
  });
  if (!graph) return result(problem);
  const wanted = options.only === undefined ? graph.order : [...graph.needs(options.only), options.only];
  for (const [at, cell] of notebook.cells.entries()) {
    if (!wanted.includes(cell.id)) continue;
    if (signal?.aborted) return result(`[${cell.id}] was not run: stopped before it`);
    onCell?.(cell);
    const limit = AbortSignal.timeout(1000 * (cell.options.timeout ?? options.timeout ?? 120));
    const either = signal ? AbortSignal.any([signal, limit]) : limit;
    const ended = await unlessStuck(
      kernel.run({
        cell: compiled[at],
        needs: dataNeedsOf(notebook.cells, graph, cell.id),
        signal: either,
        onOutputs: (events) => onOutputs?.(cell, events),
      }),
      limit,
    );
    const failure = failureOf(cell, ended, limit.aborted) ?? verdictFailure(notebook, cell, ended);
    const run: CellRun = { ...ended, cell, ...(failure && { failure }) };
    runs.push(run);
    onEnd?.(run);
    if (failure) return result(failure);
  }
  return result();
}

function compileAll(notebook: Notebook): { compiled: CompiledCell[]; graph?: CellGraph; problem?: string } {
  const compiled: CompiledCell[] = [];
  for (const cell of notebook.cells) {
    try {
      compiled.push(compileCell(cell.id, cell.code));
    } catch (error) {
      const { message, line, column } = error as Error & { line?: number; column?: number };
      return { compiled, problem: `${placeIn(notebook, cell, line, column)}: ${message}` };
    }
  }
  const graph = buildGraph(compiled);
  const parts = compiled.map(({ id, analysis }, at) => ({ id, analysis, options: notebook.cells[at].options }));
  const [problem] = [...graph.problems, ...findExercises(parts).problems];
  if (!problem) return { compiled, graph };
  const cell = notebook.cells.find(({ id }) => id === problem.cell)!;
  return { compiled, problem: `${placeIn(notebook, cell, problem.line, problem.column)}: ${problem.message}` };
}

/** The file's own line and column, so that an editor can go there. */
function placeIn(notebook: Notebook, cell: Cell, line = 1, column?: number): string {
  return `notebooks/${notebook.path}.ts:${cell.line + line - 1}${column === undefined ? '' : `:${column}`}: [${cell.id}]`;
}

/** A cell that does not heed the signal is given two seconds more. What blocks the thread cannot be ended from here. */
async function unlessStuck(run: Promise<RunResult>, limit: AbortSignal): Promise<RunResult> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stuck = new Promise<RunResult>((resolve) => {
    const give = () => {
      timer = setTimeout(() => resolve({ status: 'stopped', outputs: [], cost: { ms: NaN } }), 2_000);
    };
    limit.addEventListener('abort', give, { once: true });
  });
  const ended = await Promise.race([run, stuck]);
  clearTimeout(timer);
  return ended;
}

function failureOf(cell: Cell, { status, outputs }: RunResult, timedOut: boolean): string | undefined {
  if (timedOut && status !== 'done') return `[${cell.id}] ran out of time`;
  if (status === 'skipped') return undefined;
  if (status === 'stopped') return `[${cell.id}] was stopped`;
  if (cell.options.throws) return status === 'failed' ? undefined : `[${cell.id}] is marked \`throws\`, but nothing was thrown`;
  if (status === 'done') return undefined;
  const error = outputs.findLast((output): output is ErrorOutput => output.kind === 'error');
  return `[${cell.id}] ${error ? `${error.name}: ${error.message}` : 'failed'}`;
}

/** A starter has to fail its exercise's check, and the solution to pass it. */
function verdictFailure(notebook: Notebook, cell: Cell, { outputs }: RunResult): string | undefined {
  const wrong = outputs.find(
    (output): output is CheckOutput => output.kind === 'check' && output.passed === (output.of === 'attempt'),
  );
  if (!wrong) return undefined;
  const { exercise, of, message, thrown } = wrong;
  if (of === 'attempt')
    return `${placeIn(notebook, cell)}: the starter of '${exercise}' passes the check, so that nothing is left to do`;
  const line = thrown?.cell === cell.id ? thrown.line : undefined;
  return `${placeIn(notebook, cell, line)}: the solution of '${exercise}' fails the check: ${message}`;
}

function savedOutputs(runs: CellRun[], compiled: CompiledCell[]): SavedOutputs {
  const ms = runs.reduce((sum, { cost }) => sum + cost.ms, 0);
  return {
    ms,
    loads: loadedBy(runs, compiled),
    cells: Object.fromEntries(runs.map(({ cell, outputs }) => [cell.id, { outputs }])),
  };
}

/** What the cells that ran import, and what these load in their turn: a tensor library where its backend shows, the data set. */
function loadedBy(runs: CellRun[], compiled: CompiledCell[]): string[] {
  const analyses = compiled.filter(({ id }) => runs.some(({ cell }) => cell.id === id)).map(({ analysis }) => analysis);
  const loads = new Set(analyses.flatMap(({ imports }) => imports));
  if (analyses.some(({ reads }) => reads.includes('data'))) loads.add('data');
  if (runs.some(({ cost }) => cost.backend !== undefined)) loads.add('@tensorflow/tfjs');
  return [...loads].sort();
}
