/** One chapter's notebook at work on a page: its cells and their runs. No React and no DOM in here: the page subscribes. */
import type { KernelClient, RestartReason, RunEnd } from '../../kernel/client';
import type { Chapter } from '../../notebook/chapter';
import { findExercises } from '../../notebook/exercises';
import type { Exercise } from '../../notebook/exercises';
import type { CheckOutput, InputOutput, InputValue, Output } from '../../notebook/types';
import type { CellState } from './cellState';
import { CellStore } from './cellStore';
import type { Edits, Elsewhere } from './edits';
import type { Released } from './releaseOthers';
import { RunQueue } from './runQueue';
import type { Line } from './runQueue';

export interface SessionOptions {
  chapter: Chapter;
  /** Starts a kernel's client; told when the kernel lost its names. */
  connect: (onRestart: (reason: RestartReason) => void) => KernelClient;
  edits: Edits;
  /** Whether the kernel is only started to run, and not before. */
  isSpared?: () => boolean;
  /** Told of the outputs of each run that ended. */
  onEnd?: (id: string, end: RunEnd, outputs: Output[]) => void;
  /** Told of each verdict on an exercise of the reader's. */
  onVerdict?: (verdict: CheckOutput) => void;
  /** Told of the cell that was asked for when a part of the book that it needs did not come. */
  onMissing?: (id: string) => void;
  now?: () => number;
  /** The name of the data set in use; asked at each run. */
  dataName?: () => string;
}

/** Milliseconds that an input has to rest before its cell runs again. */
const REST = 120;

export class Session implements Released {
  /** The chapter as the book has it. */
  readonly chapter: Chapter;
  private readonly options: SessionOptions;
  private readonly store: CellStore;
  private readonly queue: RunQueue;
  private readonly exercises: Exercise[];
  private readonly resting = new Map<string, ReturnType<typeof setTimeout>>();
  private client?: KernelClient;
  private restored?: Promise<void>;
  lastUsed = 0;

  constructor(options: SessionOptions) {
    const { chapter, edits, onEnd, onVerdict, onMissing, now, dataName } = options;
    this.chapter = chapter;
    this.options = options;
    this.exercises = findExercises(chapter.cells.map(({ id, compiled }) => ({ id, analysis: compiled.analysis }))).exercises;
    this.store = new CellStore({ chapter, edits, compile: (id, source) => this.kernel().compile(id, source) });
    this.queue = new RunQueue({ store: this.store, kernel: () => this.kernel(), onEnd, onVerdict, onMissing, now, dataName });
  }

  subscribe = (listener: () => void): (() => void) => this.store.subscribe(listener);

  state(id: string): CellState {
    return this.store.state(id);
  }

  /** What runs and what waits; the same object until that changes. */
  get line(): Line {
    return this.queue.line;
  }

  /** Puts the reader's kept edits back, once, after the page has come alive; whoever asks again waits for the same. */
  restore(): Promise<void> {
    return (this.restored ??= this.store.restore());
  }

  edit(id: string, code: string): Promise<void> {
    return this.store.edit(id, code);
  }

  /** Back to the book's code, its saved outputs and the inputs' first values. */
  reset(id: string): Promise<void> {
    return this.store.reset(id);
  }

  /** The whole chapter back to the book's, and the kernel to nothing. */
  async resetAll(): Promise<void> {
    this.restart();
    for (const { id } of this.chapter.cells) await this.store.reset(id);
  }

  /** Lays a cell's code out as the book's is; code that cannot be read stays, and the cell says why already. */
  async format(id: string): Promise<void> {
    const { code } = this.state(id);
    const { formatCode } = await import('../Editor/format');
    const laidOut = await formatCode(code).catch(() => code);
    if (this.state(id).code === code) await this.store.edit(id, laidOut); // else the reader typed on
  }

  /** Decides on an edit of an older edition: take it into the cell, or let it go. */
  settle(id: string, take: boolean): Promise<void> {
    return this.store.settle(id, take);
  }

