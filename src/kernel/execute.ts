/** Runs compiled cells one after another in one scope: the same in a browser's worker and in Node. */
import type { CompiledCell, Output } from '../notebook/types';
import { evaluate } from './evaluate';
import type { CellHost } from './evaluate';
import { toErrorOutput } from './failure';
import type { LocatedError } from './failure';
import { volatile } from './format/volatile';
import { makeConsole } from './globals/console';
import { makeDisplay } from './globals/display';
import { html } from './globals/html';
import { makeProgress } from './globals/progress';
import type { OutputEvent, RunCost, RunStatus } from './protocol';
import { Recorder } from './recorder';

/** What a cell may import: module name to a function that loads its exports. */
export type ModuleMap = Record<string, () => Promise<Record<string, unknown>>>;

/** Turns a value of a library the kernel does not know (a chart, a frame, a tensor) into an output, or says it is none of its own. */
export type Formatter = (value: unknown) => Output | undefined | Promise<Output | undefined>;

/** What surrounds the kernel: all it knows of the world. */
export interface KernelHost {
  modules: ModuleMap;
  /** Asked in order before the kernel's own formats. */
  formatters: Formatter[];
  /** More globals of a notebook, by name: `data`. */
  globals: Record<string, unknown>;
  /** Surrounds each run, so that tensors a cell drops are freed: a TensorFlow.js engine scope. */
  around?: (run: () => Promise<Record<string, unknown>>) => Promise<Record<string, unknown>>;
  /** Tensor count, bytes and backend, where a tensor library is loaded. */
  cost?: () => Pick<RunCost, 'tensors' | 'bytes' | 'backend'>;
}

export interface RunRequest {
  cell: CompiledCell;
  signal: AbortSignal;
  /** Told of outputs as they come. The kernel calls it at most once a frame, however much a cell displays. */
  onOutputs: (events: OutputEvent[]) => void;
}

export interface RunResult {
  status: RunStatus;
  /** All outputs, an error last when the run failed. */
  outputs: Output[];
  cost: RunCost;
}

export interface Kernel {
  /**
   * Runs one cell; the caller waits for its end before the next. What the cell declared in an earlier run is forgotten when it
   * starts: after a failed or stopped run its names do not exist, so that nothing works on values the code did not make.
   */
  run(request: RunRequest): Promise<RunResult>;
  /** Loads modules ahead of a run. */
  warm(modules: string[]): Promise<void>;
}

/** A name that a cell declared. */
interface Binding {
  value: unknown;
  cell: string;
}

/** Makes a kernel with an empty scope. */
export function createKernel(host: KernelHost): Kernel {
  const scope = new Map<string, Binding>();
  return {
    run: (request) => run(host, scope, request),
    warm: async (modules) => {
      await Promise.all(modules.map((name) => loadModule(host.modules, name)));
    },
  };
}

async function run(host: KernelHost, scope: Map<string, Binding>, { cell, signal, onOutputs }: RunRequest): Promise<RunResult> {
  for (const [name, binding] of scope) if (binding.cell === cell.id) scope.delete(name);
  deepenStacks();
  const recorder = new Recorder(onOutputs);
  const absent = new Set<string>();
  const start = performance.now();
  let status: RunStatus = 'done';
  let error: Output | undefined;
  try {
    const names = visibleNames(host, scope, cell, { recorder, signal });
    const call = (): Promise<Record<string, unknown>> => evaluate(cell, names)(cellHost(host.modules, cell.id, absent));
    const declared = await (host.around ? host.around(call) : call());
    if (signal.aborted) status = 'stopped';
    else
      for (const name of cell.analysis.declares) if (!absent.has(name)) scope.set(name, { value: declared[name], cell: cell.id });
  } catch (thrown) {
    status = isAbort(thrown, signal) ? 'stopped' : 'failed';
    if (status === 'failed') error = toErrorOutput(thrown);
  }
  const outputs = await recorder.close(error);
  return { status, outputs, cost: { ms: performance.now() - start, ...host.cost?.() } };
}

/** What the cell reads and somebody gives: the run's own globals, the host's, earlier cells' names, the last first. */
function visibleNames(
  host: KernelHost,
  scope: Map<string, Binding>,
  cell: CompiledCell,
  { recorder, signal }: { recorder: Recorder; signal: AbortSignal },
): Record<string, unknown> {
  const display = makeDisplay(recorder, host.formatters);
  const own: Record<string, unknown> = {
    display,
    progress: makeProgress(recorder),
    signal,
    volatile,
    html,
    console: makeConsole(recorder, display),
    ...host.globals,
  };
  const names: Record<string, unknown> = {};
  const { reads, mutates, assigns } = cell.analysis;
  for (const name of new Set([...reads, ...mutates, ...assigns.map((assign) => assign.name)])) {
    const binding = scope.get(name);
    if (binding) names[name] = binding.value;
    else if (Object.hasOwn(own, name)) names[name] = own[name];
  }
  return names;
}

function cellHost(modules: ModuleMap, cell: string, absent: Set<string>): CellHost {
  const at = (error: LocatedError, line?: number, column?: number): LocatedError => {
    if (line !== undefined && column !== undefined) error.place = { cell, line, column };
    return error;
  };
  return {
    load: async (name, line, column) => {
      try {
        return await loadModule(modules, name);
      } catch (error) {
        throw at(error as Error, line, column);
      }
    },
    pick: (exports, module, name, line, column, optional) => {
      if (name in exports) return exports[name];
      if (optional !== undefined) return void absent.add(optional);
      throw at(
        new SyntaxError(`module '${module}' has no export \`${name}\`${nearest(name, Object.keys(exports))}`),
        line,
        column,
      );
    },
  };
}

async function loadModule(modules: ModuleMap, name: string): Promise<Record<string, unknown>> {
  if (!Object.hasOwn(modules, name)) {
    throw new Error(
      `no module '${name}' here: a cell may import ${
        Object.keys(modules)
          .map((known) => `'${known}'`)
          .join(', ') || 'nothing'
      }`,
    );
  }
  return await modules[name]();
}

/** A name that differs only in case, or begins the same: what was probably meant. */
function nearest(name: string, known: string[]): string {
  const lower = name.toLowerCase();
  const found =
    known.find((one) => one.toLowerCase() === lower) ??
    known.find((one) => one.toLowerCase().startsWith(lower.slice(0, Math.max(3, lower.length - 2))));
  return found ? `; did you mean \`${found}\`?` : '';
}

function isAbort(thrown: unknown, signal: AbortSignal): boolean {
  if (!signal.aborted) return false;
  return thrown === signal.reason || (thrown as { name?: unknown } | null)?.name === 'AbortError';
}

/** V8 keeps ten frames of a stack; a library may need more before it comes to the cell's line. */
function deepenStacks(): void {
  if ('stackTraceLimit' in Error) Error.stackTraceLimit = Math.max(Number(Error.stackTraceLimit) || 0, 50);
}
