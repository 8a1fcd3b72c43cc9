/**
 * A chapter's cells as they stand on a page: code, edits, what needs what, what is out of date. It knows how a cell came to its outputs, and runs
 * none.
 */
import { LOAD_ERROR, LOAD_HINT } from '../../kernel/protocol';
import type { Chapter, ChapterCell } from '../../notebook/chapter';
import { dataNeedsOf } from '../../notebook/dataNeeds';
import { buildGraph } from '../../notebook/graph';
import type { CellGraph, GraphCell } from '../../notebook/graph';
import { hashSource, staleCells } from '../../notebook/stale';
import type { RunRecord } from '../../notebook/stale';
import { usesData } from '../../notebook/usesData';
import type { CompiledCell, DataNeeds, ErrorOutput } from '../../notebook/types';
import { WORLD } from '../Data/choice';
import { bookState, isSaved } from './cellState';
import type { CellState } from './cellState';
import type { Edits, Elsewhere } from './edits';

interface Entry {
  cell: ChapterCell;
  state: CellState;
  compiled: CompiledCell;
  record?: RunRecord;
}

export interface CellStoreOptions {
  chapter: Chapter;
  edits: Edits;
  /** Compiles what the reader typed; rejects with a `CompileError`. */
  compile: (id: string, source: string) => Promise<CompiledCell>;
}

export class CellStore {
  private readonly entries = new Map<string, Entry>();
  private readonly listeners = new Set<() => void>();
  private readonly original: Record<string, string> = {};
  private readonly options: CellStoreOptions;
  private drawn: CellGraph;
  private runs = 0;

