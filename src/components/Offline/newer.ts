/** Whether a newer edition of the book is out than the one that this tab shows. */

let isOut = false;
const listeners = new Set<() => void>();

export const newerEdition = {
  get: () => isOut,
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
  set: (next: boolean) => {
    isOut = next;
    for (const listener of listeners) listener();
  },
};
