/** Where a long text is folded. A text that grows is looked through each time, so no line of it is taken out. */

/** Texts of more lines or characters are folded to half of that. */
const LINES = 24;
const CHARACTERS = 4_000;

/** What of a text is shown, what is folded away, and how much that is; nothing for a text that is short enough. */
export function foldText(text: string): { shown: string; rest: string; more: string } | undefined {
  const lines = countLines(text);
  if (lines > LINES) {
    const half = endOfLine(text, LINES / 2);
    if (half <= CHARACTERS)
      return {
        shown: text.slice(0, half),
        rest: text.slice(half + 1).replace(/\n$/, ''),
        more: `${count(lines - LINES / 2)} more lines`,
      };
  }
  if (text.length <= CHARACTERS) return undefined;
  const shown = text.slice(0, CHARACTERS / 2);
  return {
    shown: `${shown} …`,
    rest: text.slice(CHARACTERS / 2),
    more: `${count(text.length - CHARACTERS / 2)} more characters`,
  };
}

/** How many lines a text has, one line feed at its end not counted; no more than `most` are looked for. */
export function countLines(text: string, most = Infinity): number {
  const end = text.endsWith('\n') ? text.length - 1 : text.length;
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < end && lines < most; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

/** Where a line of a text ends, lines counted from 1. */
function endOfLine(text: string, line: number): number {
  let at = -1;
  for (let found = 0; found < line; found++) at = text.indexOf('\n', at + 1);
  return at;
}

const count = (n: number) => n.toLocaleString('en');
