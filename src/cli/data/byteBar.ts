/** Tells in one line of a terminal how much of a file has come; where lines cannot be written over, at each tenth. */
import type { Terminal } from '../stream';

export function byteBar(terminal: Terminal, name: string): { show(done: number, total?: number): void; end(): void } {
  let tenth = -1;
  let open = false;
  const line = (done: number, total?: number) => {
    const share = total === undefined ? '' : `, ${Math.floor((100 * done) / Math.max(1, total))} %`;
    return `${name}: ${(done / 1e6).toFixed(1)} MB${total === undefined ? '' : ` of ${(total / 1e6).toFixed(1)} MB`}${share}`;
  };
  return {
    show(done, total) {
      if (terminal.isTTY) {
        terminal.write(`\r${line(done, total)}\u001b[K`);
        open = true;
        return;
      }
      const now = Math.floor((10 * done) / (total ?? Infinity));
      if (now === tenth) return;
      tenth = now;
      terminal.write(`${line(done, total)}\n`);
    },
    end() {
      if (open) terminal.write('\n');
      open = false;
    },
  };
}
