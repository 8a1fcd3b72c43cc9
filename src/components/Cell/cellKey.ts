/** What a key pressed in a cell, in its editor or outside it, asks of the cell. */
import type { KeyboardEvent } from 'react';

export type CellKey = 'run' | 'runOn' | 'format';

export interface KeyActs {
  run: () => void;
  format: () => void;
  /** Leads on after a run that asked for it. */
  next?: (cell: Element) => void;
}

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** Does what a key asks of a cell, if it asks anything. */
export function answerKey(event: KeyboardEvent, { run, format, next }: KeyActs): void {
  const asked = cellKey(event);
  if (!asked) return;
  event.preventDefault();
  if (asked === 'format') return format();
  run();
  if (asked === 'runOn') next?.(event.currentTarget);
}

/** Takes the reader to the code of the next cell on the page; from the last one nowhere. */
export function toNextCell(cell: Element): void {
  const cells = [...document.querySelectorAll('figure[id^="cell-"]')];
  const next = cells[cells.indexOf(cell) + 1];
  next?.querySelector<HTMLElement>('.cm-content, pre:has(> [data-code])')?.focus({ preventScroll: true });
  next?.firstElementChild!.scrollIntoView({ block: 'nearest' });
}

export function cellKey({ key, code, shiftKey, ctrlKey, metaKey, altKey }: Pressed): CellKey | undefined {
  if (key === 'Enter' && (ctrlKey || metaKey)) return 'run';
  if (key === 'Enter' && shiftKey) return 'runOn';
  // By its place on the keyboard: with Alt, some layouts write another letter.
  return shiftKey && altKey && !ctrlKey && !metaKey && code === 'KeyF' ? 'format' : undefined;
}
