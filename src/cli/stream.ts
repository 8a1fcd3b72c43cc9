/** Writes the outputs of a cell to a terminal as they come: text grows, a progress bar is redrawn in place, the rest is written once. */
import type { Output } from '../notebook/types';
import { outputText } from './text';

export interface Terminal {
  write(text: string): unknown;
  /** Whether a line can be written over. */
  isTTY?: boolean;
  columns?: number;
}

export interface OutputStream {
  /** An output of the current cell, new or changed; `at` is its place. */
  show(at: number, output: Output): void;
  /** The cell has ended. */
  end(): void;
}

export function outputStream(terminal: Terminal): OutputStream {
  const texts = new Map<number, string>();
  /** The bar that stands on the last line, not yet ended. */
  let bar: { at: number; text: string } | undefined;
  const endBar = (): void => {
    if (bar) terminal.write(terminal.isTTY ? '\n' : `${bar.text}\n`);
    bar = undefined;
  };
  return {
    show(at, output) {
      const text = outputText(output);
      const before = texts.get(at);
      if (before === text) return;
      if (bar && bar.at !== at) endBar();
      if (output.kind === 'progress') {
        if (before !== undefined && !bar) return; // its line is gone: another output stands below it
        texts.set(at, text);
        bar = { at, text };
        if (terminal.isTTY) terminal.write(`\r${text.slice(0, (terminal.columns ?? 80) - 1)}\u001b[K`);
        if (output.done >= output.total) endBar();
        return;
      }
      texts.set(at, text);
      const grown = before !== undefined && output.kind === 'text' && text.startsWith(before);
      if (before === undefined || grown) terminal.write(`${grown ? text.slice(before.length).replace(/^\n/, '') : text}\n`);
    },
    end() {
      endBar();
      texts.clear();
    },
  };
}
