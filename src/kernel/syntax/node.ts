/** The syntax tree as this folder sees it: ESTree with TypeScript's nodes, walked without a visitor per type. */
import type { Place } from '../../notebook/types';

/** A node of the tree. Its other fields depend on `type`. */
export interface Node {
  type: string;
  /** Offset of its first character in the cell. */
  start: number;
  /** Offset behind its last character. */
  end: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  [field: string]: any;
}

/** The child nodes of a node, in the order of its fields. */
export function children(node: Node): Node[] {
  const found: Node[] = [];
  for (const key in node) {
    const value: unknown = node[key];
    if (Array.isArray(value)) for (const item of value) if (isNode(item)) found.push(item);
    if (isNode(value)) found.push(value);
  }
  return found;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string' && 'start' in value;
}

/** The place of an offset, 1-based. */
export function placeAt(source: string, offset: number): Place {
  const lines = source.slice(0, offset).split(/\r\n|[\n\r\u2028\u2029]/);
  return { line: lines.length, column: lines[lines.length - 1].length + 1 };
}

/** The expression inside parentheses, `as`, `satisfies`, `!` and explicit type arguments. */
export function unwrap(node: Node): Node {
  return WRAPPERS.has(node.type) ? unwrap(node.expression) : node;
}

/** Nodes of TypeScript that hold an expression which stays when the types go. */
export const HOLDS_EXPRESSION = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSInstantiationExpression',
  'TSTypeAssertion',
]);

const WRAPPERS = new Set([...HOLDS_EXPRESSION, 'ParenthesizedExpression', 'ChainExpression']);
