/** Where a note stands beside its word. */

const WIDTH = 352;
const EDGE = 12;
/** Room that a note needs below its word; with less it stands above. */
const ROOM = 140;

/** A box on the screen, in CSS pixels. */
interface Box {
  left: number;
  top: number;
  bottom: number;
}

/** Fixed on the screen: below the word, or above where there is no room; never beyond an edge. */
export function placeNote(
  word: Box,
  screen: { width: number; height: number },
): { left: number; width: number; top?: number; bottom?: number } {
  const width = Math.min(WIDTH, screen.width - 2 * EDGE);
  const left = Math.max(EDGE, Math.min(word.left, screen.width - EDGE - width));
  const hasRoom = screen.height - word.bottom >= ROOM || word.top < ROOM;
  return hasRoom ? { left, width, top: word.bottom } : { left, width, bottom: screen.height - word.top };
}
