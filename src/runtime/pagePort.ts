/**
 * A worker's way to its page, taken before the first cell runs. What a cell dispatches at its own global is not the page's word, and what a cell has
 * put in place of the platform's methods is not asked.
 */
import type { FromWorker, ToWorker } from '../kernel/protocol';
import type { KernelPort } from '../kernel/serve';

/** What of a worker's global is used here. */
export interface WorkerScope {
  postMessage: (message: FromWorker) => void;
  addEventListener: (type: 'message', listener: (event: MessageEvent) => void) => void;
}

const { apply } = Reflect;
const { add, has } = Set.prototype;

/** The port, and whether some code came from the page to be run. */
export function pagePort(scope: WorkerScope): { port: KernelPort; isFromPage: (code: string) => boolean } {
  const { postMessage } = scope;
  const dataOf = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data')!.get!;
  const codes = new Set<string>();
  const note = (code: string): void => void apply(add, codes, [code]);
  const noteAll = (message: ToWorker): void => {
    if (message.type !== 'run') return;
    note(message.cell.code);
    const { fork } = message;
    if (fork) for (let at = 0; at < fork.length; at++) note(fork[at].code);
  };
  return {
    port: {
      postMessage: (message) => apply(postMessage, scope, [message]) as void,
      addEventListener: (type, listener) =>
        scope.addEventListener(type, (event) => {
          if (!event.isTrusted) return; // no cell can change this property
          const data = apply(dataOf, event, []) as ToWorker;
          noteAll(data);
          listener({ data });
        }),
    },
    isFromPage: (code) => apply(has, codes, [code]),
  };
}
