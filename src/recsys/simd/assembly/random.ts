/** The generator of `math/random`, number for number, so that a kernel draws what the plain loop would. */

let a: u32 = 0;
let b: u32 = 0;
let c: u32 = 0;
let counter: u32 = 0;

// @ts-expect-error: decorator
@inline
function splitMix(state: u32): u32 {
  let z = state ^ (state >>> 16);
  z *= 0x21f0aaad;
  z ^= z >>> 15;
  z *= 0x735a2d97;
  return z ^ (z >>> 15);
}

/** Starts the sequence of this seed. */
export function seed(value: u32): void {
  a = splitMix(value + 0x9e3779b9);
  b = splitMix(value + 2 * <u32>0x9e3779b9);
  c = splitMix(value + 3 * <u32>0x9e3779b9);
  counter = 1;
  for (let i = 0; i < 12; i++) word();
}

// @ts-expect-error: decorator
@inline
function word(): u32 {
  const out = a + b + counter;
  counter++;
  a = b ^ (b >>> 9);
  b = c + (c << 3);
  c = rotl<u32>(c, 21) + out;
  return out;
}

/** A whole number in 0 … n − 1, from 53 bits. */
// @ts-expect-error: decorator
@inline
export function below(n: f64): i32 {
  const high = <f64>(word() >>> 5);
  const low = <f64>(word() >>> 6);
  return <i32>((high * 67108864.0 + low) * (1.0 / 9007199254740992.0) * n);
}
