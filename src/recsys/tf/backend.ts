/** The one place that chooses a TensorFlow.js backend and makes it ready to train. */
import * as tf from '@tensorflow/tfjs-core';
import { registerExtras } from './extras';
import { registerFastKernels } from './fastKernels';
import { registerSegmentSum } from './kernels';
import { backendSettings } from './settings';
import type { BackendName, BackendSettings } from './settings';

let started: { name: Promise<BackendName>; prefer: BackendName } | undefined;

/**
 * Starts a backend, registers gradients and the kernels that TensorFlow.js lacks, and says which one it is. A second call returns the backend
 * that runs, unless it prefers another one.
 *
 * WASM runs on one thread, also in a page that is isolated from other origins: with several, sums could be added in another order from run to run. Nothing
 * would be won today, either: asked for any number, the binary with threads (4.22) starts one, as in github.com/tensorflow/tfjs/issues/8513.
 *
 * @throws Error if neither the preferred backend, nor `wasm`, nor `cpu` starts
 */
export function startBackend(settings: Partial<BackendSettings> = {}): Promise<BackendName> {
  const { prefer, wasmPath } = { ...backendSettings, ...settings };
  if (started?.prefer !== prefer) {
    const name = start(prefer, wasmPath);
    started = { name, prefer };
    name.catch(() => {
      if (started?.name === name) started = undefined; // a failed download may succeed the next time
    });
  }
  return started!.name;
}

async function start(prefer: BackendName, wasmPath?: string): Promise<BackendName> {
  await registerExtras();
  const order: BackendName[] = prefer === 'cpu' ? ['cpu'] : [...new Set<BackendName>([prefer, 'wasm', 'cpu'])];
  for (const name of order) {
    await load[name](wasmPath);
    if (name === 'wasm' || name === 'cpu') registerSegmentSum(name);
    if (name === 'wasm') registerFastKernels();
    if (await starts(name)) return name;
  }
  throw new Error(`no backend of TensorFlow.js could be started, tried ${order.join(', ')}`);
}

/** Each is downloaded only when it is asked for. What cannot be had of those for a graphics card does not start. */
const load: Record<BackendName, (wasmPath?: string) => Promise<unknown>> = {
  wasm: prepareWasm,
  webgpu: () => import('@tensorflow/tfjs-backend-webgpu').catch(() => undefined),
  webgl: () => import('@tensorflow/tfjs-backend-webgl').catch(() => undefined),
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
};

/** Whether the backend is now the one in use. A graphics card's is not even offered where there can be none. */
async function starts(name: BackendName): Promise<boolean> {
  if (!tf.findBackendFactory(name) || !(await withoutNewListeners(() => tf.setBackend(name)))) return false;
  await tf.ready();
  return true;
}

async function prepareWasm(wasmPath?: string): Promise<void> {
  const wasm = await import('@tensorflow/tfjs-backend-wasm');
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  wasm.setThreadsCount(1);
  // Emscripten reads files where it sees Node's `process`: what lies at an address is then fetched for it.
  if (wasmPath !== undefined) wasm.setWasmPaths(wasmPath, 'process' in globalThis && /^https?:/.test(wasmPath));
}

/**
 * Under Node, Emscripten's start-up listens for uncaught errors and throws them again from its own one-line file, so that a program that fails
 * prints 50 kB of it. What it adds is taken away.
 */
async function withoutNewListeners(run: () => Promise<boolean>): Promise<boolean> {
  const { process } = globalThis as { process?: Partial<NodeJS.Process> };
  if (!process?.listeners) return run();
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const before = events.map((event) => process.listeners!(event as 'uncaughtException'));
  const ok = await run();
  events.forEach((event, e) => {
    for (const listener of process.listeners!(event as 'uncaughtException')) {
      if (!before[e].includes(listener)) process.removeListener?.(event, listener);
    }
  });
  return ok;
}
