/**
 * Causal self-attention, twice: on tensors, where it trains, and on plain numbers for one sequence. A block is, with x (length, width),
 *
 *     x ← x + softmax(Q Kᵀ / √width, each place looking at itself and those before) V,   (Q, K, V) = LN(x) W
 *     x ← x + ReLU(LN(x) W₁ + b₁) W₂ + b₂
 *
 * with one head, and a last LN behind all blocks. LN takes from each row its mean, divides by its deviation, and has a gain and an offset.
 *
 * W.-C. Kang, J. McAuley: Self-attentive sequential recommendation. ICDM 2018, section III.
 */
import { lookBack } from './lookBack';
import type * as Tf from '@tensorflow/tfjs-core';
import type { Random } from '../math/random';
import type { Tensors } from './tensorflow';

type Shape = { rows?: number; columns: number; start: 'ones' | 'zeros' | 'normal' | 'average' };

const norm = (d: number): Shape[] => [
  { columns: d, start: 'ones' },
  { columns: d, start: 'zeros' },
];

/** The parameters of a block, in their order. */
const blockShapes = (d: number): Shape[] => [
  ...norm(d),
  { rows: d, columns: 3 * d, start: 'average' },
  ...norm(d),
  { rows: d, columns: d, start: 'normal' },
  { columns: d, start: 'zeros' },
  { rows: d, columns: d, start: 'normal' },
  { columns: d, start: 'zeros' },
];

const PER_BLOCK = 9;
const EPSILON = 1e-6;

/**
 * Variables of so many blocks and the norm behind them; the caller disposes them. Matrices are small, normal with a deviation of 0.1 / √width, but for
 * the part of W that makes V, which has the identity added: each place then begins as what was read there plus the average of what was read
 * so far. From there a seconds' training gets further than from matrices as large as their input.
 */
export function startAttention(tf: typeof Tf, width: number, blocks: number, draw: Random): Tf.Variable[] {
  const shapes = [...Array.from({ length: blocks }, () => blockShapes(width)).flat(), ...norm(width)];
  return tf.tidy(() =>
    shapes.map(({ rows, columns, start }) => {
      if (rows === undefined) return tf.variable(start === 'ones' ? tf.ones([columns]) : tf.zeros([columns]));
      const values = Float32Array.from({ length: rows * columns }, () => draw.normal(0, 0.1 / Math.sqrt(width)));
      if (start === 'average') for (let c = 0; c < width; c++) values[c * columns + 2 * width + c] += 1;
      return tf.variable(tf.tensor2d(values, [rows, columns]));
    }),
  );
}

/** (rows, width) → (rows, width) */
function layerNorm(x: Tf.Tensor2D, gain: Tf.Tensor, offset: Tf.Tensor): Tf.Tensor2D {
  const centred = x.sub(x.mean(1, true));
  const deviation = centred.square().mean(1, true).add(EPSILON).sqrt(); // (rows, 1)
  return centred.div(deviation).mul(gain).add(offset);
}

/**
 * The blocks on a batch of sequences; shorter ones are padded behind, where no earlier place looks. (batch, length, width) → the same
 *
 * @param lengths of the sequences; what stands behind them in the result has no meaning
 */
export function attention(
  { causalAttention }: Pick<Tensors, 'causalAttention'>,
  sequences: Tf.Tensor3D,
  variables: readonly Tf.Variable[],
  lengths?: Int32Array,
): Tf.Tensor3D {
  const [batch, length, width] = sequences.shape;
  let x = sequences.reshape([batch * length, width]) as Tf.Tensor2D; // (rows, width): a row for each place of each sequence
  for (let at = 0; at + PER_BLOCK < variables.length; at += PER_BLOCK) {
    const [gainA, offsetA, w, gainB, offsetB, w1, b1, w2, b2] = variables.slice(at) as unknown as Tf.Tensor2D[];
    const qkv = layerNorm(x, gainA, offsetA).matMul(w) as Tf.Tensor2D; // (rows, 3 width)
    x = x.add(causalAttention(qkv, length, lengths)); // (rows, width)
    const inner = layerNorm(x, gainB, offsetB).matMul(w1).add(b1).relu() as Tf.Tensor2D; // (rows, width)
    x = x.add(inner.matMul(w2)).add(b2);
  }
  const [gain, offset] = variables.slice(-2);
  return layerNorm(x, gain, offset).reshape([batch, length, width]);
}

