/**
 * The Mersenne Twister as NumPy's `RandomState` drives it, so that splits published with a NumPy seed can be rebuilt to the row. For
 * anything new, `random` of `math/random` is smaller and faster.
 *
 * M. Matsumoto, T. Nishimura: Mersenne Twister: a 623-dimensionally equidistributed uniform pseudo-random number generator. ACM TOMACS
 * 8(1), 1998; seeding of the authors' 2002 version (`init_genrand`).
 */

/** NumPy's stream of doubles: call it, or its `next`, for the next one in [0, 1). */
export interface Mt19937 {
  (): number;
  next(): number;
}

const N = 624;
const M = 397;

/**
 * The doubles of `numpy.random.RandomState(seed).random_sample()` (and `rand`), one after another: 53 bits each.
 *
 *     mt19937(42)() // 0.3745401188473625
 *
 * @throws RangeError unless the seed is a whole number in 0 … 2³² − 1
 */
export function mt19937(seed: number): Mt19937 {
  if (!(Number.isInteger(seed) && seed >= 0 && seed < 4294967296)) {
    throw new RangeError(`seed must be a whole number in 0 … 4294967295, got ${seed}`);
  }
  const state = new Uint32Array(N);
  state[0] = seed;
  for (let i = 1; i < N; i++) state[i] = Math.imul(1812433253, state[i - 1] ^ (state[i - 1] >>> 30)) + i;
  let at = N;

  const renew = () => {
    for (let i = 0; i < N; i++) {
      const y = (state[i] & 0x80000000) | (state[(i + 1) % N] & 0x7fffffff);
      state[i] = state[(i + M) % N] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    at = 0;
  };
  const word = () => {
    if (at === N) renew();
    let y = state[at++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };
  const next = () => {
    const high = word() >>> 5; // 27 bits first, then 26, as in genrand_res53
    return (high * 67108864 + (word() >>> 6)) / 9007199254740992;
  };
  return Object.assign(() => next(), { next });
}
