/** Errors that no run waits for, such as one thrown in a timer of a cell: they are shown under the cell that runs or ran last. */
import type { KernelPort } from '../kernel/serve';
import type { FromWorker } from '../kernel/protocol';

/**
 * The port with a place to tell such errors: `report` adds a warning to the outputs of the run under way, at its end so that it takes no other
 * output's place, or else to those of the last run.
 */
export function withLateErrors(port: KernelPort): { port: KernelPort; report: (error: unknown) => void } {
  let run = 0;
  let outputs = 0;
  let busy = false;
  let waiting: string[] = [];
  const tell = (): void => {
    if (waiting.length === 0 || run === 0) return;
    const text = waiting.map((line) => `${line}\n`).join('');
    waiting = [];
    port.postMessage({ type: 'outputs', run, events: [{ at: outputs++, output: { kind: 'text', stream: 'error', text } }] });
  };
  return {
    port: {
      addEventListener: (type, listener) =>
        port.addEventListener(type, (event) => {
          if (event.data.type === 'run') [run, outputs, busy] = [event.data.run, 0, true];
          listener(event);
        }),
      postMessage(message: FromWorker) {
        if (message.type === 'outputs') for (const { at } of message.events) outputs = Math.max(outputs, at + 1);
        if (message.type === 'end') {
          tell();
          busy = false;
        }
        port.postMessage(message);
      },
    },
    report(error) {
      waiting.push(
        `an error that nothing waited for: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`,
      );
      if (!busy) tell();
    },
  };
}
