/**
 * The WebAssembly kernel: one small module, compiled when first needed, and an instance with a memory of its own for each training.
 *
 * The memory plan. A trainer lays out what it needs with a `Layout`, which gives out addresses one after another, starts a kernel of that
 * size, and copies its arrays in. The memory never grows, so views of it stay valid; it is freed with the last view. Address 0 means "none".
 *
 * Compiling is synchronous, so that importing `recsys` waits for nothing: Chromium allows that on a page's main thread below 8 MB (before
 * version 115 below 4 kB; workers were never limited). Where an engine refuses, or has no WebAssembly or no SIMD, `startKernel` returns undefined
 * and the plain TypeScript version of each model does the work: the same results but for rounding.
 */
import { kernelText } from './kernel.generated';
import type { KernelExports } from './kernel.generated';

/** An instance: the kernel's functions and its memory. */
export interface Kernel extends KernelExports {
  buffer: ArrayBuffer;
}

const PAGE = 65536;
const MOST_PAGES = 65536; // 4 GB: what 32-bit addresses reach

let module: WebAssembly.Module | null | undefined;

/** The compiled module, or null where the engine refuses it. */
function compiled(): WebAssembly.Module | null {
  if (module !== undefined) return module;
  try {
    const text = atob(kernelText);
    module = new WebAssembly.Module(Uint8Array.from(text, (character) => character.charCodeAt(0)));
  } catch {
    module = null;
  }
  return module;
}

/** A kernel with a memory of at least so many bytes, all zero; undefined where the engine has no SIMD or no such memory. */
export function startKernel(bytes: number): Kernel | undefined {
  const code = compiled();
  const pages = Math.ceil(bytes / PAGE);
  if (!code || pages > MOST_PAGES) return undefined;
  try {
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const instance = new WebAssembly.Instance(code, { env: { memory } });
    return { ...(instance.exports as unknown as KernelExports), buffer: memory.buffer };
  } catch {
    return undefined;
  }
}

/** Gives out addresses of a memory yet to be made, each on a cache line of 64 bytes. */
export class Layout {
  /** How many bytes have been given out. */
  bytes = 1024; // the compiler may take addresses below for offsets, and 0 means none

  /** The address of so many bytes. At least 16 more follow, since vectors read a little beyond an array's end. */
  take(bytes: number): number {
    const address = this.bytes;
    this.bytes += Math.ceil((bytes + 16) / 64) * 64;
    return address;
  }
}

/** Bytes of a row of d numbers of this size: a whole number of tiles, two vectors wide. */
export function rowBytes(d: number, size: 4 | 8): number {
  return Math.ceil((d * size) / 32) * 32;
}

/** What counts of a seed, as in `random`. */
export function seedWord(seed: number): number {
  return (Math.trunc(seed) % 4294967296) | 0;
}

/** Copies rows of d numbers into rows of `width`, whose ends stay as they are. */
export function spread(from: ArrayLike<number>, d: number, into: Float32Array | Float64Array, width: number): void {
  for (let row = 0, at = 0; at < from.length; row++) {
    for (let c = 0; c < d; c++) into[row * width + c] = from[at++];
  }
}

/** Copies the first d numbers of each row of `width` into rows of d. */
export function gather(from: ArrayLike<number>, width: number, into: Float32Array | Float64Array, d: number): void {
  for (let row = 0, at = 0; at < into.length; row++) {
    for (let c = 0; c < d; c++) into[at++] = from[row * width + c];
  }
}

/** A sparse matrix as the kernels read it; `math/sparse` has the whole of it. */
export interface SparseRows {
  rows: number;
  columns: number;
  pointers: Int32Array;
  indices: Int32Array;
  values: Float32Array;
}

/** Whether all numbers are 1: such a matrix needs no values. */
export function allOnes(values: Float32Array): boolean {
  for (let at = 0; at < values.length; at++) if (values[at] !== 1) return false;
  return true;
}
