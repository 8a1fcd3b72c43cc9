/** Checks of arguments, so that an error names the argument, its constraint and the value that came. NaN fails every one. */

function describe(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}

/** Throws a RangeError unless the value is a whole number of at least 1. */
export function checkPositiveInteger(name: string, value: number): void {
  if (!(Number.isInteger(value) && value >= 1))
    throw new RangeError(`${name} must be a positive integer, got ${describe(value)}`);
}

/** Throws a RangeError unless the value is a finite number of at least `minimum`. */
export function checkAtLeast(name: string, value: number, minimum: number): void {
  if (!(value >= minimum && value < Infinity)) {
    throw new RangeError(`${name} must be a finite number of at least ${minimum}, got ${describe(value)}`);
  }
}

/** Throws a RangeError unless the value is a finite number greater than 0. */
export function checkPositive(name: string, value: number): void {
  if (!(value > 0 && value < Infinity))
    throw new RangeError(`${name} must be a finite number greater than 0, got ${describe(value)}`);
}

/** Throws a RangeError unless the value lies strictly between 0 and 1. */
export function checkShare(name: string, value: number): void {
  if (!(value > 0 && value < 1)) throw new RangeError(`${name} must lie strictly between 0 and 1, got ${describe(value)}`);
}

/** Throws a RangeError unless the value is a whole number in 0 … length − 1. */
export function checkIndex(name: string, value: number, length: number): void {
  if (!(Number.isInteger(value) && value >= 0 && value < length)) {
    throw new RangeError(`${name} must be an index in 0 … ${length - 1}, got ${describe(value)}`);
  }
}

/** Throws a RangeError unless the value is one of those allowed. */
export function checkOneOf<T extends string>(name: string, value: T, allowed: readonly T[]): void {
  if (!allowed.includes(value)) {
    throw new RangeError(`${name} must be one of ${allowed.map((a) => `'${a}'`).join(', ')}, got ${describe(value)}`);
  }
}

/** Throws a RangeError unless both have the same length. */
export function checkSameLength(name: string, a: ArrayLike<unknown>, other: string, b: ArrayLike<unknown>): void {
  if (a.length !== b.length) throw new RangeError(`${name} must be as long as ${other} (${b.length}), got ${a.length}`);
}
