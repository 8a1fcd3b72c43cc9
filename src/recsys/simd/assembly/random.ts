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

/** Bytes of a store of uniform numbers: made many at once, since the state stays in registers meanwhile. */
export const STORE: usize = 512 * 8;

/** Where in the store the next number is. */
let position: usize = STORE;

/** Starts the sequence of this seed. */
export function seed(value: u32): void {
  a = splitMix(value + 0x9e3779b9);
  b = splitMix(value + 2 * <u32>0x9e3779b9);
  c = splitMix(value + 3 * <u32>0x9e3779b9);
  counter = 1;
  position = STORE;
  for (let i = 0; i < 12; i++) word();
}

function word(): u32 {
  const out = a + b + counter;
  counter++;
  a = b ^ (b >>> 9);
  b = c + (c << 3);
  c = rotl<u32>(c, 21) + out;
  return out;
}

/** The number in [0, 1) of two words: 53 bits. */
// @ts-expect-error: decorator
@inline
function fraction(high: u32, low: u32): f64 {
  return (<f64>(high >>> 5) * 67108864.0 + <f64>(low >>> 6)) * (1.0 / 9007199254740992.0);
}

/** A number in [0, 1). */
export function uniform(): f64 {
  const high = word();
  return fraction(high, word());
}

/** Fills the store. */
function fill(store: usize): void {
  let x = a;
  let y = b;
  let z = c;
  let n = counter;
  for (let at = store; at < store + STORE; at += 8) {
    const high = x + y + n;
    x = y ^ (y >>> 9);
    y = z + (z << 3);
    z = rotl<u32>(z, 21) + high;
    const low = x + y + n + 1;
    x = y ^ (y >>> 9);
    y = z + (z << 3);
    z = rotl<u32>(z, 21) + low;
    n += 2;
    storeFraction(at, high, low);
  }
  a = x;
  b = y;
  c = z;
  counter = n;
}

// @ts-expect-error: decorator
@inline
function storeFraction(at: usize, high: u32, low: u32): void {
  store<f64>(at, fraction(high, low));
}

/** Where the next number of the store at this address is; to be kept in a local variable, 8 further after each number. */
// @ts-expect-error: decorator
@inline
export function open(store: usize): usize {
  return store + position;
}

/** The same place, after filling the store if it is used up. */
// @ts-expect-error: decorator
@inline
export function ready(next: usize, store: usize): usize {
  if (next == store + STORE) {
    fill(store);
    return store;
  }
  return next;
}

/** Keeps the place for the next call. */
// @ts-expect-error: decorator
@inline
export function close(next: usize, store: usize): void {
  position = next - store;
}

/** The number at this place as a whole number in 0 … n − 1. By way of 64 bits, since engines look longer for what does not fit into 32. */
// @ts-expect-error: decorator
@inline
export function below(next: usize, n: f64): i32 {
  return <i32>(<i64>(load<f64>(next) * n));
}
