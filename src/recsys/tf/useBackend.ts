/** Changes the backend on which tensors are computed. */
import { checkOneOf } from '../math/check';
import { BACKENDS, backendSettings } from './settings';
import type { BackendName } from './settings';

/**
 * Starts a backend of TensorFlow.js, which is loaded now if it was not before; from then on all tensors and all neural models use it. Where it
 * does not start, the next best one that does is used.
 *
 *     display(await useBackend('webgl')); // 'tensors are computed on webgl'
 *
 * On `wasm`, the default, and `cpu` a seed gives the same model every time; a graphics card adds in an order of its own, and small models may be slower
 * on it, as each operation waits to be sent there.
 *
 * @returns a sentence that says which backend is used, and what became of the one that was asked for
 * @throws RangeError for a backend that is none
 */
export async function useBackend(name: BackendName): Promise<string> {
  checkOneOf('name', name, BACKENDS);
  backendSettings.prefer = name;
  const { startBackend } = await import('./backend');
  const used = await startBackend();
  return used === name ? `tensors are computed on ${used}` : `${name} does not start here, so tensors are computed on ${used}`;
}
