/**
 * One chapter's notebook at work on a page: its cells' code, runs and outputs. No React and no DOM in here: the page subscribes.
 */
import type { KernelClient, RestartReason, RunEnd } from '../../kernel/client';
import type { OutputEvent, RunCost } from '../../kernel/protocol';
import type { Chapter, ChapterCell } from '../../notebook/chapter';
import { buildGraph } from '../../notebook/graph';
import type { CellGraph } from '../../notebook/graph';
import { findExercises } from '../../notebook/exercises';
import type { Exercise } from '../../notebook/exercises';
import { hashSource, staleCells } from '../../notebook/stale';
import type { RunRecord, Staleness } from '../../notebook/stale';
import type { CheckOutput, CompiledCell, ErrorOutput, Output } from '../../notebook/types';
import type { Edits } from './edits';

/**
 * `saved`: shows what came with the book. `queued`, `running`: on its way. `done`, `failed`, `stopped`, `aborted`: how its last run ended.
 * `killed`: it did not heed Stop, and the kernel was ended.
 */
export type CellStatus = 'saved' | 'queued' | 'running' | 'done' | 'failed' | 'stopped' | 'aborted' | 'killed';

/** All that a page shows of a cell. A new object whenever something changes. */
export interface CellState {
  code: string;
  /** Whether `code` differs from the book's. */
  edited: boolean;
  status: CellStatus;
  outputs: Output[];
  /** Why the outputs are out of date. */
  stale?: Staleness;
  /** Whether the kernel still holds what the cell declared. */
  alive: boolean;
  /** Why the code cannot run: a syntax error, or a breach of the scope rule. */
  refusal?: ErrorOutput;
  cost?: RunCost;
  /** Milliseconds of `performance.now()` at which the run under way began. */
  startedAt?: number;
  /** The cell that this one runs for. */
  neededBy?: string;
  /** An edit of an older edition of this cell, kept until the reader decides. */
  older?: string;
  /** Of an exercise: whether the queue or the run under way is a check. */
  isCheck?: boolean;
  /** Of an exercise: what its check said last, and of which code. */
  verdict?: CheckOutput & { code: string };
}

/** A cell as the book has it: what the server renders, and what a session starts from. */
export function bookState(cell: ChapterCell): CellState {
  return { code: cell.code, edited: false, status: 'saved', outputs: cell.outputs, alive: false };
}

/** A run that waits. `check`: of an exercise, in a fork of the scope. */
interface Waiting {
  id: string;
  neededBy?: string;
  check?: Exercise;
}

interface Entry {
  cell: ChapterCell;
  state: CellState;
  compiled: CompiledCell;
  record?: RunRecord;
}

export interface SessionOptions {
  chapter: Chapter;
  /** Starts a kernel's client; told when the kernel lost its names. */
  connect: (onRestart: (reason: RestartReason) => void) => KernelClient;
  edits: Edits;
  /** Told of the outputs of each run that ended. */
  onEnd?: (id: string, end: RunEnd, outputs: Output[]) => void;
  /** Told of each verdict on an exercise of the reader's. */
  onVerdict?: (verdict: CheckOutput) => void;
  now?: () => number;
}

export class Session {
  readonly path: string;
  private readonly entries = new Map<string, Entry>();
  private readonly listeners = new Set<() => void>();
  private readonly original: Record<string, string> = {};
  private readonly options: SessionOptions;
  private readonly exercises: Exercise[];
  private client?: KernelClient;
  private graph: CellGraph;
  private queue: Waiting[] = [];
  private running?: string;
  private runs = 0;

