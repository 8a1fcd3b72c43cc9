/** Six viewers on one axis: divide their watches, and what the model learns from the future lights up. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Chapter } from '../../notebook/chapter';
import { Figure } from './Figure';
import { Numbers } from './Numbers';
import shared from './figures.module.css';
import styles from './TimelineFigure.module.css';
import { divide, readEvents } from './timeline';
import { outputsOf } from './savedOutputs';
import type { DividedEvent, Division } from './timeline';

const NAMES = { coin: 'a coin', last: 'each viewer’s last', day: 'one moment' };
const START: { by: Division['by']; share: number; n: number; day: number } = { by: 'coin', share: 0.2, n: 1, day: 140 };
const DAYS = 180;
const ROW = 26;

export interface TimelineFigureProps {
  /** The cell whose saved output holds the watches: a table of viewer, day and film. */
  cell: string;
  /** Given by the remark plugin. */
  notebook: Chapter;
  children?: ReactNode;
}

export function TimelineFigure({ cell, notebook, children }: TimelineFigureProps) {
  const [choice, setChoice] = useState(START);
  const all = readEvents(outputsOf(notebook, cell));
  const { by, share, n, day } = choice;
  const division: Division = by === 'coin' ? { by, share, seed: 7 } : by === 'last' ? { by, n } : { by, day };
  const { events, fromTheFuture } = divide(all, division);
  const count = (keep: (event: DividedEvent) => boolean) => events.filter(keep).length;
  return (
    <Figure title="Divide six timelines" caption={children} onReset={() => setChoice(START)}>
      <div role="radiogroup" aria-label="What divides the log" className={shared.choice}>
        {(Object.keys(NAMES) as Division['by'][]).map((kind) => (
          <label key={kind}>
            <input type="radio" name="division" checked={by === kind} onChange={() => setChoice({ ...choice, by: kind })} />
            {NAMES[kind]}
          </label>
        ))}
      </div>
      <label className={shared.slider}>
        {by === 'coin' && 'share of the test'}
        {by === 'last' && 'watches left out'}
        {by === 'day' && 'first day of the test'}
        <b>{by === 'coin' ? `${Math.round(100 * share)} %` : by === 'last' ? n : day}</b>
        {by === 'coin' && (
          <Range min={0.05} max={0.5} step={0.05} value={share} onValue={(value) => setChoice({ ...choice, share: value })} />
        )}
        {by === 'last' && <Range min={1} max={6} step={1} value={n} onValue={(value) => setChoice({ ...choice, n: value })} />}
        {by === 'day' && (
          <Range min={20} max={DAYS - 5} step={1} value={day} onValue={(value) => setChoice({ ...choice, day: value })} />
        )}
      </label>
      <Axis events={events} line={by === 'day' ? day : undefined} />
      <p className={styles.key}>
        <span className={styles.train}>○ train</span> <span className={styles.test}>● test</span>{' '}
        <span className={styles.leak}>● train, but later than something in the test</span>
      </p>
      <Numbers
        of={[
          ['train / test', `${count(({ inTest }) => !inTest)} / ${count(({ inTest }) => inTest)}`],
          ['pairs in which train is the later one', `${Math.round(100 * fromTheFuture)} %`],
        ]}
      />
    </Figure>
  );
}

function Range({
  onValue,
  ...rest
}: {
  min: number;
  max: number;
  step: number;
  value: number;
  onValue: (value: number) => void;
}) {
  return <input type="range" {...rest} onChange={({ target }) => onValue(Number(target.value))} />;
}

function Axis({ events, line }: { events: DividedEvent[]; line?: number }) {
  const viewers = [...new Set(events.map(({ viewer }) => viewer))];
  const x = (day: number) => `${6 + (90 * day) / DAYS}%`;
  const y = (viewer: string) => ROW * (viewers.indexOf(viewer) + 0.5);
  const height = ROW * viewers.length;
  const leaking = events.filter(({ leaks }) => leaks).length;
  return (
    <svg
      className={styles.axis}
      width="100%"
      height={height + 26}
      role="img"
      aria-label={`${events.length} watches of ${viewers.length} viewers over ${DAYS} days; ${leaking} in train are later than something in the test`}
    >
      {viewers.map((viewer) => (
        <line key={viewer} x1={x(0)} x2={x(DAYS)} y1={y(viewer)} y2={y(viewer)} className={styles.life} />
      ))}
      {[0, 60, 120, 180].map((day) => (
        <text key={day} x={x(day)} y={height + 18} textAnchor="middle" className={styles.tick}>
          {day === 0 ? 'day 0' : day}
        </text>
      ))}
      {line !== undefined && <line x1={x(line)} x2={x(line)} y1={0} y2={height} className={styles.moment} />}
      {events.map(({ viewer, day, film, inTest, leaks }, at) => (
        <circle
          key={at}
          cx={x(day)}
          cy={y(viewer)}
          r={inTest || leaks ? 5.5 : 4.5}
          className={inTest ? styles.testDot : leaks ? styles.leakDot : styles.trainDot}
        >
          <title>{`viewer ${viewer}, day ${Math.round(day)}: ${film}`}</title>
        </circle>
      ))}
    </svg>
  );
}
