/** Where a long text is folded. */

/** Texts of more lines or characters are folded to half of that. */
const LINES = 24;
const CHARACTERS = 4_000;

/** What of a text is shown, what is folded away, and how much that is; nothing for a text that is short enough. */
export function foldText(text: string): { shown: string; rest: string; more: string } | undefined {
  const lines = text.replace(/\n$/, '').split('\n');
  if (lines.length > LINES) {
    const shown = lines.slice(0, LINES / 2).join('\n');
    if (shown.length <= CHARACTERS)
      return { shown, rest: lines.slice(LINES / 2).join('\n'), more: `${count(lines.length - LINES / 2)} more lines` };
  }
  if (text.length <= CHARACTERS) return undefined;
  const shown = text.slice(0, CHARACTERS / 2);
  return {
    shown: `${shown} …`,
    rest: text.slice(CHARACTERS / 2),
    more: `${count(text.length - CHARACTERS / 2)} more characters`,
  };
}

const count = (n: number) => n.toLocaleString('en');
