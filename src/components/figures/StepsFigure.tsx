/** From visit to credits: save some of those whom a step loses, and see what arrives at the end. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Chapter } from '../../notebook/chapter';
import { Figure } from './Figure';
import { Numbers } from './Numbers';
import { readSteps, savedFrom } from './steps';
import { outputsOf } from './savedOutputs';
import shared from './figures.module.css';
import styles from './StepsFigure.module.css';

const START: { unit: string; saved: Record<string, number> } = { unit: 'visit', saved: {} };

export interface StepsFigureProps {
  /** The cell whose saved output holds the funnels: a table of unit, step, count and conversion. */
  cell: string;
  /** Given by the remark plugin. */
  notebook: Chapter;
  children?: ReactNode;
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const people = new Intl.NumberFormat('en');

export function StepsFigure({ cell, notebook, children }: StepsFigureProps) {
  const [{ unit, saved }, setState] = useState(START);
  const funnels = readSteps(outputsOf(notebook, cell));
  const steps = funnels.get(unit) ?? [];
  const shares = steps.map(({ step }) => (saved[step] ?? 0) / 100);
  const after = savedFrom(steps, shares);
  const last = steps.length - 1;
  return (
    <Figure title="Where they are lost" caption={children} onReset={() => setState(START)}>
      <fieldset className={shared.choice}>
        <legend>Counted by</legend>
        {[...funnels.keys()].map((name) => (
          <label key={name}>
            <input type="radio" name="unit" checked={name === unit} onChange={() => setState({ unit: name, saved })} />
            {name}
          </label>
        ))}
      </fieldset>
      <ol className={styles.steps}>
        {steps.map(({ step, count }, n) => (
          <li key={step}>
            <span>{step}</span>
            <span className={styles.track} aria-hidden="true">
              <span className={styles.after} style={{ inlineSize: `${(100 * after[n].count) / steps[0].count}%` }} />
              <span className={styles.before} style={{ inlineSize: `${(100 * count) / steps[0].count}%` }} />
            </span>
            <span className={styles.count}>{people.format(Math.round(after[n].count))}</span>
            {n > 0 && steps[n].conversion < 1 && (
              <label className={styles.save}>
                <span>
                  {percent(after[n].conversion)} of the step before; save <b>{saved[step] ?? 0} %</b> of the{' '}
                  {people.format(steps[n - 1].count - count)} lost
                </span>
                <input
                  type="range"
                  min={0}
                  max={50}
                  step={5}
                  value={saved[step] ?? 0}
                  aria-valuetext={`${saved[step] ?? 0} % of those lost before ${step} are saved`}
                  onChange={({ target }) => setState({ unit, saved: { ...saved, [step]: Number(target.value) } })}
                />
              </label>
            )}
          </li>
        ))}
      </ol>
      <Numbers
        of={[
          ['get to the end', steps.length ? percent(after[last].count / steps[0].count) : ''],
          ['more than now', steps.length ? percent(after[last].count / steps[last].count - 1) : ''],
        ]}
      />
    </Figure>
  );
}
