/** The chosen data set, kept in this browser. Another tab keeps its own until it is loaded again: its cells are at work. */
import { BUILT_IN, parseChoice } from './choice';
import type { Choice } from './choice';

const KEY = 'data';

export class ChoiceStore {
  private readonly storage: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  private readonly listeners = new Set<() => void>();
  private now: Choice | undefined;

  constructor(storage: ChoiceStore['storage']) {
    this.storage = storage;
  }

  get = (): Choice => (this.now ??= this.kept());

  set(choice: Choice): void {
    this.now = choice;
    try {
      if (choice.kind === 'built-in' || choice.kind === 'held') this.storage().removeItem(KEY);
      else this.storage().setItem(KEY, JSON.stringify(choice));
    } catch {
      // forbidden or full: it holds as long as the page is open
    }
    for (const listener of this.listeners) listener();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private kept(): Choice {
    try {
      return parseChoice(this.storage().getItem(KEY));
    } catch {
      return BUILT_IN;
    }
  }
}

export const dataChoice = new ChoiceStore(() => window.localStorage);