  constructor(options: SessionOptions) {
    this.options = options;
    this.path = options.chapter.path;
    for (const cell of options.chapter.cells) {
      const hash = hashSource(cell.code);
      this.original[cell.id] = hash;
      const record: RunRecord | undefined = cell.outputs.length > 0 ? { hash, run: 'saved' } : undefined;
      this.entries.set(cell.id, { cell, state: bookState(cell), compiled: cell.compiled, record });
    }
    this.exercises = findExercises(
      options.chapter.cells.map(({ id, compiled }) => ({ id, analysis: compiled.analysis })),
    ).exercises;
    this.graph = this.drawGraph();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  state(id: string): CellState {
    return this.entry(id).state;
  }

  /** Ids of the cells that have to run before this one. */
  needs(id: string): string[] {
    return this.graph.needs(id);
  }

  /** Puts the reader's kept edits back. Called once, after the page has come alive. */
  async restore(): Promise<void> {
    for (const { cell } of [...this.entries.values()]) {
      const kept = this.options.edits.read(this.path, cell.id);
      if (!kept || kept.code === cell.code) continue;
      if (kept.original === this.original[cell.id]) await this.edit(cell.id, kept.code, false);
      else this.change(cell.id, { older: kept.code });
    }
  }

  /** Takes what the reader typed; compiles it, so that an error shows before any run. */
  async edit(id: string, code: string, keep = true): Promise<void> {
    const entry = this.entry(id);
    if (code === entry.state.code) return;
    const edited = code !== entry.cell.code;
    this.change(id, { code, edited });
    if (keep) this.options.edits.write(this.path, id, edited ? { code, original: this.original[id] } : undefined);
    await this.compile(id);
  }

  /** Back to the book's code and its saved outputs. */
  async reset(id: string): Promise<void> {
    const entry = this.entry(id);
    this.options.edits.write(this.path, id, undefined);
    entry.record = entry.cell.outputs.length > 0 ? { hash: this.original[id], run: 'saved' } : undefined;
    const book = bookState(entry.cell);
    this.change(id, { ...book, code: entry.state.code, cost: undefined, older: undefined, verdict: undefined });
    await this.edit(id, entry.cell.code, false);
    this.refresh();
  }

  /** Decides on an edit of an older edition: take it into the cell, or let it go. */
  async settle(id: string, take: boolean): Promise<void> {
    const { older } = this.entry(id).state;
    this.change(id, { older: undefined });
    if (older !== undefined && take) await this.edit(id, older);
    else this.options.edits.write(this.path, id, undefined);
  }

  /** Starts the kernel, and loads what a cell and its needs import. */
  warm(id: string): void {
    const modules = new Set([...this.needs(id), id].flatMap((each) => this.entry(each).compiled.analysis.imports));
    this.kernel().warm([...modules]);
  }

  /** Runs a cell, after those of its needs that have not run as they stand. */
  run(id: string): void {
    const needs = this.needs(id).filter((need) => !this.isCurrent(need));
    this.enqueue([...needs.map((need) => ({ id: need, neededBy: id })), { id }]);
  }

  /** Checks an exercise: runs what it and its check need, then both in a fork, so that the chapter's other cells notice nothing. */
  check(id: string): void {
    const check = this.exercises.find(({ attempt }) => attempt === id);
    if (!check) throw new RangeError(`id must be the cell of an exercise, got ${id}`);
    const both = new Set([...this.needs(id), ...this.needs(check.check)]);
    const needs = this.graph.order.filter((need) => need !== id && both.has(need) && !this.isCurrent(need));
    this.enqueue([...needs.map((need) => ({ id: need, neededBy: id })), { id, check }]);
  }

  /** Runs everything above a cell. */
  runAbove(id: string): void {
    this.enqueue(this.graph.order.slice(0, this.graph.order.indexOf(id)).map((each) => ({ id: each })));
  }

  runAll(): void {
    this.enqueue(this.graph.order.map((id) => ({ id })));
  }

  /** Stops the run under way and empties the queue. */
  stop(): void {
    this.clearQueue();
    if (this.running) this.kernel().stop();
  }

  /** Ends the kernel: nothing runs, and no name is held. */
  restart(): void {
    this.clearQueue();
    this.client?.restart();
  }

  private kernel(): KernelClient {
    this.client ??= this.options.connect(() => {
      for (const { cell } of this.entries.values()) this.change(cell.id, { alive: false });
      this.refresh();
    });
    return this.client;
  }

  private entry(id: string): Entry {
    const entry = this.entries.get(id);
    if (!entry) throw new RangeError(`id must be a cell of ${this.path}, got ${id}`);
    return entry;
  }

  private change(id: string, change: Partial<CellState>): void {
    const entry = this.entry(id);
    entry.state = { ...entry.state, ...change };
    for (const listener of this.listeners) listener();
  }

  private drawGraph(): CellGraph {
    return buildGraph([...this.entries.values()].map(({ cell, compiled }) => ({ id: cell.id, analysis: compiled.analysis })));
  }

  /** Marks what is stale and what the scope rule refuses. */
  private refresh(): void {
    const records = Object.fromEntries([...this.entries].map(([id, { record }]) => [id, record]));
    const current = Object.fromEntries([...this.entries].map(([id, { state }]) => [id, hashSource(state.code)]));
    const stale = staleCells(this.graph, current, records, this.original);
    for (const [id, { state }] of this.entries) {
      const next = stale.get(id);
      if (next?.cause !== state.stale?.cause || next?.reason !== state.stale?.reason) this.change(id, { stale: next });
    }
  }

  private async compile(id: string): Promise<void> {
    const entry = this.entry(id);
    const { code } = entry.state;
    try {
      const compiled = code === entry.cell.code ? entry.cell.compiled : await this.kernel().compile(id, code);
      if (code !== entry.state.code) return; // the reader typed on
      entry.compiled = compiled;
      this.graph = this.drawGraph();
      const problem = this.graph.problems.find(({ cell }) => cell === id);
      const refusal: ErrorOutput | undefined = problem && { kind: 'error', name: 'ScopeError', ...problem };
      this.change(id, { refusal });
    } catch (error) {
      if (code !== entry.state.code) return;
      const { name, message, line, column } = error as Error & { line?: number; column?: number };
      this.change(id, { refusal: { kind: 'error', name, message, cell: id, line, column } });
    }
    this.refresh();
  }

  private isCurrent(id: string): boolean {
    const { state } = this.entry(id);
    return state.alive && (state.status === 'done' || state.status === 'stopped') && !state.stale;
  }

  private enqueue(runs: Waiting[]): void {
    for (const run of runs) {
      if (this.queue.some(({ id, check }) => id === run.id && check === run.check)) continue;
      this.queue.push(run);
      if (run.id !== this.running)
        this.change(run.id, { status: 'queued', neededBy: run.neededBy, isCheck: run.check !== undefined });
    }
    void this.work();
  }

  private clearQueue(): void {
    for (const { id } of this.queue.splice(0)) if (id !== this.running) this.unqueue(id);
  }

  /** Back to what the cell's record says it was before it was queued. */
  private unqueue(id: string): void {
    const { record, state } = this.entry(id);
    const status = record?.run === 'saved' || !record ? 'saved' : state.outputs.at(-1)?.kind === 'error' ? 'failed' : 'done';
    this.change(id, { status, neededBy: undefined });
  }

  private async work(): Promise<void> {
    if (this.running) return;
    for (let next = this.queue.shift(); next; next = this.queue.shift()) {
      this.running = next.id;
      const ok = await this.runOne(next);
      this.running = undefined;
      if (!ok && !next.check) this.dropDependents(next.id);
    }
    for (const listener of this.listeners) listener();
  }

  /** Cells that wait for a failed one do not run. */
  private dropDependents(id: string): void {
    const dependents = new Set(this.graph.dependents(id));
    const needsIt = (run: Waiting): boolean => dependents.has(run.id) || dependents.has(run.check?.check ?? '');
    const dropped = this.queue.filter(needsIt);
    this.queue = this.queue.filter((run) => !needsIt(run));
    for (const run of dropped) this.unqueue(run.id);
  }

  private async runOne({ id, check }: Waiting): Promise<boolean> {
    const entry = this.entry(id);
    await this.compile(id);
    if (entry.state.refusal) {
      this.change(id, { status: 'failed', neededBy: undefined });
      return false;
    }
    const { code } = entry.state;
    const outputs: Output[] = [];
    const startedAt = (this.options.now ?? (() => performance.now()))();
    this.change(id, { status: 'running', startedAt, cost: undefined, isCheck: check !== undefined });
    const onOutputs = (events: OutputEvent[]) => {
      for (const { at, output } of events) outputs[at] = output;
      this.change(id, { outputs: [...outputs] });
    };
    const end = check
      ? await this.kernel().run(this.entry(check.check).compiled, { onOutputs, fork: [entry.compiled] })
      : await this.kernel().run(entry.compiled, { onOutputs });
    const ended = { status: end.status, outputs: [...outputs], cost: end.cost, startedAt: undefined, neededBy: undefined };
    if (check) {
      // The kernel holds what it held before: only the page knows of a check.
      const verdict = outputs.findLast((output): output is CheckOutput => output.kind === 'check');
      this.change(id, { ...ended, isCheck: false, verdict: verdict && { ...verdict, code } });
      if (verdict) this.options.onVerdict?.(verdict);
      return verdict?.passed ?? false;
    }
    const alive = end.status === 'done' || end.status === 'stopped';
    entry.record = { hash: hashSource(code), run: ++this.runs };
    this.change(id, { ...ended, alive });
    this.refresh();
    this.options.onEnd?.(id, end, outputs);
    return alive;
  }
}
