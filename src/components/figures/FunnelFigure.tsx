/** The funnel: how many candidates the first stage passes on, how good the second is, what a request costs and can reach. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Chapter } from '../../notebook/chapter';
import { Figure } from './Figure';
import { Numbers } from './Numbers';
import { cost, reached, readFunnel } from './funnel';
import { outputsOf } from './savedOutputs';
import shared from './figures.module.css';
import styles from './FunnelFigure.module.css';

const START = { step: 2, quality: 50 };
/** Assumed, and said so in the text: a product of two short vectors, and a model a thousand times as costly, in microseconds a film. */
const COSTS = { cheap: 0.05, dear: 50 };

export interface FunnelFigureProps {
  /** The cell whose saved output holds what was measured: a table of candidates, recall, ceiling and unranked. */
  cell: string;
  /** Given by the remark plugin. */
  notebook: Chapter;
  children?: ReactNode;
}

const percent = (share: number) => `${Math.round(100 * share)} %`;
const time = (us: number) => (us < 1000 ? `${Math.round(us)} µs` : `${(us / 1000).toFixed(us < 10_000 ? 1 : 0)} ms`);

export function FunnelFigure({ cell, notebook, children }: FunnelFigureProps) {
  const [{ step, quality }, setState] = useState(START);
  const steps = readFunnel(outputsOf(notebook, cell));
  const now = steps[Math.min(step, steps.length - 1)];
  const catalogue = steps[steps.length - 1].candidates;
  const [first, second] = cost(catalogue, now.candidates, COSTS);
  const ndcg = reached(now, quality / 100);
  const stages = [
    { name: 'catalogue', films: catalogue, note: '' },
    {
      name: 'candidates',
      films: now.candidates,
      note: `first stage ${time(first)} · holds ${percent(now.recall)} of what comes next`,
    },
    { name: 'shown', films: 10, note: `second stage ${time(second)}` },
  ];
  return (
    <Figure title="Through the funnel" caption={children} onReset={() => setState(START)}>
      <label className={shared.slider}>
        candidates <b>{now.candidates}</b>
        <input
          type="range"
          min={0}
          max={steps.length - 1}
          value={step}
          aria-valuetext={`${now.candidates} candidates`}
          onChange={({ target }) => setState({ step: Number(target.value), quality })}
        />
      </label>
      <label className={shared.slider}>
        second stage <b>{quality} %</b>
        <input
          type="range"
          min={0}
          max={100}
          step={5}
          value={quality}
          aria-valuetext={`${quality} percent of the way from the first stage’s order to a perfect one`}
          onChange={({ target }) => setState({ step, quality: Number(target.value) })}
        />
      </label>
      <ol className={styles.stages}>
        {stages.map(({ name, films, note }) => (
          <li key={name}>
            <span className={styles.flow} style={{ inlineSize: `${(100 * Math.log(films + 1)) / Math.log(catalogue + 1)}%` }} />
            <span className={styles.count}>{films}</span> {name} <span className={styles.note}>{note}</span>
          </li>
        ))}
      </ol>
      <div
        className={styles.scale}
        role="img"
        aria-label={`nDCG@10 is ${ndcg.toFixed(2)}; its ceiling is ${now.ceiling.toFixed(2)}`}
      >
        <span className={styles.beyond} style={{ insetInlineStart: `${100 * now.ceiling}%` }} />
        <span className={styles.value} style={{ inlineSize: `${100 * ndcg}%` }} />
      </div>
      <Numbers
        of={[
          ['nDCG@10 of this system', ndcg.toFixed(3)],
          ['ceiling: a perfect second stage', now.ceiling.toFixed(3)],
          ['time of a request', time(first + second)],
        ]}
      />
    </Figure>
  );
}
