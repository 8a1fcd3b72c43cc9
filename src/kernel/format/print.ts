/** A value as text, for the console: a tree on one line while it is short, on several when it is not. */
import type { ValueNode } from '../../notebook/types';
import { toTree } from './tree';

const LINE = 100;

/** Text of a value as `console.log` shows it. Strings stand bare. */
export function print(value: unknown): string {
  if (typeof value === 'string') return value;
  return printTree(toTree(value, { depth: 3, width: 100, nodes: 1_000 }), 0, true);
}

/** Text of a value on one line, cut at a length: a cell of a table. */
export function printShort(value: unknown, length = 120): string {
  const text = printTree(toTree(value, { depth: 2, width: 12, length, nodes: 60 }), 0, false);
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

function printTree(node: ValueNode, indent: number, wrap: boolean): string {
  if (node.type === 'leaf') return leafText(node);
  const items = node.entries.map(([key, value]) => {
    const text = printTree(value, indent + 1, wrap);
    return node.shape === 'record' ? `${key}: ${text}` : text;
  });
  if (node.more > 0) items.push(`… ${node.more} more`);
  const [open, close] = node.shape === 'list' ? ['[', ']'] : ['{', '}'];
  const name = node.name && !(node.shape === 'list' && node.name.startsWith('Array(')) ? `${node.name} ` : '';
  if (items.length === 0) return name.startsWith('Promise') ? name.trim() : `${name}${open}${close}`;
  const line = `${name}${open} ${items.join(', ')} ${close}`;
  if (!wrap || (line.length + indent * 2 <= LINE && !line.includes('\n'))) return line;
  const pad = '  '.repeat(indent);
  return `${name}${open}\n${items.map((item) => `${pad}  ${item}`).join(',\n')}\n${pad}${close}`;
}

function leafText(node: Extract<ValueNode, { type: 'leaf' }>): string {
  if (node.value !== null && typeof node.value === 'object') return node.value.special;
  return node.of === 'string' ? JSON.stringify(node.value) : String(node.value);
}
