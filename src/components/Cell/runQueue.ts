/** The runs of a chapter's cells, one after the other: what was asked for, and before it what it needs. */
import type { KernelClient, RunEnd } from '../../kernel/client';
import { LOAD_ERROR } from '../../kernel/protocol';
import type { OutputEvent, TensorMemory } from '../../kernel/protocol';
import type { Exercise } from '../../notebook/exercises';
import type { CheckOutput, Output } from '../../notebook/types';
import type { CellStore } from './cellStore';
import { paceOf } from './pace';

/** A run that waits. */
interface Waiting {
  id: string;
  neededBy?: string;
  /** The cell is an exercise's, to be checked in a fork of the scope. */
  check?: Exercise;
  /** It runs for an input that moved: its outputs stay until new ones take their places. */
  isSmooth?: boolean;
}

const isMissing = (output: Output): boolean => output.kind === 'error' && output.name === LOAD_ERROR;

/** The cells at work; a new object whenever one begins, ends or moves up. */
export interface Line {
  running?: string;
  /** In the order in which they will run. */
  waiting: string[];
}

export interface RunQueueOptions {
  store: CellStore;
  kernel: () => KernelClient;
  /** Told of the outputs of each run that ended. */
  onEnd?: (id: string, end: RunEnd, outputs: Output[]) => void;
  /** Told of each verdict on an exercise of the reader's. */
  onVerdict?: (verdict: CheckOutput) => void;
  /** Told of the cell that was asked for when a part of the book that it needs did not come. */
  onMissing?: (id: string) => void;
  now?: () => number;
  /** The name of the data set in use. */
  dataName?: () => string;
}

export class RunQueue {
  private readonly options: RunQueueOptions;
  private readonly store: CellStore;
  /** What runs and what waits. */
  line: Line = { waiting: [] };
  private waiting: Waiting[] = [];
  private running?: string;

  constructor(options: RunQueueOptions) {
    this.options = options;
    this.store = options.store;
  }

  /** Runs a cell, after those of its needs that have not run as they stand. */
  run(id: string): void {
    this.add([...this.missing(id, this.store.graph.needs(id)), { id }]);
  }

  /** Runs a cell for an input that moved, and the cells given behind it. A run of it under way is asked to end: the newest value wins. */
  rerun(id: string, behind: string[]): void {
    if (this.running === id) this.options.kernel().interrupt();
    const needs = this.missing(id, this.store.graph.needs(id));
    this.add([...needs, { id, isSmooth: true }, ...behind.map((each) => ({ id: each, isSmooth: true }))]);
  }

  /** Checks an exercise: runs what it and its check need, then both in a fork, so that the chapter's other cells notice nothing. */
  check(exercise: Exercise): void {
    const id = exercise.attempt;
    const needs = new Set([...this.store.graph.needs(id), ...this.store.graph.needs(exercise.check)]);
    needs.delete(id);
    this.add([
      ...this.missing(
        id,
        this.store.graph.order.filter((need) => needs.has(need)),
      ),
      { id, check: exercise },
    ]);
  }

  /** Runs cells in this order. */
  runEach(ids: string[]): void {
    this.add(ids.map((id) => ({ id })));
  }

  /** Stops the run under way and empties the queue. */
  stop(): void {
    this.clear();
    if (this.running) this.options.kernel().stop();
  }

  /** Takes back every run that has not begun. */
  clear(): void {
    for (const { id } of this.waiting.splice(0)) if (id !== this.running) this.store.unqueue(id);
    this.moveUp();
  }

  /** Takes back a cell that waits, and those that wait for it. */
  cancel(id: string): void {
    const isIt = (run: Waiting) => run.id === id;
    if (!this.waiting.some(isIt)) return;
    this.waiting = this.waiting.filter((run) => !isIt(run));
    if (id !== this.running) this.store.unqueue(id);
    this.dropDependents(id);
    this.moveUp();
  }

  /** Tells each cell that waits how many come before it, and the page what the queue has become. */
  private moveUp(): void {
    const waiting = this.waiting.map(({ id }) => id).filter((id) => id !== this.running);
    this.line = { running: this.running, waiting };
    const before = this.running === undefined ? 0 : 1;
    waiting.forEach((id, place) => this.store.change(id, { ahead: place + before }));
    this.store.tell();
  }

