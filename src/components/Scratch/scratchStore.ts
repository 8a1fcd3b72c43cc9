/** How often a reader has asked for the scratch cell of a chapter since it was removed: 0 where it need not be there. */
const times = new Map<string, number>();
const listeners = new Set<() => void>();

function set(chapter: string, count: number): void {
  times.set(chapter, count);
  for (const listener of listeners) listener();
}

export const scratchStore = {
  asked: (chapter: string): number => times.get(chapter) ?? 0,
  ask: (chapter: string): void => set(chapter, scratchStore.asked(chapter) + 1),
  remove: (chapter: string): void => set(chapter, 0),
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
