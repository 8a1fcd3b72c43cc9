/** Loads danfojs for a cell, and puts right what does not work without the parts of TensorFlow.js that are not there. */
import { random } from '../recsys/math/random';

interface FrameLike {
  index: (string | number)[];
  iloc(rows: unknown): unknown;
}

type Sampled = { prototype: { sample: (this: FrameLike, size?: number, options?: { seed?: number }) => Promise<unknown> } };

/**
 * The exports of danfojs. Its arithmetic between frames uses tensors: the plain JavaScript backend is at hand for it, started on first use
 * unless another one runs.
 */
export async function loadDanfo(): Promise<Record<string, unknown>> {
  const { registerExtras } = await import('../recsys/tf/extras');
  await registerExtras();
  await import('@tensorflow/tfjs-backend-cpu');
  const module: Record<string, unknown> = { ...(await import('danfojs')) };
  const library = { ...(module.default as Record<string, unknown> | undefined), ...module };
  delete library.default;
  delete library.__esModule;
  patchSample(library.DataFrame as Sampled, (rows) => ({ rows }));
  patchSample(library.Series as Sampled, (rows) => rows);
  return library;
}

/** Rows drawn without replacement by our own generator: the library's asks for `tf.data`, which is a package of its own. */
function patchSample({ prototype }: Sampled, argument: (rows: number[]) => unknown): void {
  prototype.sample = function (size = 5, { seed = 1 } = {}) {
    const rows = this.index.length;
    if (!(Number.isInteger(size) && size >= 1 && size <= rows)) {
      return Promise.reject(new RangeError(`size must be an integer in 1 … ${rows}, got ${size}`));
    }
    const order = random(seed).shuffle(Array.from({ length: rows }, (_, row) => row));
    return Promise.resolve(this.iloc(argument(order.slice(0, size))));
  };
}
