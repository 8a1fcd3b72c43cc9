/**
 * Poisson(1) weights, fast: what the Poisson bootstrap multiplies each unit by.
 *
 * Two weights come from each 32-bit word of sfc32, by a table over 16 bits. The table holds every count as often as
 * Poisson(1) has it, to 1/65,536, adjusted so that mean and variance are exactly 1.
 *
 * N. Chamandy, O. Muralidharan, A. Najmi, S. Naidu: Estimating uncertainty for massive data streams. Google 2012.
 */
import { exp } from '../math/functions';

const SIZE = 65536;

function buildTable(): Uint8Array {
  const counts: number[] = [];
  let probability = exp(-1);
  for (let k = 0; k < 9; k++) {
    counts.push(Math.round(probability * SIZE));
    probability /= k + 1;
  }
  const first = () => SIZE - counts.reduce((sum, count, k) => sum + k * count, 0);
  const second = () => 2 * SIZE - counts.reduce((sum, count, k) => sum + k * k * count, 0);
  // Σk·c = SIZE and Σk²·c = 2·SIZE fix c₂ and c₁ once the larger counts are set; c₀ takes the rest.
  const pairs = (second() - first()) / 2; // Σk(k − 1)c is short by this many twos
  counts[2] += pairs;
  counts[1] += first();
  counts[0] += SIZE - counts.reduce((sum, count) => sum + count, 0);
  const table = new Uint8Array(SIZE);
  let at = 0;
  counts.forEach((count, k) => {
    table.fill(k, at, at + count);
    at += count;
  });
  return table;
}

let table: Uint8Array | undefined;

/** Weights drawn at once into an array, a fresh sequence at each call. */
export interface PoissonWeights {
  fill(weights: Uint8Array): void;
}

/** A source of Poisson(1) weights from a seed. */
export function poissonWeights(seed: number): PoissonWeights {
  if (!Number.isFinite(seed)) throw new RangeError(`seed must be a finite number, got ${seed}`);
  const lookup = (table ??= buildTable());
  // sfc32 (Doty-Humphrey), here with its state in locals of one loop: a call per number would take most of the time
  let a = (Math.trunc(seed) % 4294967296) | 0;
  let b = ~a;
  let c = 0x9e3779b9 | 0;
  let counter = 1;
  const fill = (weights: Uint8Array) => {
    const n = weights.length;
    let [p, q, r, t] = [a, b, c, counter];
    for (let i = 0; i < n; i += 2) {
      const out = (p + q + t) | 0;
      t = (t + 1) | 0;
      p = q ^ (q >>> 9);
      q = (r + (r << 3)) | 0;
      r = (((r << 21) | (r >>> 11)) + out) | 0;
      weights[i] = lookup[out & 65535];
      weights[i + 1] = lookup[out >>> 16]; // past the end of an odd array nothing is written
    }
    [a, b, c, counter] = [p, q, r, t];
  };
  fill(new Uint8Array(64)); // neighbouring seeds part ways within a dozen steps
  return { fill };
}
