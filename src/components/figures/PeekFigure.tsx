/** A hundred A/A tests walking: look daily, count who crosses, raise the line. */
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { Figure } from './Figure';
import { Numbers } from './Numbers';
import shared from './figures.module.css';
import styles from './PeekFigure.module.css';
import { fairHeight, firstCrossings, lineAt, lookDays, walks } from './walks';
import type { Shape } from './walks';

/** Drawn; looked at only to count; days of each. */
const [TESTS, MORE, DAYS] = [100, 4000, 28];
const NAMES: Record<Shape, string> = { level: 'level', falling: 'high at first', 'any time': 'for any time' };
const EVERY = [1, 2, 4, 7, 14, 28];
const START = { shape: 'level' as Shape, height: 1.96, pace: 0, day: DAYS };
const [WIDTH, HEIGHT, LEFT, TOP] = [480, 260, 24, 4.6];

export function PeekFigure({ children }: { children?: ReactNode }) {
  const [state, setState] = useState(START);
  const { shape, height, day } = state;
  const set = (change: Partial<typeof START>) => setState({ ...state, ...change });
  const all = useMemo(() => walks(TESTS, DAYS, 6), []);
  const looks = useMemo(() => lookDays(DAYS, EVERY[state.pace]), [state.pace]);
  const line = (at: number) => lineAt(shape, height, at, DAYS);
  const crossings = firstCrossings(all, looks, line, day);
  const count = crossings.filter((at) => at > 0).length;
  const more = useMemo(() => walks(MORE, DAYS, 7), []);
  const rate = firstCrossings(more, looks, line, DAYS).filter((at) => at > 0).length / MORE;
  const numbers: [name: string, value: string][] = [
    [`“significant” by day ${day}, of ${TESTS}`, String(count)],
    [`by the last day, of ${MORE.toLocaleString('en')} more`, `${(100 * rate).toFixed(1)} %`],
  ];
  const pace = EVERY[state.pace];
  return (
    <Figure title="A hundred tests of nothing" caption={children} onReset={() => setState(START)}>
      <div role="radiogroup" aria-label="Shape of the line" className={shared.choice}>
        line
        {(Object.keys(NAMES) as Shape[]).map((one) => (
          <label key={one}>
            <input type="radio" name="line" checked={shape === one} onChange={() => set({ shape: one })} />
            {NAMES[one]}
          </label>
        ))}
      </div>
      {shape !== 'any time' && (
        <label className={shared.slider}>
          |z| on the last day <b>{height.toFixed(2)}</b>
          <input
            type="range"
            min={1.5}
            max={4}
            step={0.01}
            value={height}
            onChange={({ target }) => set({ height: Number(target.value) })}
          />
          <button
            type="button"
            className={styles.fair}
            onClick={() => set({ height: Math.ceil(100 * fairHeight(shape, looks, DAYS)) / 100 })}
          >
            Raise to 5 %
          </button>
        </label>
      )}
      <label className={shared.slider}>
        look <b>{pace === 1 ? 'daily' : pace === DAYS ? 'once' : `every ${pace} days`}</b>
        <input
          type="range"
          min={0}
          max={EVERY.length - 1}
          value={state.pace}
          aria-valuetext={`${looks.length} ${looks.length === 1 ? 'look' : 'looks'}`}
          onChange={({ target }) => set({ pace: Number(target.value) })}
        />
      </label>
      <label className={shared.slider}>
        today is day <b>{day}</b>
        <input type="range" min={1} max={DAYS} value={day} onChange={({ target }) => set({ day: Number(target.value) })} />
      </label>
      <Walks all={all} crossings={crossings} looks={looks} line={line} day={day} />
      <Numbers of={numbers} />
    </Figure>
  );
}

interface WalksProps {
  all: Float64Array[];
  crossings: number[];
  looks: number[];
  line: (day: number) => number;
  day: number;
}

function Walks({ all, crossings, looks, line, day }: WalksProps) {
  const x = (at: number) => LEFT + ((at - 0.5) / DAYS) * (WIDTH - LEFT);
  const y = (z: number) => ((TOP - Math.max(-TOP - 1, Math.min(TOP + 1, z))) / (2 * TOP)) * (HEIGHT - 24);
  const path = (points: [number, number][]) =>
    points.map(([at, z], i) => `${i ? 'L' : 'M'}${x(at).toFixed(1)} ${y(z).toFixed(1)}`).join(' ');
  const walked = (z: Float64Array, until: number) =>
    path(Array.from(z.subarray(0, until), (value, i): [number, number] => [i + 1, value]));
  const count = crossings.filter((at) => at > 0).length;
  const edge = (side: 1 | -1) => path(looks.map((at): [number, number] => [at, side * line(at)]));
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className={styles.walks}
      role="img"
      aria-label={`${all.length} walks of z over ${day} days, none with an effect; ${count} of them lay beyond the line at one of ${looks.filter((at) => at <= day).length} looks`}
    >
      <g>
        {all.map((z, at) => (
          <path key={at} d={walked(z, day)} className={styles.quiet} />
        ))}
        {all.map((z, at) => crossings[at] > 0 && <path key={at} d={walked(z, crossings[at])} className={styles.crossed} />)}
        {all.map(
          (z, at) =>
            crossings[at] > 0 && (
              <circle key={at} cx={x(crossings[at])} cy={y(z[crossings[at] - 1])} r={3.5} className={styles.alarm} />
            ),
        )}
        <path d={edge(1)} className={styles.line} />
        <path d={edge(-1)} className={styles.line} />
        {looks.map((at) => (
          <g key={at}>
            <circle cx={x(at)} cy={y(line(at))} r={2} className={styles.look} />
            <circle cx={x(at)} cy={y(-line(at))} r={2} className={styles.look} />
          </g>
        ))}
      </g>
      {[-4, -2, 0, 2, 4].map((tick) => (
        <text key={tick} x={LEFT - 5} y={y(tick) + 4} textAnchor="end" className={styles.tick}>
          {String(tick).replace('-', '−')}
        </text>
      ))}
      {[7, 14, 21, 28].map((tick) => (
        <text key={tick} x={x(tick)} y={HEIGHT - 5} textAnchor="middle" className={styles.tick}>
          {tick}
        </text>
      ))}
      <text x={LEFT} y={HEIGHT - 5} className={styles.tick}>
        day →
      </text>
    </svg>
  );
}
