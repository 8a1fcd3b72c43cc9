/** Two curves, effect and sample size to move, the four endings of an experiment shaded. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { bell, endings } from './endings';
import { Figure } from './Figure';
import { Numbers } from './Numbers';
import shared from './figures.module.css';
import styles from './PowerFigure.module.css';

const START = { effect: 0.085, step: 10, alpha: 0.05 };
/** People per arm on the slider, in about equal steps for the eye. */
const SIZES = [50, 75, 100, 150, 200, 300, 400, 600, 800, 1200, 1700, 2500, 3500, 5000, 7000, 10_000];
const [LEFT, RIGHT] = [-0.3, 0.45];
const [WIDTH, HEIGHT] = [640, 190];

const percent = (share: number) => `${(100 * share).toFixed(share < 0.001 ? 2 : share < 0.1 ? 1 : 0)} %`;

export function PowerFigure({ children }: { children?: ReactNode }) {
  const [state, setState] = useState(START);
  const perArm = SIZES[state.step];
  const { error, threshold, falseAlarm, power, wrongSign } = endings({ effect: state.effect, perArm, alpha: state.alpha });
  const set = (change: Partial<typeof START>) => setState({ ...state, ...change });
  const numbers: [name: string, value: string][] = [
    ['effect found (power)', percent(power)],
    ['effect missed', percent(1 - power)],
    ['false alarm, if there were none', percent(falseAlarm)],
    ['found with the wrong sign', percent(wrongSign)],
  ];
  return (
    <Figure title="Four endings" caption={children} onReset={() => setState(START)}>
      <label className={shared.slider}>
        effect, in deviations <b>{state.effect.toFixed(3)}</b>
        <input
          type="range"
          min={0}
          max={0.25}
          step={0.005}
          value={state.effect}
          onChange={({ target }) => set({ effect: Number(target.value) })}
        />
      </label>
      <label className={shared.slider}>
        people per arm <b>{perArm}</b>
        <input
          type="range"
          min={0}
          max={SIZES.length - 1}
          value={state.step}
          aria-valuetext={`${perArm} people per arm`}
          onChange={({ target }) => set({ step: Number(target.value) })}
        />
      </label>
      <label className={shared.slider}>
        level α <b>{percent(state.alpha)}</b>
        <input
          type="range"
          min={0.01}
          max={0.2}
          step={0.01}
          value={state.alpha}
          onChange={({ target }) => set({ alpha: Number(target.value) })}
        />
      </label>
      <Curves effect={state.effect} error={error} threshold={threshold} />
      <Numbers of={numbers} />
    </Figure>
  );
}

function Curves({ effect, error, threshold }: { effect: number; error: number; threshold: number }) {
  const x = (value: number) => ((value - LEFT) / (RIGHT - LEFT)) * WIDTH;
  const peak = bell(0, error, 0, 0, 1)[0][1];
  const y = (density: number) => HEIGHT - 24 - (density / peak) * (HEIGHT - 40);
  const path = (points: [number, number][]) =>
    points.map(([a, b], i) => `${i ? 'L' : 'M'}${x(a).toFixed(1)} ${y(b).toFixed(1)}`).join(' ');
  const area = (centre: number, from: number, to: number) =>
    to > from ? `${path(bell(centre, error, from, to))} L${x(to)} ${y(0)} L${x(from)} ${y(0)} Z` : '';
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className={styles.curves}
      role="img"
      aria-label={`Two bell curves of the estimated difference, one around 0, one around ${effect.toFixed(3)}; beyond plus or minus ${threshold.toFixed(3)} the test says that there is an effect`}
    >
      <path d={area(effect, threshold, RIGHT)} className={styles.found} />
      <path d={area(effect, LEFT, -threshold)} className={styles.alarm} />
      <path d={area(0, threshold, RIGHT)} className={styles.alarm} />
      <path d={area(0, LEFT, -threshold)} className={styles.alarm} />
      <path d={path(bell(0, error, LEFT, RIGHT))} className={styles.none} />
      <path d={path(bell(effect, error, LEFT, RIGHT))} className={styles.some} />
      {[-threshold, threshold].map((at) => (
        <line key={at} x1={x(at)} x2={x(at)} y1={8} y2={y(0)} className={styles.limit} />
      ))}
      <line x1={0} x2={WIDTH} y1={y(0)} y2={y(0)} className={styles.axis} />
      {[-0.2, 0, 0.2, 0.4].map((at) => (
        <text key={at} x={x(at)} y={HEIGHT - 6} textAnchor="middle" className={styles.tick}>
          {String(at).replace('-', '−')}
        </text>
      ))}
    </svg>
  );
}
