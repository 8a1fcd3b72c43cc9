/** What `graphics.test.ts` asks of a backend, in a worker of a browser. All answers are plain, so that they can be posted. */
import { mfTf } from '../../../src/recsys/models/mfTf';
import { causalAttention } from '../../../src/recsys/tf/causalAttention';
import { embeddingBag } from '../../../src/recsys/tf/embeddingBag';
import { logisticLoss } from '../../../src/recsys/tf/logisticLoss';
import { softmaxLoss } from '../../../src/recsys/tf/softmaxLoss';
import { tf } from '../../../src/recsys/tf/tensorflow';
import { useBackend } from '../../../src/recsys/tf/useBackend';
import { tasteLog } from '../models/logs';
import type { BackendName } from '../../../src/recsys/tf/settings';

export interface Answers {
  sentence: string;
  backend: string;
  /** Rows 0 … 4 of two numbers, summed by segment. */
  sums: number[];
  /** By x = (1, −2, 4), of 2 x₁² + 3 x₁² + 5 x₀². */
  gradient: number[];
  /** Of 600 rows looked up in a table of 50: how often each, and the sum of its places. */
  lookedUp: number[];
  /** Value and gradient of each operation of this room. */
  operations: Record<string, number[]>;
  /** Tensors left by them. */
  leaked: number;
  /** The loss of a small model, as training tells it. */
  losses: number[];
}

const wave = (size: number) => Float32Array.from({ length: size }, (_, at) => ((at * 37) % 17) / 8 - 1);

/** Value and gradient of the sum of what `f` makes, each number weighted by its place. */
async function valueAndGradient(shape: number[], f: (x: tf.Tensor) => tf.Tensor): Promise<number[]> {
  const x = tf.tensor(wave(shape.reduce((a, b) => a * b, 1)), shape);
  const weighted = (y: tf.Tensor) => y.mul(tf.range(1, y.size + 1).reshape(y.shape)).sum().asScalar(); // prettier-ignore
  const { value, grad } = tf.tidy(() => tf.valueAndGrad((z: tf.Tensor) => weighted(f(z)))(x));
  const numbers = [...(await value.data()), ...(await grad.data())];
  tf.dispose([x, value, grad]);
  return numbers;
}

const bags = { starts: Int32Array.of(0, 2, 2, 5), indices: Int32Array.of(2, 0, 1, 1, 2) };
const operations: Record<string, [shape: number[], f: (x: tf.Tensor) => tf.Tensor]> = {
  softmaxLoss: [[3, 4], (x) => softmaxLoss(x as tf.Tensor2D, [1, 3, 0], Float32Array.of(1, 2, 0.5))],
  logisticLoss: [[5, 1], (x) => logisticLoss(x as tf.Tensor2D, Float32Array.of(1, 0, 0.5, 1, 0))],
  embeddingBag: [[4, 2], (x) => embeddingBag(x as tf.Tensor2D, bags)],
  causalAttention: [[6, 12], (x) => causalAttention(x as tf.Tensor2D, 3)],
};

async function answers(name: BackendName): Promise<Answers> {
  const sentence = await useBackend(name);
  const rows = tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [5, 2]);
  const sums = tf.unsortedSegmentSum(rows, tf.tensor1d([2, 0, 1, 0, 0], 'int32'), 4);
  const squares = (x: tf.Tensor) =>
    tf
      .gather(x, tf.tensor1d([1, 1, 0], 'int32'))
      .square()
      .mul(tf.tensor2d([[2], [3], [5]]))
      .sum()
      .asScalar();
  const gradient = tf.grad(squares)(tf.tensor2d([[1], [-2], [4]]));
  const ids = Int32Array.from({ length: 600 }, (_, row) => (row * row) % 50);
  const place = Float32Array.from({ length: 1200 }, (_, at) => (at % 2 ? at >> 1 : 1));
  const total = (x: tf.Tensor) => tf.gather(x, tf.tensor1d(ids, 'int32')).mul(tf.tensor2d(place, [600, 2])).sum().asScalar(); // prettier-ignore
  const lookedUp = tf.grad(total)(tf.zeros([50, 2]));
  const told: Answers = {
    ...{ sentence, backend: tf.getBackend(), operations: {}, losses: [], leaked: 0 },
    ...{ sums: [...(await sums.data())], gradient: [...(await gradient.data())], lookedUp: [...(await lookedUp.data())] },
  };
  const before = tf.memory().numTensors;
  for (const [operation, [shape, f]] of Object.entries(operations)) told.operations[operation] = await valueAndGradient(shape, f);
  const log = tasteLog({ users: 20, items: 12, rows: 200, seed: 5 });
  await mfTf(log, { factors: 4, epochs: 5, onProgress: ({ values }) => told.losses.push(values!.loss) });
  told.leaked = tf.memory().numTensors - before;
  return told;
}

addEventListener('message', async ({ data }: MessageEvent<BackendName>) => {
  postMessage(await answers(data).catch((error: unknown) => String((error as Error).stack ?? error)));
});
