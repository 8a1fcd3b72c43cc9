/** What a key pressed in a cell, in its editor or outside it, asks of the cell. */
import type { KeyboardEvent } from 'react';

export type CellKey = 'run' | 'format';

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

export function cellKey({ key, code, shiftKey, ctrlKey, metaKey, altKey }: Pressed): CellKey | undefined {
  if (key === 'Enter' && (shiftKey || ctrlKey || metaKey)) return 'run';
  // By its place on the keyboard: with Alt, some layouts write another letter.
  return shiftKey && altKey && !ctrlKey && !metaKey && code === 'KeyF' ? 'format' : undefined;
}
