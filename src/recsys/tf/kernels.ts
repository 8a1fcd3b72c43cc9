/**
 * The kernel that the gradient of every `tf.gather` needs. TensorFlow.js 4.22 has none on WASM, and on the CPU backend one whose time grows
 * with segments × rows. These add each row once: O(rows × row length), as the definition says.
 */
import { getKernel, registerKernel, unregisterKernel, util } from '@tensorflow/tfjs-core';
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu';

type Values = Float32Array | Int32Array;

/**
 * `into[segmentIds[r]] += rows[r]`, row by row in the order of `rows`; a row whose id lies outside 0 … numSegments − 1 is left out.
 *
 * @param rows (segmentIds.length, into.length / numSegments), row-major
 * @param into (numSegments, …), overwritten
 */
export function unsortedSegmentSum(rows: Values, segmentIds: Int32Array, numSegments: number, into: Values): void {
  into.fill(0);
  const width = segmentIds.length === 0 ? 0 : rows.length / segmentIds.length;
  for (let r = 0, from = 0; r < segmentIds.length; r++, from += width) {
    const segment = segmentIds[r];
    if (!(segment >= 0 && segment < numSegments)) continue;
    const to = segment * width;
    for (let column = 0; column < width; column++) into[to + column] += rows[from + column];
  }
}

interface Call {
  x: TensorInfo;
  segmentIds: TensorInfo;
  numSegments: number;
  shape: number[];
  dtype: 'float32' | 'int32';
}

/** The arguments of the kernel, checked. */
function read({ inputs, attrs }: Parameters<KernelFunc>[0]): Call {
  const { x, segmentIds } = inputs as Record<'x' | 'segmentIds', TensorInfo>;
  const { numSegments } = attrs as unknown as { numSegments: number };
  if (segmentIds.shape.length !== 1 || segmentIds.shape[0] !== x.shape[0]) {
    throw new RangeError(`segmentIds must have the shape (${x.shape[0]}), got (${segmentIds.shape})`);
  }
  if (!(Number.isInteger(numSegments) && numSegments >= 0)) {
    throw new RangeError(`numSegments must be an integer of at least 0, got ${numSegments}`);
  }
  if (x.dtype === 'string' || x.dtype === 'complex64') throw new TypeError(`x must hold numbers, got ${x.dtype}`);
  return {
    x,
    segmentIds,
    numSegments,
    shape: [numSegments, ...x.shape.slice(1)],
    dtype: x.dtype === 'float32' ? 'float32' : 'int32',
  };
}

const onWasm: KernelFunc = (args) => {
  const backend = args.backend as BackendWasm;
  const { x, segmentIds, numSegments, shape, dtype } = read(args);
  const out = backend.makeOutput(shape, dtype); // before the views: allocating may move the heap
  const rows = backend.typedArrayFromHeap(x) as Values;
  const ids = backend.typedArrayFromHeap(segmentIds) as Int32Array;
  unsortedSegmentSum(rows, ids, numSegments, backend.typedArrayFromHeap(out) as Values);
  return out;
};

const onCpu: KernelFunc = (args) => {
  const backend = args.backend as MathBackendCPU;
  const { x, segmentIds, numSegments, shape, dtype } = read(args);
  const size = util.sizeFromShape(shape);
  const into = dtype === 'float32' ? new Float32Array(size) : new Int32Array(size);
  const values = (of: TensorInfo) => backend.data.get(of.dataId).values as Values;
  unsortedSegmentSum(values(x), values(segmentIds) as Int32Array, numSegments, into);
  return backend.makeTensorInfo(shape, dtype, into);
};

/** Registers the kernel for the backend, in place of the backend's own where it has one. */
export function registerSegmentSum(backendName: 'wasm' | 'cpu'): void {
  const kernelName = 'UnsortedSegmentSum';
  if (getKernel(kernelName, backendName)) unregisterKernel(kernelName, backendName);
  registerKernel({ kernelName, backendName, kernelFunc: backendName === 'wasm' ? onWasm : onCpu });
}