/** Takes the parameters out of one array, in their order. */
function cursor(parameters: Float32Array): (length: number) => Float32Array {
  let at = 0;
  return (length) => parameters.subarray(at, (at += length));
}

/** The norm of one row of x, written into `into`. */
function normRow(x: Float32Array, from: number, gain: Float32Array, offset: Float32Array, into: Float32Array): void {
  const d = into.length;
  let mean = 0;
  for (let c = 0; c < d; c++) mean += x[from + c] / d;
  let variance = 0;
  for (let c = 0; c < d; c++) variance += ((x[from + c] - mean) * (x[from + c] - mean)) / d;
  const scale = 1 / Math.sqrt(variance + EPSILON);
  for (let c = 0; c < d; c++) into[c] = (x[from + c] - mean) * scale * gain[c] + offset[c];
}

/** row × matrix, written into `into` from `to`. The matrix is (row.length, columns), row-major. */
function multiply(row: Float32Array, matrix: Float32Array, columns: number, into: Float32Array, to: number): void {
  into.fill(0, to, to + columns);
  let r = 0;
  for (; r + 3 < row.length; r += 4) {
    const [a, b, c, d] = [row[r], row[r + 1], row[r + 2], row[r + 3]];
    const [atA, atB, atC, atD] = [r, r + 1, r + 2, r + 3].map((at) => at * columns);
    for (let x = 0; x < columns; x++)
      into[to + x] += a * matrix[atA + x] + b * matrix[atB + x] + (c * matrix[atC + x] + d * matrix[atD + x]);
  }
  for (; r < row.length; r++) for (let x = 0; x < columns; x++) into[to + x] += row[r] * matrix[r * columns + x];
}

/**
 * What the blocks make of the last place of one sequence, in plain numbers.
 *
 * @param sequence (length ≥ 1, width), row-major
 * @param parameters of all blocks and the last norm, in the order of `startAttention`
 * @returns (width)
 */
export function attentionLast(sequence: Float32Array, width: number, blocks: number, parameters: Float32Array): Float32Array {
  const take = cursor(parameters);
  const x = sequence.slice();
  const places = sequence.length / width;
  const row = new Float32Array(width);
  const qkv = new Float32Array(places * 3 * width);
  const shares = new Float32Array(places * places);
  for (let block = 0; block < blocks; block++) {
    const [gainA, offsetA, w, gainB, offsetB, w1, b1, w2, b2] = blockShapes(width).map(({ rows = 1, columns }) =>
      take(rows * columns),
    );
    for (let place = 0; place < places; place++) {
      normRow(x, place * width, gainA, offsetA, row);
      multiply(row, w, 3 * width, qkv, place * 3 * width);
    }
    const first = block === blocks - 1 ? places - 1 : 0; // of the last block only the last place is asked for
    lookBack(qkv, places, width, x, shares, { first });
    for (let place = first; place < places; place++) {
      normRow(x, place * width, gainB, offsetB, row);
      feedForward(row, [w1, b1, w2, b2], x, place * width);
    }
  }
  normRow(x, (places - 1) * width, take(width), take(width), row);
  return row;
}

/** x[from …] += ReLU(row W₁ + b₁) W₂ + b₂. */
function feedForward(row: Float32Array, [w1, b1, w2, b2]: Float32Array[], x: Float32Array, from: number): void {
  const width = row.length;
  const inner = new Float32Array(width);
  multiply(row, w1, width, inner, 0);
  for (let c = 0; c < width; c++) inner[c] = Math.max(0, inner[c] + b1[c]);
  multiply(inner, w2, width, row, 0);
  for (let c = 0; c < width; c++) x[from + c] += row[c] + b2[c];
}
