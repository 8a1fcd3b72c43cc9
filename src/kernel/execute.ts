/** Runs compiled cells one after another in one scope: the same in a browser's worker and in Node. */
import type { CompiledCell, DataNeeds, ErrorOutput, InputValues, LackOutput, Output } from '../notebook/types';
import { evaluate } from './evaluate';
import { toErrorOutput } from './failure';
import { volatile } from './format/volatile';
import { makeConsole } from './globals/console';
import { makeDisplay } from './globals/display';
import { makeExercise } from './globals/exercise';
import type { ExerciseRun, Exercises } from './globals/exercise';
import { html } from './globals/html';
import { makeInputs } from './globals/inputs';
import { makeProgress } from './globals/progress';
import { cellHost, loadModule } from './imports';
import type { ModuleMap } from './imports';
import type { OutputEvent, RunCost, RunStatus, TensorMemory } from './protocol';
import { Recorder } from './recorder';
import { declare, forget, forkOf, newSpace, visibleNames } from './scope';
import type { Space } from './scope';

/** Milliseconds between two looks at what tensors take. */
const LOOK = 250;

/** Turns a value of a library the kernel does not know (a chart, a frame, a tensor) into an output, or says it is none of its own. */
export type Formatter = (value: unknown) => Output | undefined | Promise<Output | undefined>;

/** What a data set has not of what a cell needs. */
export interface Lack {
  /** The data set's name. */
  data: string;
  /** In words; empty when nothing is missing. */
  missing: string[];
}

/** What surrounds the kernel: all it knows of the world. */
export interface KernelHost {
  modules: ModuleMap;
  /** Asked in order before the kernel's own formats. */
  formatters: Formatter[];
  /** More globals of a notebook, by name: `data`. */
  globals: Record<string, unknown>;
  /** Which of these needs the data set in use does not meet; without it, any data will do. */
  lacks?: (needs: string[]) => Promise<Lack>;
  /** What about the data in use may have made a cell fail, in a sentence; nothing where it is as the book's code expects. */
  caveat?: () => Promise<string | undefined>;
  /** Surrounds each run, so that tensors a cell drops are freed: a TensorFlow.js engine scope. */
  around?: (run: () => Promise<Record<string, unknown>>) => Promise<Record<string, unknown>>;
  /** Told of the values that a cell's earlier run declared when they leave the scope, and of those still in it: what only the former hold can be freed. */
  forget?: (dropped: unknown[], kept: unknown[]) => void;
  /** Tensor count, bytes and backend, where a tensor library is loaded. */
  cost?: () => TensorMemory;
}

export interface RunRequest {
  cell: CompiledCell;
  /** Cells to run before it, all of them in a copy of the scope that is thrown away afterwards: an attempt before its check. */
  fork?: CompiledCell[];
  /** What the reader set the cell's inputs to, by their names. */
  inputs?: InputValues;
  /** What of the data the cell and those above it cannot do without. */
  needs?: DataNeeds[];
  signal: AbortSignal;
  /** Told of outputs as they come. The kernel calls it at most once a frame, however much a cell displays. */
  onOutputs: (events: OutputEvent[]) => void;
  /** Told of what tensors take while the run goes on, where it changes, some times a second. */
  onMemory?: (memory: TensorMemory) => void;
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
   * starts: after a failed or aborted run its names do not exist, so that nothing works on values the
   * code did not make. A stopped run came to its end early: what it made by then, such as a model half trained, stays.
   */
  run(request: RunRequest): Promise<RunResult>;
  /** What a name that a cell declared holds; undefined where none did. */
  value(name: string): unknown;
  /** Loads modules ahead of a run. */
  warm(modules: string[]): Promise<void>;
}

/** The run under way. */
interface Current {
  recorder: Recorder;
  signal: AbortSignal;
  /** The cell that runs: of a fork, one after the other. */
  cell: string;
  exercises: Exercises;
  /** Verdicts that the run waits for. */
  verdicts: Promise<void>[];
  inputs: InputValues;
  /** Inputs that the run has shown. */
  names: Set<string>;
}

/** What outlives a run. */
interface State {
  host: KernelHost;
  space: Space;
  /** The run under way, or the last one: a function of an earlier cell displays under the cell that calls it. */
  current: Current;
  /** The globals that every cell has. */
  globals: Record<string, unknown>;
}

/** Makes a kernel with an empty scope. */
export function createKernel(host: KernelHost): Kernel {
  const space = newSpace();
  const state: State = {
    host,
    space,
    current: newCurrent({ signal: new AbortController().signal, onOutputs: () => undefined }, space),
    globals: {},
  };
  const recorder = (): Recorder => state.current.recorder;
  const display = makeDisplay(recorder, host.formatters);
  state.globals = {
    display,
    progress: makeProgress(recorder),
    signal: liveSignal(() => state.current.signal),
    volatile,
    html,
    console: makeConsole(recorder, display),
    ...makeInputs(() => state.current),
    ...makeExercise(() => exerciseRun(state.current)),
    ...host.globals,
  };
  return {
    run: (request) => run(state, request),
    value: (name) => space.scope.get(name)?.value,
    warm: async (modules) => {
      await Promise.all(modules.map((name) => loadModule(host.modules, name)));
    },
  };
}

