/**
 * The gradients and the chained operations (`x.square()`) that `@tensorflow/tfjs-core` leaves to its caller.
 *
 * Both files are written for a bundler: their imports name no file extension. Node alone does not resolve these, a `require` that TypeScript's
 * runner (tsx) has patched does; so where the import fails under Node, `require` is asked.
 */
import * as tf from '@tensorflow/tfjs-core';
import type {} from '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';

type Modules = { createRequire(from: string): (name: string) => unknown };
type Node = { getBuiltinModule?(name: string): Modules };

const registered = () => 'square' in tf.Tensor.prototype && Boolean(tf.getGradient('GatherV2'));

/** Registers gradients and chained operations, once. */
export async function registerExtras(): Promise<void> {
  tf.enableProdMode(); // keeps the library from greeting, and from warning of what is registered twice
  if (registered()) return;
  try {
    await import('@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops');
    await import('@tensorflow/tfjs-core/dist/register_all_gradients');
  } catch (error) {
    const modules = (globalThis as { process?: Node }).process?.getBuiltinModule?.('node:module');
    if (!modules) throw error;
    const require = modules.createRequire(import.meta.url);
    require('@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops');
    require('@tensorflow/tfjs-core/dist/register_all_gradients');
  }
}
