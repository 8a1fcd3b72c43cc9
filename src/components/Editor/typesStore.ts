/** What the type checker says of a chapter's cells: for whoever shows it. The checker itself is loaded with the first edit. */
import type { TypeProblem } from '../../typing/protocol';

export interface TypesState {
  /** `off` before the first edit. */
  status: 'off' | 'loading' | 'ready' | 'failed';
  /** Why it failed. */
  reason?: string;
  /** Faults by cell, of the code in `checked`. */
  problems: ReadonlyMap<string, TypeProblem[]>;
  /** The code that was looked at last, by cell. */
  checked: ReadonlyMap<string, string>;
}

const OFF: TypesState = { status: 'off', problems: new Map(), checked: new Map() };

export class TypesStore {
  private readonly listeners = new Set<() => void>();
  private now = OFF;

  get = (): TypesState => this.now;

  change(change: Partial<TypesState>): void {
    this.now = { ...this.now, ...change };
    for (const listener of this.listeners) listener();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}

const stores = new Map<string, TypesStore>();

/** The one of a chapter, by its address. */
export function typesStoreOf(chapter: string): TypesStore {
  let store = stores.get(chapter);
  if (!store) stores.set(chapter, (store = new TypesStore()));
  return store;
}

/** Before a page has come alive. */
export const noTypes = (): TypesState => OFF;

/** What stands in a cell's title bar: nothing where all is well, or where the checker has not been asked. */
export function typesText({ status, problems }: TypesState, cell: string, isEdited: boolean): string {
  const count = problems.get(cell)?.length ?? 0;
  if (count > 0) return count === 1 ? '1 type error' : `${count} type errors`;
  if (!isEdited) return '';
  if (status === 'loading') return 'types loading…';
  return status === 'failed' ? 'no type checks' : '';
}
