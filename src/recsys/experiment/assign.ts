/** Assignment by hash: a user's arm follows from their id, so that no table is kept and every server agrees. */

/**
 * MurmurHash3, 32 bits (A. Appleby, 2011, public domain), of a text's UTF-8 bytes.
 *
 *     murmur3('hello')  // 613153351
 */
export function murmur3(text: string, seed = 0): number {
  const bytes = encoder.encode(text);
  const whole = bytes.length & ~3;
  let hash = seed | 0;
  for (let i = 0; i < whole; i += 4) {
    hash ^= mixed(bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24));
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  let tail = 0;
  for (let i = bytes.length - 1; i >= whole; i--) tail = (tail << 8) | bytes[i];
  if (bytes.length > whole) hash ^= mixed(tail);
  hash ^= bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const encoder = new TextEncoder();

function mixed(block: number): number {
  const k = Math.imul(block, 0xcc9e2d51);
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593);
}

export interface AssignOptions<S extends number[] | Record<string, number>> {
  /** Change it to draw the arms anew, as when an experiment is restarted; empty by default. */
  salt?: string;
  /** Share of each arm, > 0, summing to 1, as a list or by name; two halves by default. */
  shares?: S;
}

/**
 * The arm of a user in an experiment: an index of `shares`, or a name if shares has names. The same on every machine; independent between
 * experiments and between salts.
 *
 *     assign('user-17', 'ranker-2', { shares: { control: 0.9, treatment: 0.1 } })  // 'control'
 *
 * R. Kohavi, R. Longbotham, D. Sommerfield, R. Henne: Controlled experiments on the web. 2009, section 4.1.2 (hash and partition).
 *
 * @throws RangeError if shares are not positive or do not sum to 1
 */
export function assign(userId: string | number, experiment: string, options?: AssignOptions<number[]>): number;
export function assign<K extends string>(
  userId: string | number,
  experiment: string,
  options: AssignOptions<Record<K, number>>,
): K;
export function assign(
  userId: string | number,
  experiment: string,
  { salt = '', shares = [0.5, 0.5] }: AssignOptions<number[] | Record<string, number>> = {},
): number | string {
  const names = Object.keys(shares);
  const parts = Object.values(shares);
  let total = 0;
  parts.forEach((share, i) => {
    if (!(share > 0)) throw new RangeError(`shares must be greater than 0, got ${share} at ${names[i]}`);
    total += share;
  });
  if (!(Math.abs(total - 1) < 1e-9)) throw new RangeError(`shares must sum to 1, got ${total}`);
  // JSON keeps 'a' + 'bc' and 'ab' + 'c' apart
  let left = murmur3(JSON.stringify([salt, experiment, String(userId)])) / 4294967296;
  let arm = 0;
  while (arm < parts.length - 1 && left >= parts[arm]) left -= parts[arm++];
  return Array.isArray(shares) ? arm : names[arm];
}
