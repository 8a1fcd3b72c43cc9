/** Whether the dialog about data is open, and what was dropped to open it. */

export interface DialogState {
  isOpen: boolean;
  /** Something is dragged over the page. */
  isDragged: boolean;
  files?: File[];
}

const CLOSED: DialogState = { isOpen: false, isDragged: false };
let state = CLOSED;
const listeners = new Set<() => void>();

function set(next: DialogState): void {
  state = next;
  for (const listener of listeners) listener();
}

export const dataDialog = {
  get: () => state,
  atFirst: () => CLOSED,
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
  open: (files?: File[]) => set({ isOpen: true, isDragged: false, files }),
  /** A drag is over the page, or has left it. */
  drag: (isDragged: boolean) => state.isDragged !== isDragged && set({ ...state, isDragged }),
  close: () => set(CLOSED),
};
