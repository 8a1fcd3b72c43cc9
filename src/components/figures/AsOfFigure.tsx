/** A log of a film's watches and a moment to drag: what a row of that moment may see, and what a naive join saw. */
import { useState } from 'react';
import type { PointerEvent, ReactNode } from 'react';
import { countsOf, joinAt, WATCHES } from './asOf';
import type { Job, Sight } from './asOf';
import styles from './AsOfFigure.module.css';
import { Figure } from './Figure';
import { Numbers } from './Numbers';
import shared from './figures.module.css';

const START: { moment: number; job: Job } = { moment: 5.8, job: 'at once' };
const DAYS = 9;
const [WIDTH, HEIGHT, AXIS] = [640, 132, 96];
const JOBS: Record<Job, string> = { 'at once': 'counted at once', nightly: 'counted by a job at 4 in the night' };
const CLASSES: Record<Sight, string> = { seen: styles.seen, 'not yet known': styles.waiting, 'the future': styles.future };

const x = (day: number) => 12 + (day / DAYS) * (WIDTH - 24);
const clock = (moment: number) => {
  const minutes = Math.round((moment % 1) * 24 * 60);
  return `day ${Math.floor(moment) + 1}, ${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
};

export function AsOfFigure({ children }: { children?: ReactNode }) {
  const [{ moment, job }, setState] = useState(START);
  const events = countsOf(WATCHES, job);
  const { asOf, naive, sights } = joinAt(events, moment);
  const move = (to: number) => setState({ job, moment: Math.round(Math.max(0, Math.min(DAYS, to)) * 20) / 20 });
  const drag = (event: PointerEvent<SVGSVGElement>) => {
    if (event.type === 'pointermove' && event.buttons === 0) return;
    const { left, width } = event.currentTarget.getBoundingClientRect();
    move(((((event.clientX - left) / width) * WIDTH - 12) / (WIDTH - 24)) * DAYS);
  };
  const count = (sight: Sight) => sights.filter((own) => own === sight).length;
  const numbers: [name: string, value: string][] = [
    ['asOf gives', Number.isNaN(asOf) ? 'nothing known' : String(asOf)],
    ['the naive join gives', String(naive)],
    ['happened, and not yet known', String(count('not yet known'))],
    ['of the future, in the naive value', String(count('the future'))],
  ];
  return (
    <Figure title="Drag the moment of a row" caption={children} onReset={() => setState(START)}>
      <div role="radiogroup" aria-label="When a watch is counted" className={shared.choice}>
        {(Object.keys(JOBS) as Job[]).map((kind) => (
          <label key={kind}>
            <input type="radio" name="job" checked={job === kind} onChange={() => setState({ moment, job: kind })} />
            {JOBS[kind]}
          </label>
        ))}
      </div>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className={styles.log}
        role="img"
        aria-label={`A film's ${WATCHES.length} watches over ${DAYS} days. A row of ${clock(moment)} may see ${count('seen')}; ${count('not yet known')} are not yet known, ${count('the future')} are of the future`}
        onPointerDown={drag}
        onPointerMove={drag}
      >
        <line x1={x(0)} x2={x(DAYS)} y1={AXIS} y2={AXIS} className={styles.axis} />
        {Array.from({ length: DAYS }, (_, day) => (
          <g key={day}>
            <line x1={x(day)} x2={x(day)} y1={AXIS} y2={AXIS + 6} className={styles.axis} />
            <text x={x(day + 0.5)} y={AXIS + 24} textAnchor="middle" className={styles.tick}>
              {day + 1}
            </text>
          </g>
        ))}
        {events.map(({ id, time, known = time, value }, at) => (
          <g key={id} className={CLASSES[sights[at]]}>
            {known > time && (
              <path d={`M${x(time)} ${60 - 3 * (at % 3)} H${x(Math.min(known, DAYS))} V${AXIS}`} className={styles.wait} />
            )}
            <circle cx={x(time)} cy={60 - 3 * (at % 3)} r={7}>
              <title>{`watch ${value}: ${clock(time)}${known > time ? `, known ${clock(known)}` : ''}`}</title>
            </circle>
          </g>
        ))}
        <line x1={x(moment)} x2={x(moment)} y1={14} y2={AXIS + 6} className={styles.moment} />
        <text
          x={x(moment)}
          y={14}
          textAnchor={moment < 1 ? 'start' : moment > DAYS - 1 ? 'end' : 'middle'}
          className={styles.tick}
        >
          the row
        </text>
      </svg>
      <label className={shared.slider}>
        the row’s moment <b>{clock(moment)}</b>
        <input
          type="range"
          min={0}
          max={DAYS}
          step={0.05}
          value={moment}
          aria-valuetext={clock(moment)}
          onChange={({ target }) => move(Number(target.value))}
        />
      </label>
      <p className={styles.key}>
        <span className={styles.seenText}>● seen</span> <span className={styles.waitingText}>○ happened, not yet known</span>{' '}
        <span className={styles.futureText}>● the future</span>
      </p>
      <Numbers of={numbers} />
    </Figure>
  );
}
