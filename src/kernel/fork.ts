/** Copies plain data, so that what works on the copy leaves the original alone. */

/** Objects copied at most; what comes after them is shared. */
const MOST = 1_000_000;

/**
 * The same names with copies of their values: arrays, typed arrays, maps, sets, dates and plain objects, all the way down, each once.
 * Anything else, such as a function, a model or a tensor, is shared.
 */
export function forkValues(values: Record<string, unknown>): Record<string, unknown> {
  const copies = new Map<object, unknown>();
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fork(value, copies)]));
}

function fork(value: unknown, copies: Map<object, unknown>): unknown {
  if (typeof value !== 'object' || value === null || copies.size >= MOST) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  if (ArrayBuffer.isView(value)) return keep(copies, value, copyOfView(value));
  if (value instanceof Date) return keep(copies, value, new Date(value.getTime()));
  if (Array.isArray(value)) {
    const copy = keep(copies, value, new Array<unknown>(value.length));
    value.forEach((item, at) => (copy[at] = fork(item, copies)));
    return copy;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Map.prototype) {
    const copy = keep(copies, value, new Map());
    for (const [key, item] of value as Map<unknown, unknown>) copy.set(fork(key, copies), fork(item, copies));
    return copy;
  }
  if (prototype === Set.prototype) {
    const copy = keep(copies, value, new Set());
    for (const item of value as Set<unknown>) copy.add(fork(item, copies));
    return copy;
  }
  return prototype === Object.prototype || prototype === null ? forkRecord(value, copies) : value;
}

/** A record of data; one with getters or symbols is more than data, and is shared. */
function forkRecord(value: object, copies: Map<object, unknown>): unknown {
  const descriptors = Object.entries(Object.getOwnPropertyDescriptors(value));
  if (Object.getOwnPropertySymbols(value).length > 0 || descriptors.some(([, { get, set }]) => get ?? set)) return value;
  const copy = keep(copies, value, Object.create(Object.getPrototypeOf(value) as object | null) as object);
  for (const [key, descriptor] of descriptors)
    Object.defineProperty(copy, key, { ...descriptor, value: fork(descriptor.value, copies) });
  return copy;
}

/** Typed arrays over one buffer each get their own part of it. */
function copyOfView(view: ArrayBufferView): ArrayBufferView {
  return view instanceof DataView ? view : (view as Uint8Array).slice();
}

function keep<T>(copies: Map<object, unknown>, value: object, copy: T): T {
  copies.set(value, copy);
  return copy;
}
