/** Whether the sheet about keys is open. */

let isOpen = false;
const listeners = new Set<() => void>();

export const keysSheet = {
  get: () => isOpen,
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
  set: (next: boolean) => {
    isOpen = next;
    for (const listener of listeners) listener();
  },
};
