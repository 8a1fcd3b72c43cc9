/** The library as the site serves it, one ES module for any runtime: TensorFlow.js finds its `.wasm` files beside it. */
import { backendSettings } from '../recsys/tf/settings';
import { WASM_FOLDER } from './site';

export * from '../recsys/index';

const folder = new URL(WASM_FOLDER, import.meta.url);
// Of a file a path is asked, with its drive's letter first where it has one.
backendSettings.wasmPath ??=
  folder.protocol === 'file:' ? decodeURIComponent(folder.pathname).replace(/^\/(?=[A-Z]:)/, '') : folder.href;
