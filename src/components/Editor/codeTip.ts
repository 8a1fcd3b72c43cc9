/** A tip over code that is not being edited: the type of the name under the pointer. */
import { bookHover } from './bookHovers';
import type { CodeAt } from './bookHovers';
import { infoView } from './infoView';

/** The code's place below a point of the window; nothing between its letters and beside its lines. */
export function offsetAtPoint(pre: HTMLElement, x: number, y: number): number | undefined {
  const at = document.caretPositionFromPoint?.(x, y);
  const old = at ? undefined : document.caretRangeFromPoint?.(x, y);
  const node = at?.offsetNode ?? old?.startContainer;
  if (!node || node.nodeType !== Node.TEXT_NODE || !pre.contains(node)) return undefined;
  // A caret stands before a letter or, from its middle on, behind it.
  const last = node.textContent!.length - 1;
  const letter = Math.min(at?.offset ?? old!.startOffset, last);
  const range = document.createRange();
  range.setStart(node, letter);
  range.setEnd(node, letter + 1);
  const box = range.getBoundingClientRect();
  if (x < box.left - box.width || x > box.right) return undefined;
  range.setStart(pre, 0);
  range.setEnd(node, letter);
  return range.toString().length - (x < box.left ? 1 : 0);
}

/**
 * Shows the tip of what stands at a point of a cell's code, below its line.
 *
 * @param host what the code stands in; the tip is placed in it
 * @returns how to take it away; nothing where there is nothing to tell
 */
export async function showCodeTip(
  host: HTMLElement,
  pre: HTMLElement,
  address: string,
  { cell, code }: Omit<CodeAt, 'offset'>,
  point: { x: number; y: number },
): Promise<(() => void) | undefined> {
  const offset = offsetAtPoint(pre, point.x, point.y);
  if (offset === undefined) return undefined;
  const found = await bookHover(address, { cell, code, offset });
  if (!found) return undefined;
  const tip = document.createElement('div');
  tip.className = 'code-tip';
  tip.setAttribute('role', 'tooltip');
  tip.append(infoView(found));
  host.append(tip);
  const around = host.getBoundingClientRect();
  const { width } = tip.getBoundingClientRect();
  tip.style.left = `${Math.max(0, Math.min(point.x - around.left, around.width - width))}px`;
  tip.style.top = `${point.y - around.top + 18}px`;
  return () => tip.remove();
}
