/** What a key pressed in a cell, in its editor or outside it, asks of the cell. */
import type { KeyboardEvent } from 'react';

export type CellKey = 'run' | 'format';

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** Does what a key asks of a cell, if it asks anything. */
export function answerKey(event: KeyboardEvent, acts: Record<CellKey, () => void>): void {
  const asked = cellKey(event);
  if (!asked) return;
  event.preventDefault();
  acts[asked]();
}

export function cellKey({ key, code, shiftKey, ctrlKey, metaKey, altKey }: Pressed): CellKey | undefined {
  if (key === 'Enter' && (shiftKey || ctrlKey || metaKey)) return 'run';
  // By its place on the keyboard: with Alt, some layouts write another letter.
  return shiftKey && altKey && !ctrlKey && !metaKey && code === 'KeyF' ? 'format' : undefined;
}
