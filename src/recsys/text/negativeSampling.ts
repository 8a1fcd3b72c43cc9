/**
 * The step that skip-gram and PV-DBOW share: an input vector learns to tell a word that stood with it from words drawn at random.
 *
 * T. Mikolov, I. Sutskever, K. Chen, G. Corrado, J. Dean: Distributed representations of words and phrases and their compositionality. NIPS 2013.
 */
import { aliasSampler } from '../math/alias';
import { exp, log1p, pow } from '../math/functions';
import { dot } from '../math/linalg';
import type { Random } from '../math/random';

const REACH = 8;
const PER_UNIT = 256;
// σ(x) and −ln σ(x) on a grid: half a step away the error is below 5e-4, and x beyond ±8 has nothing left to learn.
const SIGMOID = new Float32Array(2 * REACH * PER_UNIT + 1);
const LOSS = new Float32Array(SIGMOID.length);
for (let i = 0; i < SIGMOID.length; i++) {
  const e = exp(REACH - i / PER_UNIT);
  SIGMOID[i] = 1 / (1 + e);
  LOSS[i] = log1p(e);
}

const place = (x: number) => (x <= -REACH ? 0 : x >= REACH ? SIGMOID.length - 1 : Math.round((x + REACH) * PER_UNIT));

/** The output side of the model, and what it takes to train against it. */
export class NegativeSampling {
  readonly d: number;
  /** words × d: what predicts each word, the paper's v′. */
  readonly outputs: Float32Array;
  readonly negatives: number;
  /** Sum of the losses and number of the pairs since they were last set to 0. */
  loss = 0;
  pairs = 0;
  private readonly draw: (random: Random) => number;
  private readonly gradient: Float64Array;

  /**
   * @param counts how often each word stands; negatives are drawn in proportion to count^¾, as the paper found best
   * @param outputs words × d, zeros for a new model
   */
  constructor(
    counts: ArrayLike<number>,
    d: number,
    negatives: number,
    outputs: Float32Array = new Float32Array(counts.length * d),
  ) {
    this.d = d;
    this.negatives = negatives;
    this.outputs = outputs;
    this.gradient = new Float64Array(d);
    this.draw = aliasSampler(Float64Array.from(counts, (count) => pow(count, 0.75)));
  }

  /**
   * One step up ln σ(v′_w · v) + Σ ln σ(−v′_n · v) over the drawn n (the paper's equation 4). A draw that hits the word itself is passed over.
   *
   * @param inputs matrix whose row at `from` is v; it is moved
   * @param frozen whether the output vectors stay: for finding the vector of a new document
   */
  step(inputs: Float32Array, from: number, word: number, rate: number, random: Random, frozen = false): void {
    const { d, gradient } = this;
    gradient.fill(0);
    this.toward(inputs, from, word, 1, rate, frozen);
    for (let n = 0; n < this.negatives; n++) {
      const other = this.draw(random);
      if (other !== word) this.toward(inputs, from, other, 0, rate, frozen);
    }
    for (let c = 0; c < d; c++) inputs[from + c] += gradient[c];
    this.pairs++;
  }

  private toward(inputs: Float32Array, from: number, word: number, label: 0 | 1, rate: number, frozen: boolean): void {
    const { d, outputs, gradient } = this;
    const at = word * d;
    const product = dot(inputs, from, outputs, at, d);
    const grid = place(product);
    this.loss += LOSS[label === 1 ? grid : SIGMOID.length - 1 - grid];
    const force = rate * (label - SIGMOID[grid]);
    if (frozen) for (let c = 0; c < d; c++) gradient[c] += force * outputs[at + c];
    else {
      for (let c = 0; c < d; c++) {
        const output = outputs[at + c];
        gradient[c] += force * output;
        outputs[at + c] = output + force * inputs[from + c];
      }
    }
  }
}

/** Probability with which each word is kept: √(t / f) for a word that is more than the share t of all, so that *the* does not crowd the rest out. */
export function keepProbabilities(counts: ArrayLike<number>, t: number): Float64Array {
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += counts[i];
  return Float64Array.from(counts, (count) => (t > 0 ? Math.min(1, Math.sqrt((t * total) / count)) : 1));
}
