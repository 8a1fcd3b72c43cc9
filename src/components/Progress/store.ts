/** The reader's progress, kept in this browser and the same in all its tabs. */
import { NO_PROGRESS, parseProgress } from './progress';
import type { Progress } from './progress';

const KEY = 'progress';

/** What of the browser is used; replaceable in tests. */
export interface Keeper {
  storage: () => Pick<Storage, 'getItem' | 'setItem'>;
  /** Calls back when another tab has changed what is kept. */
  onElsewhere: (listener: () => void) => void;
}

export class ProgressStore {
  private readonly keeper: Keeper;
  private readonly listeners = new Set<() => void>();
  private now: Progress | undefined;

  constructor(keeper: Keeper) {
    this.keeper = keeper;
  }

  get = (): Progress => {
    if (this.now) return this.now;
    this.keeper.onElsewhere(() => this.set(this.kept() ?? NO_PROGRESS));
    return (this.now = this.kept() ?? NO_PROGRESS);
  };

  /** Changes what is kept, which another tab may have changed since. Tells whether the browser keeps it. */
  change(change: (now: Progress) => Progress): boolean {
    const next = change(this.kept() ?? this.get());
    let isKept = true;
    try {
      this.keeper.storage().setItem(KEY, JSON.stringify(next));
    } catch {
      isKept = false; // full or forbidden: it holds as long as the page is open
    }
    this.set(next);
    return isKept;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private kept(): Progress | undefined {
    try {
      const text = this.keeper.storage().getItem(KEY);
      return text === null ? undefined : parseProgress(text);
    } catch {
      return undefined;
    }
  }

  private set(next: Progress): void {
    this.now = next;
    for (const listener of this.listeners) listener();
  }
}

export const progress = new ProgressStore({
  storage: () => window.localStorage,
  onElsewhere: (listener) => window.addEventListener('storage', ({ key }) => (key === KEY || key === null) && listener()),
});