  constructor(options: CellStoreOptions) {
    this.options = options;
    for (const cell of options.chapter.cells) {
      this.original[cell.id] = hashSource(cell.code);
      this.entries.set(cell.id, { cell, state: bookState(cell), compiled: cell.compiled, record: this.savedRecord(cell) });
    }
    this.drawn = this.drawGraph();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** What needs what, of the code as it stands. */
  get graph(): CellGraph {
    return this.drawn;
  }

  state(id: string): CellState {
    return this.entry(id).state;
  }

  compiled(id: string): CompiledCell {
    return this.entry(id).compiled;
  }

  /** What of the data the cell and those above it cannot do without. Of what readers wrote nobody knows. */
  dataNeeds(id: string): DataNeeds[] {
    const unedited = [...this.entries.values()].filter(({ state }) => !state.edited).map(({ cell }) => cell);
    return dataNeedsOf(unedited, this.graph, id);
  }

  /** Whether what the cell shows depends on the data set in use. */
  usesData(id: string): boolean {
    return usesData(this.graphCells(), this.graph, id);
  }

  /** The book's own data set is in use again: the saved outputs of cells as the book has them are right again. */
  restoreSaved(): void {
    for (const [id, entry] of this.entries) {
      const { edited, data, inputs } = entry.state;
      if (edited || data === undefined || data === WORLD || Object.keys(inputs).length > 0) continue;
      entry.record = this.savedRecord(entry.cell);
      this.change(id, { ...bookState(entry.cell), cost: undefined });
    }
    this.refresh();
  }

  change(id: string, change: Partial<CellState>): void {
    const entry = this.entry(id);
    entry.state = { ...entry.state, ...change };
    this.tell();
  }

  tell(): void {
    for (const listener of this.listeners) listener();
  }

  /** Whether the kernel holds what the cell declares, made by the code and inputs that stand there. */
  isCurrent(id: string): boolean {
    const { alive, status, stale } = this.state(id);
    return alive && (status === 'done' || status === 'stopped') && !stale;
  }

  /** Notes that the cell's outputs are of `version`, the present one at the run's beginning. */
  ran(id: string, version: string): void {
    this.entry(id).record = { hash: version, run: ++this.runs };
    const { title } = this.entry(id).cell;
    for (const [other, { state }] of this.entries) if (state.blockedBy === title) this.change(other, { blockedBy: undefined });
    this.refresh();
  }

  /** Stands for the cell's code and inputs. */
  version(id: string): string {
    const { code, inputs } = this.state(id);
    return hashSource(Object.keys(inputs).length > 0 ? `${code}\n${JSON.stringify(inputs)}` : code);
  }

  /** Back to what the cell's record says it was before it was queued; `cause` is the cell whose failure is why. */
  unqueue(id: string, cause?: string): void {
    const { record, state } = this.entry(id);
    const status = record?.run === 'saved' || !record ? 'saved' : state.outputs.at(-1)?.kind === 'error' ? 'failed' : 'done';
    const blockedBy = cause && this.entry(cause).cell.title;
    this.change(id, { status, neededBy: undefined, ahead: undefined, blockedBy });
  }

  /** The kernel's names are gone. */
  forget(): void {
    for (const id of this.entries.keys()) this.change(id, { alive: false });
    this.refresh();
  }

  /** Puts the reader's kept edits back. */
  async restore(): Promise<void> {
    for (const { cell } of [...this.entries.values()]) {
      const kept = this.options.edits.read(this.options.chapter.path, cell.id);
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
    this.change(id, { code, edited, blockedBy: undefined });
    if (keep) this.write(id, edited ? code : undefined);
    await this.compile(id);
  }

  /** Back to the book's code and its saved outputs. */
  async reset(id: string): Promise<void> {
    const entry = this.entry(id);
    this.write(id, undefined);
    entry.record = this.savedRecord(entry.cell);
    const book = bookState(entry.cell);
    this.change(id, {
      ...book,
      code: entry.state.code,
      cost: undefined,
      older: undefined,
      verdict: undefined,
      blockedBy: undefined,
    });
    await this.edit(id, entry.cell.code, false);
    this.refresh();
  }

  /** Decides on an edit of an older edition: take it into the cell, or let it go. */
  async settle(id: string, take: boolean): Promise<void> {
    const { older } = this.state(id);
    this.change(id, { older: undefined });
    if (older !== undefined && take) await this.edit(id, older);
    else this.write(id, undefined);
  }

  /** Another tab has changed what is kept of a cell. It is followed where that tab began from what stands here; tells whether it was. */
  async follow(id: string, { before, after }: Pick<Elsewhere, 'before' | 'after'>): Promise<boolean> {
    const { cell, state } = this.entry(id);
    if (state.older !== undefined && state.older === before?.code) this.change(id, { older: undefined });
    const from = state.older === before?.code ? cell.code : (before?.code ?? cell.code);
    const to = after?.code ?? cell.code;
    if (to === state.code) return true;
    if (from !== state.code || (after && after.original !== this.original[id])) return false;
    await this.edit(id, to, false);
    return true;
  }

  /** Keeps every edit that stands here once more; tells how many. */
  keepAgain(): number {
    const edited = [...this.entries].filter(([, { state }]) => state.edited);
    for (const [id, { state }] of edited) this.write(id, state.code);
    return edited.length;
  }

  /** Compiles the cell as it stands, and says in its state why it cannot run. */
  async compile(id: string): Promise<void> {
    const entry = this.entry(id);
    const { code } = entry.state;
    try {
      const compiled = code === entry.cell.code ? entry.cell.compiled : await this.options.compile(id, code);
      if (code !== entry.state.code) return; // the reader typed on
      entry.compiled = compiled;
      this.drawn = this.drawGraph();
      const problem = this.graph.problems.find(({ cell }) => cell === id);
      const refusal: ErrorOutput | undefined = problem && { kind: 'error', name: 'ScopeError', ...problem };
      this.change(id, { refusal });
    } catch (error) {
      if (code !== entry.state.code) return;
      const { name, message, line, column, ...more } = error as Error & Pick<ErrorOutput, 'line' | 'column' | 'hint'>;
      const hint = name === LOAD_ERROR ? LOAD_HINT : more.hint; // the compiler itself did not come
      this.change(id, { refusal: { kind: 'error', name, message, cell: id, line, column, ...(hint && { hint }) } });
    }
    this.refresh();
  }

  /** Marks what is out of date. */
  refresh(): void {
    const records = Object.fromEntries([...this.entries].map(([id, { record }]) => [id, record]));
    const current = Object.fromEntries([...this.entries.keys()].map((id) => [id, this.version(id)]));
    const stale = staleCells(this.graph, current, records, this.original);
    for (const [id, { state }] of this.entries) {
      const next = stale.get(id);
      if (next?.cause !== state.stale?.cause || next?.reason !== state.stale?.reason) this.change(id, { stale: next });
    }
  }

  private entry(id: string): Entry {
    const entry = this.entries.get(id);
    if (!entry) throw new RangeError(`id must be a cell of ${this.options.chapter.path}, got ${id}`);
    return entry;
  }

  private savedRecord(cell: ChapterCell): RunRecord | undefined {
    const { id } = cell;
    return isSaved(cell) ? { hash: this.original[id], run: 'saved' } : undefined;
  }

  private write(id: string, code: string | undefined): void {
    const edit = code === undefined ? undefined : { code, original: this.original[id] };
    this.options.edits.write(this.options.chapter.path, id, edit);
  }

  private drawGraph(): CellGraph {
    return buildGraph(this.graphCells());
  }

  private graphCells(): GraphCell[] {
    return [...this.entries.values()].map(({ cell, compiled }) => ({ id: cell.id, analysis: compiled.analysis }));
  }
}
