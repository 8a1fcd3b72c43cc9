/** How TensorFlow.js is to be started, kept apart from it so that saying so does not load it. */

/** A backend of TensorFlow.js. `wasm` gives the same bits in every engine; `cpu` is plain JavaScript, the last resort. */
export type BackendName = 'wasm' | 'cpu';

export interface BackendSettings {
  /** Tried first. */
  prefer: BackendName;
  /** Folder of the `tfjs-backend-wasm*.wasm` files, with a slash at its end; without it they are looked for beside the script. */
  wasmPath?: string;
}

/** What `startBackend` goes by. Change it before the first start. */
export const backendSettings: BackendSettings = { prefer: 'wasm' };