function newCurrent(
  { onOutputs, signal, inputs = {} }: Pick<RunRequest, 'onOutputs' | 'signal' | 'inputs'>,
  { exercises }: Space,
): Current {
  return { recorder: new Recorder(onOutputs), signal, cell: '', exercises, verdicts: [], inputs, names: new Set() };
}

function exerciseRun({ cell, exercises, recorder, verdicts }: Current): ExerciseRun {
  return { cell, exercises, tell: (verdict) => void verdicts.push(verdict.then((output) => recorder.add(output))) };
}

async function run(state: State, request: RunRequest): Promise<RunResult> {
  const { cell, fork, signal } = request;
  const { host } = state;
  const space = fork ? forkOf(state.space, [...fork, cell]) : state.space;
  if (!fork) forgetRun(state, cell.id);
  deepenStacks();
  const current = (state.current = newCurrent(request, space));
  const announce = (): unknown => (state.globals.signal as EventTarget).dispatchEvent(new Event('abort'));
  signal.addEventListener('abort', announce);
  const start = performance.now();
  let status: RunStatus = 'done';
  let error: Output | undefined;
  let memory: ReturnType<typeof watchMemory>;
  try {
    const lack = await lackOf(host, request);
    if (lack) {
      current.recorder.add(lack);
      return { status: 'skipped', outputs: await current.recorder.close(), cost: { ms: performance.now() - start } };
    }
    memory = watchMemory(host, request);
    const cells = fork ? [...fork, cell] : [cell];
    const call = async (): Promise<Record<string, unknown>> => {
      let declared: Record<string, unknown> = {};
      for (const each of cells) declared = await runCell(state, space, each);
      await Promise.all(current.verdicts);
      return fork ? {} : declared;
    };
    const declared = await (host.around ? host.around(call) : call());
    if (signal.aborted) status = 'stopped';
    if (!fork) declare(space, cell, declared);
  } catch (thrown) {
    status = isAbort(thrown, signal) ? 'aborted' : 'failed';
    if (status === 'failed') error = await withCaveat(host, toErrorOutput(thrown));
  } finally {
    signal.removeEventListener('abort', announce);
    clearInterval(memory);
  }
  const outputs = await current.recorder.close(error);
  return { status, outputs, cost: { ms: performance.now() - start, ...host.cost?.() } };
}

/** Looks at what tensors take whenever the cell lets something else have its turn. */
function watchMemory({ cost }: KernelHost, { onMemory }: RunRequest): ReturnType<typeof setInterval> | undefined {
  if (!cost || !onMemory) return undefined;
  let last = 0;
  return setInterval(() => {
    const memory = cost();
    if (memory.bytes === undefined || memory.bytes === last) return;
    last = memory.bytes;
    onMemory(memory);
  }, LOOK);
}

/** The error, with what about the data may be its cause in front of its own hint. */
async function withCaveat({ caveat }: KernelHost, error: ErrorOutput): Promise<ErrorOutput> {
  const sentence = await caveat?.();
  return sentence ? { ...error, hint: [sentence, error.hint].filter(Boolean).join(' Otherwise: ') } : error;
}

/** What the data has not of what the cell, or one above it, needs. */
async function lackOf({ lacks }: KernelHost, { cell, needs = [] }: RunRequest): Promise<LackOutput | undefined> {
  for (const { cell: of, needs: some } of needs) {
    const lack = await lacks?.(some);
    if (lack && lack.missing.length > 0) return { kind: 'lack', ...lack, ...(of !== cell.id && { of }) };
  }
  return undefined;
}

/** Forgets what the cell's earlier run declared, and says so where values went. */
function forgetRun({ host, space }: State, cell: string): void {
  const dropped = forget(space, cell);
  const kept = () => [...space.scope.values()].map(({ value }) => value);
  if (dropped.length > 0) host.forget?.(dropped, kept());
}

/** Evaluates one cell; gives what it declares, without names that stand only for types. */
async function runCell(state: State, space: Space, cell: CompiledCell): Promise<Record<string, unknown>> {
  state.current.cell = cell.id;
  const absent = new Set<string>();
  const names = visibleNames(state.globals, space, cell);
  const declared = await evaluate(cell, names)(cellHost(state.host.modules, cell.id, absent));
  for (const name of absent) delete declared[name];
  // What a fork declares is for the cells behind it in the fork.
  if (space !== state.space) declare(space, cell, declared);
  return declared;
}

/**
 * The `signal` of all cells: a function that an earlier cell declared keeps it, and must still see the Stop of the cell that calls
 * it. It is a real `AbortSignal` whose state is that of the run under way.
 */
function liveSignal(current: () => AbortSignal): AbortSignal {
  return Object.defineProperties(new AbortController().signal, {
    aborted: { get: () => current().aborted },
    reason: { get: () => current().reason as unknown },
    throwIfAborted: { value: () => current().throwIfAborted() },
  });
}

function isAbort(thrown: unknown, signal: AbortSignal): boolean {
  if (!signal.aborted) return false;
  return thrown === signal.reason || (thrown as { name?: unknown } | null)?.name === 'AbortError';
}

/** V8 keeps ten frames of a stack; a library may need more before it comes to the cell's line. */
function deepenStacks(): void {
  if ('stackTraceLimit' in Error) Error.stackTraceLimit = Math.max(Number(Error.stackTraceLimit) || 0, 50);
}
