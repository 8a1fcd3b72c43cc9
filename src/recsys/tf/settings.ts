/** How TensorFlow.js is to be started, kept apart from it so that saying so does not load it. */

/**
 * A backend of TensorFlow.js. `wasm` gives the same bits in every engine; `webgpu` and `webgl` compute on the graphics card, where there is one, and
 * round as it does; `cpu` is plain JavaScript, the last resort.
 */
export type BackendName = 'wasm' | 'webgpu' | 'webgl' | 'cpu';

/** All of them. */
export const BACKENDS: readonly BackendName[] = ['wasm', 'webgpu', 'webgl', 'cpu'];

export interface BackendSettings {
  /** Tried first; then `wasm`, then `cpu`. */
  prefer: BackendName;
  /** Folder of the `tfjs-backend-wasm*.wasm` files, with a slash at its end; without it they are looked for beside the script. */
  wasmPath?: string;
}

/** What `startBackend` goes by. Change it before the first start. */
export const backendSettings: BackendSettings = { prefer: 'wasm' };
