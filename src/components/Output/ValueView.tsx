/** A value as a tree that opens and closes, without any script of its own. */
import clsx from 'clsx';
import { Fragment } from 'react';
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

/** Numbers of a long list stand side by side, each line with the place of its first. */
const PER_LINE = 10;

function Entries({ node }: { node: Branch }) {
  if (isNumbers(node)) return <Numbers node={node} />;
  return (
    <>
      {node.entries.map(([name, child]) => (
        <Node key={name} node={child} label={name} />
      ))}
      {node.more > 0 && <div className={styles.more}>{node.more.toLocaleString('en')} more</div>}
    </>
  );
}

function isNumbers({ shape, entries }: Branch): boolean {
  return (
    shape === 'list' && entries.length > PER_LINE && entries.every(([, child]) => child.type === 'leaf' && child.of === 'number')
  );
}

function Numbers({ node: { entries, more } }: { node: Branch }) {
  const lines = Array.from({ length: Math.ceil(entries.length / PER_LINE) }, (_, line) =>
    entries.slice(line * PER_LINE, (line + 1) * PER_LINE),
  );
  return (
    <>
      <div className={styles.numbers}>
        {lines.map((line) => (
          <Fragment key={line[0][0]}>
            <span className={styles.key}>{line[0][0]}</span>
            {line.map(([name, child], at) => (
              <span key={name} className={styles.number} style={{ gridColumn: at + 2 }}>
                {text(child as LeafNode)}
              </span>
            ))}
          </Fragment>
        ))}
      </div>
      {more > 0 && <div className={styles.more}>{more.toLocaleString('en')} more</div>}
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

/** A row of a tensor, with its first values. */
function rowOf({ entries, more }: Branch): string {
  const first = entries.slice(0, 3);
  if (!first.every(([, child]) => child.type === 'leaf')) return '[…]';
  const rest = entries.length > 3 || more > 0 ? ', …' : '';
  return `[${first.map(([, child]) => text(child as LeafNode)).join(', ')}${rest}]`;
}

/** The first entries on one line, seen while the branch is closed. */
function Preview({ node }: { node: Branch }) {
  const parts = node.entries.slice(0, node.entries[0]?.[1].type === 'branch' ? 3 : 8).map(([name, child]) => {
    const value = child.type === 'leaf' ? text(child) : child.name || (child.shape === 'list' ? rowOf(child) : '{…}');
    return node.shape === 'list' ? value : `${name}: ${value}`;
  });
  const rest = node.entries.length > parts.length || node.more > 0 ? ', …' : '';
  const [open, close] = node.shape === 'list' ? '[]' : '{}';
  return <span className={styles.preview}>{`${open}${parts.join(', ')}${rest}${close}`}</span>;
}
