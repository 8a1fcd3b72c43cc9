/** What the kernel's tests run cells with: compile, run, collect. */
import { compileCell } from '../../src/kernel/compile';
import { createKernel } from '../../src/kernel/execute';
import type { KernelHost, RunResult } from '../../src/kernel/execute';
import type { OutputEvent } from '../../src/kernel/protocol';

/** A kernel that takes source. `values` gathers what cells hand to `__out`. */
export interface Session {
  run(id: string, source: string, signal?: AbortSignal): Promise<RunResult & { events: OutputEvent[][] }>;
  values: unknown[];
}

export function session(host: Partial<KernelHost> = {}): Session {
  const values: unknown[] = [];
  const globals = { __out: (...given: unknown[]) => void values.push(...given), ...host.globals };
  const kernel = createKernel({ modules: {}, formatters: [], ...host, globals });
  return {
    values,
    async run(id, source, signal = new AbortController().signal) {
      const events: OutputEvent[][] = [];
      const result = await kernel.run({ cell: compileCell(id, source), signal, onOutputs: (some) => void events.push(some) });
      return { ...result, events };
    },
  };
}

/** Runs one cell in a kernel of its own. With `__out` a failure throws, so that a test of values says why there are none. */
export async function run(
  source: string,
  { __out: mustSucceed = false, ...host }: Partial<KernelHost> & { __out?: boolean } = {},
): Promise<{ result: RunResult & { events: OutputEvent[][] }; values: unknown[] }> {
  const kernel = session(host);
  const result = await kernel.run('cell', source);
  if (mustSucceed && result.status !== 'done') throw new Error(JSON.stringify(result.outputs));
  return { result, values: kernel.values };
}
