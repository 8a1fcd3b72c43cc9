/** Four frameworks and none around one recommender, by what `npm run bench -- frameworks` measured and saved. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import measured from '../../../bench/results/frameworks.json';
import { Figure } from './Figure';
import shared from './figures.module.css';
import styles from './FrameworksFigure.module.css';

const NAMES: Record<string, string> = {
  none: 'none: Node’s http',
  hono: 'Hono',
  fastify: 'Fastify',
  express: 'Express',
  nest: 'NestJS',
};
const whole = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 0 });

/** What can be shown, and how it is written. */
const MEASURES = [
  { key: 'requestsPerSecond', label: 'requests a second, at most', write: whole },
  { key: 'p99', label: `p99 at ${measured.rate} requests a second`, write: (ms: number) => `${ms.toFixed(2)} ms` },
  { key: 'startMs', label: 'time to start', write: (ms: number) => `${whole(ms)} ms` },
  { key: 'heapMB', label: 'what it adds to the heap', write: (mb: number) => `${mb.toFixed(1)} MB` },
] as const;

export function FrameworksFigure({ children }: { children?: ReactNode }) {
  const [chosen, setChosen] = useState(0);
  const { key, label, write } = MEASURES[chosen];
  const most = Math.max(...measured.results.map((result) => result[key]));
  const { cpu, cores, system } = measured.machine;
  return (
    <Figure title="Four frameworks, and none" caption={children} onReset={() => setChosen(0)}>
      <fieldset className={shared.choice}>
        <legend>measure</legend>
        {MEASURES.map((measure, at) => (
          <label key={measure.key}>
            <input type="radio" name="measure" checked={at === chosen} onChange={() => setChosen(at)} /> {measure.label}
          </label>
        ))}
      </fieldset>
      <table className={styles.bars}>
        <thead>
          <tr>
            <th scope="col">framework</th>
            <th scope="col">{label}</th>
          </tr>
        </thead>
        <tbody>
          {measured.results.map((result) => (
            <tr key={result.framework}>
              <th scope="row">{NAMES[result.framework] ?? result.framework}</th>
              <td>
                <span className={styles.bar} style={{ inlineSize: `${(70 * result[key]) / most}%` }} aria-hidden="true" />
                {write(result[key])}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.machine}>
        Measured on {cores} cores ({cpu}, {system}) with Node {measured.node}, generator on the same machine; all five in turn,
        medians of {measured.rounds} rounds.
      </p>
    </Figure>
  );
}
