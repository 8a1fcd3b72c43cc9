/** A value as a tree that opens and closes, without any script of its own. */
import clsx from 'clsx';
import { formatNumber } from '../../notebook/format';
import type { ValueNode } from '../../notebook/types';
import styles from './Output.module.css';

type LeafNode = Extract<ValueNode, { type: 'leaf' }>;
type Branch = Extract<ValueNode, { type: 'branch' }>;

export function ValueView({ node }: { node: ValueNode }) {
  return <div className={styles.value}>{isPlain(node) ? <Entries node={node} /> : <Node node={node} isOpen />}</div>;
}

/** A nameless record needs no line of its own above its entries. */
function isPlain(node: ValueNode): node is Branch {
  return node.type === 'branch' && node.name === '' && node.shape === 'record' && node.entries.length > 0;
}

function Entries({ node }: { node: Branch }) {
  return (
    <>
      {node.entries.map(([name, child]) => (
        <Node key={name} node={child} label={name} />
      ))}
      {node.more > 0 && <div className={styles.more}>{node.more.toLocaleString('en')} more</div>}
    </>
  );
}

function Node({ node, label, isOpen = false }: { node: ValueNode; label?: string; isOpen?: boolean }) {
  const key = label !== undefined && <span className={styles.key}>{label}: </span>;
  if (node.type === 'leaf')
    return (
      <div className={styles.leaf}>
        {key}
        <Leaf node={node} />
      </div>
    );
  if (node.entries.length === 0)
    return (
      <div className={styles.leaf}>
        {key}
        {node.name || (node.shape === 'list' ? '[]' : '{}')}
      </div>
    );
  return (
    <details open={isOpen} className={styles.branch}>
      <summary>
        {key}
        <span className={styles.name}>{node.name}</span> <Preview node={node} />
      </summary>
      <Entries node={node} />
    </details>
  );
}

function text({ of, value }: LeafNode): string {
  if (of === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return formatNumber(value);
  return value !== null && typeof value === 'object' ? value.special : String(value);
}

function Leaf({ node }: { node: LeafNode }) {
  return <span className={clsx(node.of === 'number' && styles.number, node.of === 'string' && styles.string)}>{text(node)}</span>;
}

/** The first entries on one line, seen while the branch is closed. */
function Preview({ node }: { node: Branch }) {
  const parts = node.entries.slice(0, 8).map(([name, child]) => {
    const value = child.type === 'leaf' ? text(child) : child.name || (child.shape === 'list' ? '[…]' : '{…}');
    return node.shape === 'list' ? value : `${name}: ${value}`;
  });
  const rest = node.entries.length > 8 || node.more > 0 ? ', …' : '';
  const [open, close] = node.shape === 'list' ? '[]' : '{}';
  return <span className={styles.preview}>{`${open}${parts.join(', ')}${rest}${close}`}</span>;
}
