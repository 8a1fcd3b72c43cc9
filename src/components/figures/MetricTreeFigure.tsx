/** A metric tree: nudge a leaf and follow the change to the root. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Chapter } from '../../notebook/chapter';
import type { MetricChange } from '../../recsys/experiment/analytics/metricTree';
import { Figure } from './Figure';
import { nudged, readLeaves } from './tree';
import { outputsOf } from './savedOutputs';
import styles from './MetricTreeFigure.module.css';

const START: { percents: Record<string, number>; last: string } = { percents: {}, last: '' };

export interface MetricTreeFigureProps {
  /** The cell whose saved output holds the leaves: a table of leaf, before and after. */
  cell: string;
  /** Given by the remark plugin. */
  notebook: Chapter;
  children?: ReactNode;
}

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const number = (value: number) => (Math.abs(value) >= 100 ? whole.format(value) : value.toFixed(2));
const signed = (value: number) => `${value < 0 ? '−' : value > 0 ? '+' : ''}${whole.format(Math.abs(value))}`;

export function MetricTreeFigure({ cell, notebook, children }: MetricTreeFigureProps) {
  const [{ percents, last }, setState] = useState(START);
  const leaves = readLeaves(outputsOf(notebook, cell));
  const tree = nudged(leaves, percents);
  const all = [tree, ...tree.children, ...tree.children.flatMap(({ children: below }) => below)];
  const reach = Math.max(...all.map(({ contribution }) => Math.abs(contribution)), 1);
  const node = (one: MetricChange, depth: number): ReactNode => {
    const isLeaf = one.children.length === 0;
    const holdsLast = one.name === last || one.children.some(({ name }) => name === last) || (depth === 0 && last !== '');
    return (
      <li key={one.name} className={holdsLast ? styles.moved : undefined}>
        <div className={styles.node}>
          <span className={styles.name}>{one.name}</span>
          <span className={styles.values}>
            {number(one.before)} → <strong>{number(one.after)}</strong>
          </span>
          <span className={styles.bar} aria-hidden="true">
            <span
              className={one.contribution < 0 ? styles.down : styles.up}
              style={{
                inlineSize: `${(50 * Math.abs(one.contribution)) / reach}%`,
                insetInlineStart: `${50 + (50 * Math.min(0, one.contribution)) / reach}%`,
              }}
            />
          </span>
          <span className={styles.hours}>{signed(one.contribution)} h</span>
          {isLeaf && (
            <label className={styles.nudge}>
              <input
                type="range"
                min={-30}
                max={30}
                step={1}
                value={percents[one.name] ?? 0}
                aria-label={`nudge ${one.name}`}
                aria-valuetext={`${percents[one.name] ?? 0} per cent`}
                onChange={({ target }) =>
                  setState({ percents: { ...percents, [one.name]: Number(target.value) }, last: one.name })
                }
              />
              <output>{signed(percents[one.name] ?? 0)} %</output>
            </label>
          )}
        </div>
        {!isLeaf && <ul>{one.children.map((child) => node(child, depth + 1))}</ul>}
      </li>
    );
  };
  return (
    <Figure title="A metric tree" caption={children} onReset={() => setState(START)}>
      <ul className={styles.tree} aria-live="polite">
        {node(tree, 0)}
      </ul>
    </Figure>
  );
}
