/** Operations in plain numbers on tensors: read where these lie, and written there. */
import * as tf from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu';

/** Whether tensors are in this process's memory. On a graphics card they are not: there the operations below are made of TensorFlow.js's own. */
export const inMemory = (): boolean => ['wasm', 'cpu'].includes(tf.getBackend());

/**
 * The memory of a float32 tensor. What is written there is written for every tensor that shares it, clones and reshapes included; on WASM
 * the array is good only until the next tensor is made.
 */
function heldValues(tensor: TensorInfo): Float32Array {
  const backend = tf.backend();
  if (tf.getBackend() === 'wasm') return (backend as unknown as BackendWasm).typedArrayFromHeap(tensor) as Float32Array;
  if (tf.getBackend() === 'cpu') return (backend as unknown as MathBackendCPU).data.get(tensor.dataId).values as Float32Array;
  throw new Error(`tensors can be written in place on wasm and cpu, got ${tf.getBackend()}`);
}

/** A new tensor of this shape, zeros at first, that `write` fills from the numbers of others; where tensors are in memory. */
export function written(
  shape: number[],
  from: tf.Tensor[],
  write: (into: Float32Array, ...from: Float32Array[]) => void,
): tf.Tensor {
  const out = tf.fill(shape, 0); // before the views: allocating may move the heap
  write(heldValues(out), ...from.map(heldValues));
  return out;
}
