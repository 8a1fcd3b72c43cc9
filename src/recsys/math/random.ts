/**
 * Seeded randomness: one seed, one sequence, on every machine.
 *
 * The generator is sfc32 (Doty-Humphrey, PractRand), 128 bits of state in 32-bit integer arithmetic, its state filled by SplitMix32. The
 * distributions use this library's own `log`, `cos` and `exp`, so that they too have the same bits everywhere.
 */
import { cos, exp, log, pow } from './functions';

/** A source of random numbers. Drawing changes it. */
export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  next(): number;
  /** Uniform whole number in 0 … n − 1; n in 1 … 2³². */
  int(n: number): number;
  /** Normal with the mean and the standard deviation, 0 and 1 by default. */
  normal(mean?: number, deviation?: number): number;
  /** Exponential with mean 1. */
  exponential(): number;
  /** Gamma with the shape (> 0) and scale 1. */
  gamma(shape: number): number;
  /** Beta in (0, 1) with both shapes > 0. */
  beta(a: number, b: number): number;
  /** Poisson with the mean (≥ 0). */
  poisson(mean: number): number;
  /** An index drawn in proportion to its weight (≥ 0, not all 0). */
  weighted(weights: ArrayLike<number>): number;
  /** Shuffles the array in place (Fisher and Yates) and returns it. */
  shuffle<T extends { length: number; [index: number]: unknown }>(array: T): T;
  /** A generator of its own, whose draws do not depend on how many are drawn here afterwards. */
  fork(): Random;
}

/** A generator from a seed: any finite number; its integer part modulo 2³² counts. */
export function random(seed: number): Random {
  if (!Number.isFinite(seed)) throw new RangeError(`seed must be a finite number, got ${seed}`);
  const uint32 = sfc32(seed);
  const next = () => ((uint32() >>> 5) * 67108864 + (uint32() >>> 6)) / 9007199254740992;
  const spare = Float64Array.of(NaN); // an array of one, for the reason at sfc32

  const normal = (mean = 0, deviation = 1): number => {
    const value = spare[0];
    if (value === value) {
      spare[0] = NaN;
      return mean + deviation * value;
    }
    // Box and Muller 1958; 1 − u lies in (0, 1]
    const radius = Math.sqrt(-2 * log(1 - next()));
    const turn = next();
    spare[0] = radius * cos(2 * Math.PI * (turn - 0.25)); // the sine
    return mean + deviation * radius * cos(2 * Math.PI * turn);
  };

  const gamma = (shape: number): number => {
    if (!(shape > 0)) throw new RangeError(`shape must be greater than 0, got ${shape}`);
    if (shape < 1) return gamma(shape + 1) * pow(1 - next(), 1 / shape);
    // Marsaglia and Tsang 2000
    const d = shape - 1 / 3;
    for (;;) {
      const x = normal();
      const v = 1 + x / Math.sqrt(9 * d);
      if (v <= 0) continue;
      const cubed = v * v * v;
      if (log(1 - next()) < 0.5 * x * x + d - d * cubed + d * log(cubed)) return d * cubed;
    }
  };

  return {
    next,
    int: (n) => Math.floor(next() * n),
    normal,
    exponential: () => -log(1 - next()),
    gamma,
    beta: (a, b) => {
      const x = gamma(a);
      return x / (x + gamma(b));
    },
    poisson: (mean) => poisson(mean, next, normal),
    weighted: (weights) => weighted(weights, next()),
    shuffle: (array) => {
      for (let i = array.length - 1; i > 0; i--) {
        const j = Math.floor(next() * (i + 1));
        const kept = array[i];
        array[i] = array[j];
        array[j] = kept;
      }
      return array;
    },
    fork: () => random(uint32()),
  };
}

/** Uniform 32-bit words. */
function sfc32(seed: number): () => number {
  let state = (Math.trunc(seed) % 4294967296) | 0;
  const splitMix = () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return z ^ (z >>> 15);
  };
  // a, b, c and a counter; in a typed array, since words of 32 bits in variables of a closure would each be an object.
  const words = Int32Array.of(splitMix(), splitMix(), splitMix(), 1);
  const word = () => {
    const b = words[1];
    const c = words[2];
    const out = (words[0] + b + words[3]) | 0;
    words[0] = b ^ (b >>> 9);
    words[1] = c + (c << 3);
    words[2] = ((c << 21) | (c >>> 11)) + out;
    words[3]++;
    return out >>> 0;
  };
  for (let i = 0; i < 12; i++) word();
  return word;
}

function poisson(mean: number, next: () => number, normal: () => number): number {
  if (!(mean >= 0)) throw new RangeError(`mean must be at least 0, got ${mean}`);
  // e⁻ᵐ nears underflow; at this mean the normal approximation is within a rounding of the count.
  if (mean > 500) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
  const limit = exp(-mean);
  let count = 0;
  for (let product = 1 - next(); product > limit; product *= 1 - next()) count++;
  return count;
}

function weighted(weights: ArrayLike<number>, uniform: number): number {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i];
  if (!(total > 0)) throw new RangeError(`weights must have a positive sum, got ${total}`);
  let left = uniform * total;
  for (let i = 0; i < weights.length; i++) {
    left -= weights[i];
    if (left < 0) return i;
  }
  let last = weights.length - 1;
  while (weights[last] === 0) last--;
  return last;
}