  private missing(neededBy: string, needs: string[]): Waiting[] {
    return needs.filter((need) => !this.store.isCurrent(need)).map((id) => ({ id, neededBy }));
  }

  private add(runs: Waiting[]): void {
    for (const run of runs) {
      if (this.waiting.some(({ id, check }) => id === run.id && check === run.check)) continue;
      this.waiting.push(run);
      if (run.id !== this.running)
        this.store.change(run.id, {
          status: 'queued',
          neededBy: run.neededBy,
          blockedBy: undefined,
          isCheck: run.check !== undefined,
        });
    }
    this.moveUp();
    void this.work();
  }

  private async work(): Promise<void> {
    if (this.running) return;
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) {
      this.running = next.id;
      this.moveUp();
      const ok = await this.runOne(next);
      this.running = undefined;
      if (!ok && !next.check) this.dropDependents(next.id, true);
    }
    this.moveUp();
  }

  /** Cells that wait for a failed one do not run; nor do they when it waits for another run itself. */
  private dropDependents(id: string, hasFailed = false): void {
    if (this.waiting.some((run) => run.id === id)) return;
    const dependents = new Set(this.store.graph.dependents(id));
    const needsIt = (run: Waiting): boolean => dependents.has(run.id) || dependents.has(run.check?.check ?? '');
    const dropped = this.waiting.filter(needsIt);
    this.waiting = this.waiting.filter((run) => !needsIt(run));
    for (const run of dropped) this.store.unqueue(run.id, hasFailed ? id : undefined);
  }

  private async runOne({ id, neededBy, check, isSmooth }: Waiting): Promise<boolean> {
    const { store } = this;
    await store.compile(id);
    const { refusal } = store.state(id);
    if (refusal) {
      store.change(id, { status: 'failed', neededBy: undefined });
      if (isMissing(refusal)) this.options.onMissing?.(neededBy ?? id);
      return false;
    }
    const { code, inputs, outputs: former } = store.state(id);
    const version = store.version(id);
    const data = store.usesData(id) ? this.options.dataName?.() : undefined;
    const outputs: Output[] = [];
    const now = this.options.now ?? (() => performance.now());
    const startedAt = now();
    store.change(id, {
      status: 'running',
      startedAt,
      pace: undefined,
      cost: undefined,
      memory: undefined,
      isCheck: check !== undefined,
    });
    const onOutputs = (events: OutputEvent[]) => {
      for (const { at, output } of events) outputs[at] = output;
      const pace = paceOf(outputs, store.state(id).pace, now() - startedAt);
      const shown = isSmooth ? [...outputs, ...former.slice(outputs.length)] : [...outputs];
      store.change(id, { data, pace, outputs: shown, standing: undefined });
    };
    const onMemory = (memory: TensorMemory) => store.change(id, { memory });
    const kernel = this.options.kernel();
    const needs = [...store.dataNeeds(id), ...(check ? store.dataNeeds(check.check) : [])];
    const end = check
      ? await kernel.run(store.compiled(check.check), { onOutputs, onMemory, needs, fork: [store.compiled(id)] })
      : await kernel.run(store.compiled(id), { onOutputs, onMemory, needs, inputs });
    if (outputs.some(isMissing)) this.options.onMissing?.(neededBy ?? id);
    // Of a run that gives way to the next, the outputs stay until that one's come.
    const givesWay = this.waiting.some((run) => run.id === id && run.isSmooth);
    const shown = givesWay ? store.state(id).outputs : [...outputs];
    const fresh = { outputs: shown, standing: undefined, data };
    const ended = { ...fresh, status: end.status, cost: end.cost, startedAt: undefined, neededBy: undefined };
    if (check) {
      // The kernel holds what it held before: only the page knows of a check.
      const verdict = outputs.findLast((output): output is CheckOutput => output.kind === 'check');
      store.change(id, { ...ended, isCheck: false, verdict: verdict && { ...verdict, code } });
      if (verdict) this.options.onVerdict?.(verdict);
      return verdict?.passed ?? false;
    }
    const alive = end.status === 'done' || end.status === 'stopped';
    store.change(id, { ...ended, alive });
    store.ran(id, version);
    this.options.onEnd?.(id, end, outputs);
    // Cells that need a skipped one say themselves what is missing.
    return alive || end.status === 'skipped';
  }
}
