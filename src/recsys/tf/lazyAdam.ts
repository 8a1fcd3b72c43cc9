/**
 * Adam in one pass over memory, and only over the rows that have a gradient.
 *
 * `tf.train.adam` writes every number of every variable in each step, by about ten operations that each make a new tensor. Of a table of
 * vectors, a step looks up few rows; the gradient of all others is 0. Here a row of a variable of two or more axes without a gradient is passed over:
 * neither it nor its moments nor its count of steps change, as if each row had an Adam of its own. Dense Adam would go on moving it by what it
 * remembers, and forget. Where every row has a gradient, both are the same.
 *
 * D. Kingma, J. Ba: Adam: a method for stochastic optimization. ICLR 2015, algorithm 1.
 */
import * as tf from '@tensorflow/tfjs-core';
import { checkPositive } from '../math/check';
import { inMemory, written } from './written';

const [BETA_1, BETA_2, EPSILON] = [0.9, 0.999, 1e-7];

/** What is remembered of one variable. */
interface Memory {
  /** Numbers of a row; all numbers where the variable is no table. */
  width: number;
  /** First and second moments, of the variable's size. */
  first: Float32Array;
  second: Float32Array;
  /** β₁ᵗ and β₂ᵗ of each row, t the steps it has taken. */
  powers: Float64Array;
}

class LazyAdam extends tf.Optimizer {
  private readonly memories = new Map<string, Memory>();
  private readonly learningRate: (step: number) => number;

  constructor(learningRate: (step: number) => number) {
    super();
    this.learningRate = learningRate;
  }

  applyGradients(gradients: tf.NamedTensorMap | { name: string; tensor: tf.Tensor }[]): void {
    const named = Array.isArray(gradients)
      ? gradients.map(({ name, tensor }) => [name, tensor] as const)
      : Object.entries(gradients);
    const rate = this.learningRate(this.iterations);
    for (const [name, gradient] of named) {
      if (gradient) this.step(tf.engine().registeredVariables[name], gradient, rate);
    }
    this.incrementIterations();
  }

  private step(variable: tf.Variable, gradient: tf.Tensor, rate: number): void {
    let memory = this.memories.get(variable.name);
    if (!memory) this.memories.set(variable.name, (memory = startMemory(variable)));
    const next = written(variable.shape, [variable, gradient], (into, values, g) => {
      into.set(values);
      adamRows(into, g, memory, rate);
    });
    variable.assign(next);
    next.dispose();
  }

  override dispose(): void {
    this.memories.clear();
  }

  getConfig(): tf.serialization.ConfigDict {
    return { learningRate: this.learningRate(this.iterations) };
  }
}

function startMemory({ shape, size }: tf.Variable): Memory {
  const rows = shape.length > 1 ? shape[0] : 1;
  return {
    width: size / rows,
    first: new Float32Array(size),
    second: new Float32Array(size),
    powers: new Float64Array(2 * rows).fill(1),
  };
}

/** One step of the rows of which some gradient is not 0. */
function adamRows(values: Float32Array, gradient: Float32Array, memory: Memory, learningRate: number): void {
  const { width, first, second, powers } = memory;
  for (let row = 0, from = 0; from < values.length; row++, from += width) {
    const end = from + width;
    let touched = from;
    while (touched < end && gradient[touched] === 0) touched++;
    if (touched === end) continue;
    powers[2 * row] *= BETA_1;
    powers[2 * row + 1] *= BETA_2;
    const rate = learningRate / (1 - powers[2 * row]);
    const correction = 1 / (1 - powers[2 * row + 1]);
    for (let at = from; at < end; at++) {
      const g = gradient[at];
      const m = (first[at] = BETA_1 * first[at] + (1 - BETA_1) * g);
      const v = (second[at] = BETA_2 * second[at] + (1 - BETA_2) * g * g);
      values[at] -= (rate * m) / (Math.sqrt(v * correction) + EPSILON);
    }
  }
}

/** Adam over whole variables, where these lie on a graphics card: writing all of a table costs little there, and picking rows much. */
class DenseAdam extends tf.AdamOptimizer {
  private readonly rateOf: (step: number) => number;

  constructor(rateOf: (step: number) => number) {
    super(rateOf(0), BETA_1, BETA_2, EPSILON);
    this.rateOf = rateOf;
  }

  override applyGradients(gradients: tf.NamedTensorMap | { name: string; tensor: tf.Tensor }[]): void {
    this.learningRate = this.rateOf(this.iterations);
    super.applyGradients(gradients as Parameters<tf.AdamOptimizer['applyGradients']>[0]);
  }
}

/**
 * The optimiser, with β₁ = .9, β₂ = .999 and ε = 1e-7, for variables of float32. On a graphics card it is TensorFlow.js's own Adam, which moves every row.
 *
 * A variable gets new memory in each step, as from every optimiser of TensorFlow.js: WASM keeps matrices that it has multiplied by in a
 * layout of its own, under the address of their memory, and would not notice a change in place.
 *
 *     const optimizer = lazyAdam((step) => 0.02 * (1 - step / steps));
 *     optimizer.minimize(() => lossOf(tf.gather(table, ids)));
 *
 * @param learningRate > 0, or a function of the steps taken so far
 * @throws RangeError unless learningRate > 0
 */
export function lazyAdam(learningRate: number | ((step: number) => number)): tf.Optimizer {
  if (typeof learningRate !== 'function') checkPositive('learningRate', learningRate);
  const rateOf = typeof learningRate === 'function' ? learningRate : () => learningRate;
  return inMemory() ? new LazyAdam(rateOf) : new DenseAdam(rateOf);
}
