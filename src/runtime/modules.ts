/** The modules that a cell may import. Each is loaded when the first cell asks for it. */
import type { ModuleMap } from '../kernel/imports';

/** @param onTensorFlow called when TensorFlow.js has been loaded for a cell */
export function moduleMap(onTensorFlow: () => void = () => undefined): ModuleMap {
  const told = async (load: () => Promise<Record<string, unknown>>): Promise<Record<string, unknown>> => {
    const exports = await load();
    onTensorFlow();
    return exports;
  };
  const danfo = once(async () => (await import('./danfo')).loadDanfo());
  const tensorflow = once(async () => {
    const { startBackend } = await import('../recsys/tf/backend');
    await startBackend();
    return import('./tensorflow');
  });
  return {
    recsys: () => import('../recsys/index'),
    '@tensorflow/tfjs': () => told(tensorflow),
    danfojs: () => told(danfo),
    '@observablehq/plot': () => import('./plot'),
  };
}

/** Loads at most once; after a failure the next call tries again. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
}
