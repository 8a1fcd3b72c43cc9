/**
 * A chapter's cells under the eye of the type checker, from the first edit on: what stands in them is checked when the reader rests, and what was
 * found of an older text is dropped.
 */
import type { TypeClient } from '../../typing/client';
import type { FileCell } from '../../typing/cellFile';
import type { AnswerTo, Ask, TypeProblem } from '../../typing/protocol';
import type { Session } from '../Cell/session';
import type { TypesState, TypesStore } from './typesStore';

export interface ChapterTypesOptions {
  session: Pick<Session, 'chapter' | 'state' | 'subscribe'>;
  store: TypesStore;
  /** Asked for with the first edit. */
  client: () => TypeClient;
  /** Whether the checker may be started: where memory is spared it stays away. */
  isWelcome?: () => boolean;
  /** Milliseconds without a change before the cells are checked. */
  rest?: number;
}

const REST = 300;

export class ChapterTypes {
  private readonly options: ChapterTypesOptions;
  private seen?: FileCell[];
  private timer?: ReturnType<typeof setTimeout>;
  private isChecking = false;

  constructor(options: ChapterTypesOptions) {
    this.options = options;
  }

  get isReady(): boolean {
    return this.options.store.get().status === 'ready';
  }

  /** The reader has typed: from now on every change of the chapter's code is checked, also that of a Reset or of another cell. */
  typed(): void {
    const { session, store, isWelcome } = this.options;
    if (!this.seen && isWelcome?.() === false) return;
    if (!this.seen) session.subscribe(() => this.look());
    this.seen ??= [];
    const { status } = store.get();
    if (status === 'off' || status === 'failed') {
      store.change({ status: 'loading', reason: undefined });
      this.schedule(this.options.rest);
    }
    this.look();
  }

  /** The answer of a checker that is there; nothing from one that is loading, or that fails at it. */
  async ask<A extends Ask>(ask: A): Promise<AnswerTo<A> | undefined> {
    if (!this.isReady) return undefined;
    const { session, client } = this.options;
    return client()
      .ask(session.chapter.path, this.cells(), ask)
      .catch(() => undefined);
  }

  private cells(): FileCell[] {
    const { chapter, state } = this.options.session;
    return chapter.cells.map(({ id }) => ({ id, code: state.call(this.options.session, id).code }));
  }

  private look(): void {
    const cells = this.cells();
    if (isSame(cells, this.seen!)) return;
    this.seen = cells;
    this.schedule(this.options.rest);
  }

  private schedule(rest = REST): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.check(), rest);
  }

  private async check(): Promise<void> {
    this.timer = undefined;
    if (this.isChecking) return; // at its end it sees that the text has changed
    const { session, store, client } = this.options;
    const cells = this.cells();
    this.isChecking = true;
    try {
      const found = await client().ask(session.chapter.path, cells, { kind: 'check' });
      store.change({ status: 'ready', reason: undefined, ...(isSame(cells, this.cells()) && resultOf(cells, found)) });
    } catch (error) {
      store.change({ status: 'failed', reason: (error as Error).message, ...resultOf([], []) });
    }
    this.isChecking = false;
    if (this.isReady && this.timer === undefined && !isSame(cells, this.cells())) this.schedule(0);
  }
}

function resultOf(cells: FileCell[], found: TypeProblem[]): Pick<TypesState, 'problems' | 'checked'> {
  return {
    problems: new Map(cells.map(({ id }) => [id, found.filter(({ cell }) => cell === id)])),
    checked: new Map(cells.map(({ id, code }) => [id, code])),
  };
}

function isSame(a: FileCell[], b: FileCell[]): boolean {
  return a.length === b.length && a.every(({ code }, index) => code === b[index].code);
}
