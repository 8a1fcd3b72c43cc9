/** The training loop that the neural models share: seeded shuffling, batches, progress, a stop that is felt. */
import type * as tf from '@tensorflow/tfjs-core';
import { breathe } from '../math/breathe';
import { checkPositiveInteger } from '../math/check';
import { random } from '../math/random';
import type { TrainOptions } from '../types';

export interface TrainLoopOptions extends TrainOptions {
  /** Passes over the rows, a positive integer. */
  epochs: number;
  /** Rows of a step, a positive integer; the last batch of an epoch may be shorter. */
  batchSize: number;
  /** The caller's; it is not disposed here. */
  optimizer: tf.Optimizer;
  /** Trained ones; all that the loss touches when absent. */
  variables?: tf.Variable[];
  /** About how many times `onProgress` is told, a positive integer; 50 by default. */
  reports?: number;
  /**
   * Asked after each epoch for a number that should grow, such as nDCG on a validation set, which `onProgress` is told as `validation`. After
   * `patience` epochs without a new best, training ends; `variables` are left as they were at the best.
   */
  validate?: () => number | Promise<number>;
  /** Epochs without a new best that are endured; 3 by default. */
  patience?: number;
}

export interface TrainLoopResult {
  /** Steps taken. */
  steps: number;
  /** Mean loss of the last steps: those of the last report or since it. NaN when no step was taken. */
  loss: number;
  /** The best value of `validate`, where it was given. */
  best?: number;
}

/**
 * Minimises the loss over `rows` rows: each epoch they are shuffled, cut into batches, and `loss` is called with each batch's row numbers.
 * Tensors made by `loss` are freed after its step. Between steps the event loop turns at least every 16 ms of work.
 *
 *     await train(log.users.length, (batch) => lossOf(batch), { epochs: 5, batchSize: 512, optimizer: tf.train.adam(0.01) });
 *
 * @param loss the mean loss of the batch, a scalar
 */
export async function train(
  rows: number,
  loss: (batch: Int32Array, step: number) => tf.Scalar,
  options: TrainLoopOptions,
): Promise<TrainLoopResult> {
  const {
    epochs,
    batchSize,
    optimizer,
    variables,
    seed = 42,
    signal,
    onProgress,
    reports = 50,
    validate,
    patience = 3,
  } = options;
  checkPositiveInteger('rows', rows);
  checkPositiveInteger('epochs', epochs);
  checkPositiveInteger('batchSize', batchSize);
  checkPositiveInteger('reports', reports);
  const shuffler = random(seed);
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  const total = Math.ceil(rows / batchSize) * epochs;
  const every = Math.max(1, Math.round(total / reports));
  const meter = lossMeter();
  const kept = bestOf(variables ?? []);
  const report = async (values?: Record<string, number>) => {
    const loss = await meter.read();
    onProgress?.({ done: steps, total, label: 'step', values: { loss, ...values } });
  };
  let steps = 0;
  let sinceBest = 0;
  try {
    for (let epoch = 0; epoch < epochs && sinceBest < patience && !signal?.aborted; epoch++) {
      shuffler.shuffle(order);
      for (let from = 0; from < rows && !signal?.aborted; from += batchSize) {
        meter.add(optimizer.minimize(() => loss(order.subarray(from, from + batchSize), steps), true, variables)!);
        steps++;
        if (steps % every === 0 || steps === total) await report();
        await breathe();
      }
      if (!validate || signal?.aborted) continue;
      const validation = await validate();
      sinceBest = kept.offer(validation) ? 0 : sinceBest + 1;
      await report({ validation });
    }
    kept.restore();
    return { steps, loss: await meter.read(), ...(validate && { best: kept.best }) };
  } finally {
    kept.dispose();
    meter.dispose();
  }
}

/** Copies of the variables at the best value they have been offered with. */
function bestOf(variables: tf.Variable[]) {
  let copies: tf.Tensor[] = [];
  const dispose = () => copies.forEach((copy) => copy.dispose());
  return {
    best: -Infinity,
    /** Whether the value is a new best, for which the variables are copied. */
    offer(value: number): boolean {
      if (!(value > this.best)) return false;
      this.best = value;
      dispose();
      copies = variables.map((variable) => variable.clone());
      return true;
    },
    restore: () => copies.forEach((copy, v) => variables[v].assign(copy)),
    dispose,
  };
}

/** The mean of the losses since it was read last, summed where the tensors live. */
function lossMeter() {
  let sum: tf.Scalar | undefined;
  let count = 0;
  let last = NaN;
  return {
    /** Takes the scalar over. */
    add(loss: tf.Scalar): void {
      const before = sum;
      sum = before ? before.add(loss) : loss;
      if (before) {
        before.dispose();
        loss.dispose();
      }
      count++;
    },
    async read(): Promise<number> {
      if (sum) {
        last = (await sum.data())[0] / count;
        sum.dispose();
      }
      sum = undefined;
      count = 0;
      return last;
    },
    dispose: () => sum?.dispose(),
  };
}
