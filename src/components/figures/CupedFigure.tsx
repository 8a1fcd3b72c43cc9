/** A cloud of before and during: tilt it by θ, and watch the interval of the difference shrink. */
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { Chapter } from '../../notebook/chapter';
import { random } from '../../recsys/math/random';
import styles from './CupedFigure.module.css';
import { Figure } from './Figure';
import { Numbers } from './Numbers';
import shared from './figures.module.css';
import { bestTheta, readPeople, tilt } from './tilt';
import { outputsOf } from './savedOutputs';
import type { TiltPerson, Tilted } from './tilt';

const START = 0.1;
const [WIDTH, HEIGHT, LEFT] = [480, 270, 34];
/** Films on the vertical axis; what lies outside is cut off. */
const [LOW, HIGH] = [-27, 48];
/** Films on the axis of the intervals, which begins where their names end. */
const [FROM, TO, NAMES] = [-1.4, 2.2, 96];

export interface CupedFigureProps {
  /** The cell whose saved output holds the people. */
  cell: string;
  /** Given by the remark plugin. */
  notebook: Chapter;
  children?: ReactNode;
}

const signed = (value: number, digits = 2) => value.toFixed(digits).replace('-', '−');

export function CupedFigure({ cell, notebook, children }: CupedFigureProps) {
  const [theta, setTheta] = useState(START);
  const people = useMemo(() => readPeople(outputsOf(notebook, cell)), [cell, notebook]);
  const best = useMemo(() => bestTheta(people), [people]);
  const now = useMemo(() => tilt(people, theta), [people, theta]);
  const plain = useMemo(() => tilt(people, 0), [people]);
  const [low, high] = now.interval;
  const numbers: [name: string, value: string][] = [
    ['difference, treatment − control', `${signed(now.difference)} films`],
    ['its 95 % interval', `${signed(low)} … ${signed(high)}`],
    ['people that would do', `${Math.round(100 * now.varianceRatio)} %`],
  ];
  return (
    <Figure title="Take out the past" caption={children} onReset={() => setTheta(START)}>
      <label className={shared.slider}>
        θ <b>{theta.toFixed(2)}</b>
        <input
          type="range"
          min={0}
          max={1.1}
          step={0.01}
          value={theta}
          onChange={({ target }) => setTheta(Number(target.value))}
        />
        <button type="button" className={styles.best} onClick={() => setTheta(Math.round(100 * best) / 100)}>
          Flatten it
        </button>
      </label>
      <Cloud people={people} now={now} />
      <p className={styles.key}>
        <span className={styles.control}>○ control</span> <span className={styles.treated}>● treatment</span>
      </p>
      <Intervals now={now} plain={plain} />
      <Numbers of={numbers} />
    </Figure>
  );
}

function Cloud({ people, now }: { people: TiltPerson[]; now: Tilted }) {
  // whole films lie on top of each other: each person stands a little aside, always by the same amount
  const aside = useMemo(() => {
    const draw = random(1);
    return people.map(() => [draw.next() - 0.5, draw.next() - 0.5]);
  }, [people]);
  const most = Math.max(...people.map(({ before }) => before), 1);
  const x = (films: number) => LEFT + ((films + 1) / (most + 2)) * (WIDTH - LEFT);
  const y = (films: number) => ((HIGH - films) / (HIGH - LOW)) * (HEIGHT - 30);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const middle = [mean(people.map(({ before }) => before)), mean(now.adjusted)];
  const trend = (films: number) => middle[1] + now.slope * (films - middle[0]);
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className={styles.cloud}
      role="img"
      aria-label={`${people.length} people: across, films watched before; upward, films watched during the experiment less θ times the past. The trend through them has slope ${signed(now.slope)}.`}
    >
      {[-20, 0, 20, 40].map((tick) => (
        <g key={tick}>
          <line x1={LEFT} x2={WIDTH} y1={y(tick)} y2={y(tick)} className={styles.grid} />
          <text x={LEFT - 6} y={y(tick) + 4} textAnchor="end" className={styles.tick}>
            {signed(tick, 0)}
          </text>
        </g>
      ))}
      {people.map((person, at) => (
        <circle
          key={at}
          cx={x(person.before + 0.8 * aside[at][0])}
          cy={y(now.adjusted[at] + 0.8 * aside[at][1])}
          r={2.6}
          className={person.isTreated ? styles.treatedDot : styles.controlDot}
        />
      ))}
      <line x1={x(0)} x2={x(most)} y1={y(trend(0))} y2={y(trend(most))} className={styles.trend} />
      <text x={WIDTH} y={HEIGHT - 4} textAnchor="end" className={styles.tick}>
        films in the four weeks before →
      </text>
      <text x={LEFT + 4} y={12} className={styles.tick}>
        ↑ films in the fortnight, less θ (past − mean)
      </text>
    </svg>
  );
}

function Intervals({ now, plain }: { now: Tilted; plain: Tilted }) {
  const x = (films: number) => NAMES + ((films - FROM) / (TO - FROM)) * (WIDTH - NAMES);
  return (
    <svg
      viewBox={`0 0 ${WIDTH} 74`}
      className={styles.cloud}
      role="img"
      aria-label={`Intervals of the difference: as counted ${signed(plain.interval[0])} to ${signed(plain.interval[1])}, now ${signed(now.interval[0])} to ${signed(now.interval[1])}`}
    >
      <line x1={x(0)} x2={x(0)} y1={0} y2={52} className={styles.zero} />
      {[
        { name: 'as counted', at: 14, of: plain, style: styles.plain },
        { name: 'now', at: 38, of: now, style: styles.now },
      ].map(({ name, at, of, style }) => (
        <g key={name}>
          <text x={0} y={at + 4} className={styles.tick}>
            {name}
          </text>
          <line x1={x(of.interval[0])} x2={x(of.interval[1])} y1={at} y2={at} className={style} />
          <circle cx={x(of.difference)} cy={at} r={4} className={style} />
        </g>
      ))}
      {[-1, 0, 1, 2].map((tick) => (
        <text key={tick} x={x(tick)} y={70} textAnchor="middle" className={styles.tick}>
          {signed(tick, 0)}
        </text>
      ))}
      <text x={0} y={70} className={styles.tick}>
        films a person
      </text>
    </svg>
  );
}
