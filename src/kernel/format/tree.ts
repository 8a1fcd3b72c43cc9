/** Any value as a tree of plain data, cut at a depth, a width, a length and a number of nodes. Never throws. */
import type { Scalar, ValueNode } from '../../notebook/types';
import { isVolatile } from './volatile';

/** Where a tree is cut. */
export interface TreeLimits {
  /** Levels below the root. */
  depth: number;
  /** Entries of one branch. */
  width: number;
  /** Characters of one string. */
  length: number;
  /** Nodes of the whole tree. */
  nodes: number;
}

const LIMITS: TreeLimits = { depth: 5, width: 100, length: 10_000, nodes: 2_000 };

/** The tree of a value. */
export function toTree(value: unknown, limits: Partial<TreeLimits> = {}): ValueNode {
  return new TreeBuilder({ ...LIMITS, ...limits }).node(value, 0);
}

/** A number as JSON can hold it. */
export function toScalar(value: number): Scalar {
  return Number.isFinite(value)
    ? Object.is(value, -0)
      ? 0
      : value
    : { special: String(value) as 'NaN' | 'Infinity' | '-Infinity' };
}

/** A string cut at a length, saying how long it was. */
export function cutText(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}… (${text.length} characters)`;
}

type Leaf = Extract<ValueNode, { type: 'leaf' }>;
type Branch = Extract<ValueNode, { type: 'branch' }>;

function leaf(of: Leaf['of'], value: Scalar): Leaf {
  return { type: 'leaf', of, value };
}

class TreeBuilder {
  private readonly ancestors = new Set<object>();
  private readonly limits: TreeLimits;
  private left: number;

  constructor(limits: TreeLimits) {
    this.limits = limits;
    this.left = limits.nodes;
  }

  node(value: unknown, depth: number): ValueNode {
    this.left--;
    if (typeof value === 'object' && value !== null) {
      try {
        return this.object(value, depth);
      } catch (error) {
        return leaf('cut', `unreadable: ${messageOf(error)}`);
      }
    }
    return this.primitive(value);
  }

  private primitive(value: unknown): ValueNode {
    if (typeof value === 'number') return leaf('number', toScalar(value));
    if (typeof value === 'string') return leaf('string', cutText(value, this.limits.length));
    if (typeof value === 'boolean') return leaf('boolean', value);
    if (typeof value === 'bigint') return leaf('bigint', cutText(`${value}n`, this.limits.length));
    if (typeof value === 'symbol') return leaf('symbol', String(value));
    if (typeof value === 'function') return leaf('function', functionText(value));
    return value === null ? leaf('null', 'null') : leaf('undefined', 'undefined');
  }

  private object(value: object, depth: number): ValueNode {
    if (isVolatile(value)) return { ...(this.primitive(value.valueOf()) as Leaf), volatile: true };
    if (this.ancestors.has(value)) return leaf('cycle', 'the value itself');
    if (value instanceof Date) return leaf('date', Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString());
    if (value instanceof RegExp) return leaf('symbol', String(value));
    if (depth > this.limits.depth || this.left <= 0) return leaf('cut', nameOf(value) || '{…}');
    this.ancestors.add(value);
    try {
      return this.branch(value, depth);
    } finally {
      this.ancestors.delete(value);
    }
  }

  private branch(value: object, depth: number): Branch {
    const name = nameOf(value);
    if (Array.isArray(value) || isTypedArray(value)) {
      const list = value as ArrayLike<unknown>;
      return this.entries(name, 'list', list.length, depth, (i) => [String(i), () => list[i]]);
    }
    if (value instanceof Map) {
      const pairs = firstOf(value.entries(), this.limits.width);
      return this.entries(name, 'record', value.size, depth, (i) => [keyText(pairs[i][0]), () => pairs[i][1]]);
    }
    if (value instanceof Set) {
      const items = firstOf(value.values(), this.limits.width);
      return this.entries(name, 'list', value.size, depth, (i) => [String(i), () => items[i]]);
    }
    const keys = Object.keys(value);
    if (value instanceof Error)
      for (const key of ['cause', 'message']) if (key in value && !keys.includes(key)) keys.unshift(key);
    return this.entries(name, 'record', keys.length, depth, (i) => [
      cutText(keys[i], 200),
      () => (value as Record<string, unknown>)[keys[i]],
    ]);
  }

  private entries(
    name: string,
    shape: Branch['shape'],
    size: number,
    depth: number,
    at: (index: number) => [key: string, read: () => unknown],
  ): Branch {
    const entries: [string, ValueNode][] = [];
    const width = Math.min(size, this.limits.width);
    for (let i = 0; i < width && this.left > 0; i++) {
      const [key, read] = at(i);
      entries.push([key, this.entry(read, depth + 1)]);
    }
    return { type: 'branch', name, shape, entries, more: size - entries.length };
  }

  /** Reads one entry: a getter may throw. */
  private entry(read: () => unknown, depth: number): ValueNode {
    let value: unknown;
    try {
      value = read();
    } catch (error) {
      return leaf('cut', `threw ${messageOf(error)}`);
    }
    return this.node(value, depth);
  }
}

/** What to print in front of an object's entries: its class, with a size where it has one; `` for a plain object. */
export function nameOf(value: object): string {
  if (Array.isArray(value)) return `Array(${value.length})`;
  if (isTypedArray(value)) return `${className(value)}(${(value as unknown as ArrayLike<unknown>).length})`;
  if (value instanceof Map || value instanceof Set) return `${className(value)}(${value.size})`;
  if (value instanceof ArrayBuffer) return `ArrayBuffer(${value.byteLength})`;
  if (value instanceof Promise) return 'Promise (not awaited)';
  const name = className(value);
  return name === 'Object' ? '' : name;
}

function className(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null) return 'Object';
  const name: unknown = (prototype as { constructor?: { name?: unknown } }).constructor?.name;
  return typeof name === 'string' && name !== '' ? name : 'Object';
}

function isTypedArray(value: object): boolean {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function firstOf<T>(iterator: Iterator<T>, count: number): T[] {
  const items: T[] = [];
  for (let step = iterator.next(); !step.done && items.length < count; step = iterator.next()) items.push(step.value);
  return items;
}

function keyText(key: unknown): string {
  if (typeof key === 'string') return cutText(key, 200);
  if (typeof key === 'object' && key !== null) return isVolatile(key) ? String(key) : nameOf(key) || '{…}';
  return typeof key === 'function' ? functionText(key) : cutText(String(key), 200);
}

function functionText(value: unknown): string {
  try {
    const target = value as { name?: unknown };
    const kind = /^class\b/.test(Function.prototype.toString.call(value)) ? 'class' : 'function';
    return `${kind} ${typeof target.name === 'string' && target.name ? cutText(target.name, 200) : '(anonymous)'}`;
  } catch {
    return 'function';
  }
}

/** The message of anything thrown. Never throws. */
export function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? error.message || error.name : String(error);
  } catch {
    return 'something that cannot be printed';
  }
}