  /** Another tab has changed what is kept of a cell; tells whether this page shows the same now, and else keeps its own. */
  follow(id: string, change: Pick<Elsewhere, 'before' | 'after'>): Promise<boolean> {
    return this.store.follow(id, change);
  }

  /** Keeps the reader's edits once more, after another tab has cleared what was kept; tells how many. */
  keepAgain(): number {
    return this.store.keepAgain();
  }

  /** Starts the kernel, and loads what a cell and its needs import. */
  warm(id: string): void {
    if (this.options.isSpared?.()) return;
    const cells = [...this.store.graph.needs(id), id];
    this.kernel().warm([...new Set(cells.flatMap((each) => this.store.compiled(each).analysis.imports))]);
  }

  /** Whether a run of the cell, with what would have to run first, works long: the book's code says so by the time that it allows. */
  isHeavy(id: string): boolean {
    const runs = new Set([id, ...this.store.graph.needs(id).filter((need) => !this.store.isCurrent(need))]);
    return this.chapter.cells.some((cell) => cell.options.timeout !== undefined && runs.has(cell.id));
  }

  /** Runs a cell, after those of its needs that have not run as they stand. */
  run(id: string): void {
    this.queue.run(id);
  }

  /** Checks the exercise of a cell. */
  check(id: string): void {
    const exercise = this.exercises.find(({ attempt }) => attempt === id);
    if (!exercise) throw new RangeError(`id must be the cell of an exercise, got ${id}`);
    this.queue.check(exercise);
  }

  /** Does again what Run or Check of a cell did when the page had to be loaded anew. */
  async runAgain(id: string): Promise<void> {
    await this.restore();
    if (!this.chapter.cells.some((cell) => cell.id === id)) return; // the newer edition has it no more
    if (this.exercises.some(({ attempt }) => attempt === id)) this.check(id);
    else this.run(id);
  }

  /** Whether a cell has computed something that a reload would lose. */
  get holdsWork(): boolean {
    return this.chapter.cells.some(({ id }) => this.state(id).alive);
  }

  /** Sets an input of a cell. When it has come to rest the cell runs again, and what needs it where the author says so. */
  setInput(id: string, { name, initial, rerun }: InputOutput, value: InputValue): void {
    const { [name]: _, ...others } = this.state(id).inputs;
    this.store.change(id, { inputs: value === initial ? others : { ...others, [name]: value } });
    clearTimeout(this.resting.get(id));
    const run = () => this.queue.rerun(id, rerun === 'dependents' ? this.store.graph.dependents(id) : []);
    this.resting.set(id, setTimeout(run, REST));
  }

  /** Runs everything above a cell. */
  runAbove(id: string): void {
    const { order } = this.store.graph;
    this.queue.runEach(order.slice(0, order.indexOf(id)));
  }

  /** Runs every cell that holds code: a scratch cell in which nothing is written is none of the chapter's. */
  runAll(): void {
    this.queue.runEach(this.store.graph.order.filter((id) => this.state(id).code !== ''));
  }

  /** Stops the run under way and empties the queue. */
  stop(): void {
    this.queue.stop();
  }

  /** Takes a cell back that waits, and those that wait for it. */
  cancel(id: string): void {
    this.queue.cancel(id);
  }

  /** Ends the kernel: nothing runs, and no name is held. */
  restart(): void {
    this.queue.clear();
    this.client?.restart();
  }

  get isIdle(): boolean {
    const { running, waiting } = this.line;
    return this.client !== undefined && running === undefined && waiting.length === 0;
  }

  release(): void {
    if (!this.isIdle) return;
    this.client!.dispose();
    this.client = undefined;
    this.store.forget();
  }

  /** Another data set is in use, maybe the book's own: the kernel starts anew. Nothing runs by itself. */
  changeData(isBuiltIn: boolean): void {
    this.restart();
    if (isBuiltIn) this.store.restoreSaved();
  }

  private kernel(): KernelClient {
    this.lastUsed = (this.options.now ?? (() => performance.now()))();
    this.client ??= this.options.connect(() => this.store.forget());
    return this.client;
  }
}
