/** What is said at the foot of the page because it concerns the whole of it. */

const listeners = new Set<(message: string) => void>();

/** Says something at the foot of the page. */
export function notify(message: string): void {
  for (const listener of listeners) listener(message);
}

/** Told of each notice. Returns how to stop listening. */
export function onNotice(listener: (message: string) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
