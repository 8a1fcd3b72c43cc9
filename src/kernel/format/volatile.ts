/**
 * Values that may differ between runs. A primitive cannot carry a mark, so `volatile` gives a `Number` or `String` object: it
 * computes and prints as its value, and formats as a leaf that is not compared with the saved one.
 */

/** A number that may differ between runs. */
export class VolatileNumber extends Number {}

/** A text that may differ between runs. */
export class VolatileText extends String {}

/** Marks a number or text as differing between runs. */
export function volatile<T extends number | string>(value: T): T {
  if (isVolatile(value)) return value;
  if (typeof value === 'number') return new VolatileNumber(value) as unknown as T;
  if (typeof value === 'string') return new VolatileText(value) as unknown as T;
  throw new TypeError(`volatile takes a number or a string, got ${value === null ? 'null' : typeof value}`);
}

/** Whether a value was marked. */
export function isVolatile(value: unknown): value is VolatileNumber | VolatileText {
  return value instanceof VolatileNumber || value instanceof VolatileText;
}
