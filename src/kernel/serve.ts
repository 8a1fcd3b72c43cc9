/** The worker's side of the protocol: hands the page's wishes to a kernel and its results back, one run after another. */
import type { Kernel } from './execute';
import { toErrorOutput } from './failure';
import type { FromWorker, OutputEvent, TensorMemory, ToWorker } from './protocol';

/** What a worker's global, or a port in a test, can do. */
export interface KernelPort {
  postMessage(message: FromWorker): void;
  addEventListener(type: 'message', listener: (event: { data: ToWorker }) => void): void;
}

/** Serves a kernel on a port, and says that it is ready. */
export function serveKernel(kernel: Kernel, port: KernelPort): void {
  const aborts = new Map<number, AbortController>();
  let last: Promise<void> = Promise.resolve();
  port.addEventListener('message', ({ data }) => {
    if (data.type === 'warm')
      kernel.warm(data.modules).catch(() => undefined); // the run that needs it will say so
    else if (data.type === 'stop') aborts.get(data.run)?.abort();
    else if (data.type === 'run') {
      aborts.set(data.run, new AbortController());
      last = last.then(() => serveRun(kernel, port, data, aborts));
    }
  });
  port.postMessage({ type: 'ready' });
}

async function serveRun(
  kernel: Kernel,
  port: KernelPort,
  { run, ...request }: Extract<ToWorker, { type: 'run' }>,
  aborts: Map<number, AbortController>,
): Promise<void> {
  const { signal } = aborts.get(run)!;
  const onOutputs = (events: OutputEvent[]): void => port.postMessage({ type: 'outputs', run, events });
  const onMemory = (memory: TensorMemory): void => port.postMessage({ type: 'memory', run, memory });
  const start = performance.now();
  try {
    const { status, cost } = await kernel.run({ ...request, signal, onOutputs, onMemory });
    port.postMessage({ type: 'end', run, status, cost });
  } catch (error) {
    // Only a formatter's output that cannot be posted, or a fault of the kernel itself, comes here.
    onOutputs([{ at: 0, output: toErrorOutput(error) }]);
    port.postMessage({ type: 'end', run, status: 'failed', cost: { ms: performance.now() - start } });
  } finally {
    aborts.delete(run);
  }
}
