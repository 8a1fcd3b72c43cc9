/** What keys do on a page of the book, for the sheet that `?` opens. */

export interface KeyGroup {
  title: string;
  keys: { keys: string[]; does: string }[];
}

/** `Mod` stands for Ctrl, and for ⌘ on Apple's machines. */
export const KEY_GROUPS: KeyGroup[] = [
  {
    title: 'In a cell',
    keys: [
      { keys: ['Enter'], does: 'on the code: edit it' },
      { keys: ['Mod-Enter'], does: 'run the cell, after those it needs' },
      { keys: ['Shift-Enter'], does: 'run it, and go on to the next cell' },
      { keys: ['Shift-Alt-F'], does: 'lay the code out' },
    ],
  },
  {
    title: 'In the editor',
    keys: [
      { keys: ['Tab', 'Shift-Tab'], does: 'indent and back, once you have typed' },
      { keys: ['Escape'], does: 'let Tab move on again, out of the editor' },
      { keys: ['Mod-/'], does: 'make lines a comment, or code again' },
      { keys: ['Alt-ArrowUp', 'Alt-ArrowDown'], does: 'move lines' },
      { keys: ['Ctrl-Space'], does: 'complete a name' },
      { keys: ['Ctrl-Shift-Space'], does: 'what the call takes, while you write its arguments' },
      { keys: ['Shift-Alt-I'], does: 'what stands at the cursor: its type, its docstring, what is wrong with it' },
      { keys: ['F8'], does: 'go to the next type error' },
      { keys: ['Mod-Z'], does: 'undo' },
      { keys: ['Mod-Shift-Z'], does: 'do again' },
    ],
  },
  {
    title: 'On the page',
    keys: [
      { keys: ['Mod-K'], does: 'search' },
      { keys: ['Shift-Alt-N'], does: 'a scratch cell at the end of the chapter' },
      { keys: ['?'], does: 'this sheet' },
    ],
  },
];

const ARROWS: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓' };

/** The parts of a combination as they stand on the keyboard: `Mod-Enter` is `⌘`, `Enter` or `Ctrl`, `Enter`. */
export function capsOf(keys: string, isApple: boolean): string[] {
  const apple: Record<string, string> = { Mod: '⌘', Alt: '⌥', Shift: '⇧', Ctrl: '⌃' };
  return keys.split('-').map((key) => ARROWS[key] ?? (isApple ? apple[key] : key.replace('Mod', 'Ctrl')) ?? key);
}

/** Where a `?` is a letter of a text. */
const TYPING = 'input, textarea, select, [contenteditable="true"], [contenteditable=""]';

/** Whether a key pressed here asks for the sheet. */
export function asksForKeys({ key, ctrlKey, metaKey, altKey, target }: KeyboardEvent): boolean {
  if (key !== '?' || ctrlKey || metaKey || altKey) return false;
  return !(target instanceof Element && target.closest(TYPING));
}
