/** A queue with a load to push: p50, p95 and p99 against the load, and below them what each request of a run waited. */
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { Figure } from './Figure';
import { Numbers } from './Numbers';
import shared from './figures.module.css';
import { percentiles, SERVICE, serveQueue, SHAPES } from './queue';
import type { Queue, Served, Shape } from './queue';
import styles from './QueueFigure.module.css';

const START: Queue = { load: 0.8, servers: 1, shape: 'exponential' };
const NAMES: Record<Shape, string> = {
  constant: 'always 5 ms',
  exponential: 'mostly short, some long',
  heavy: 'one in twenty takes 43 ms',
};
const LOADS = Array.from({ length: 24 }, (_, i) => (i + 1) / 20);
const [WIDTH, HEIGHT, TOP, BOTTOM, MOST, FULL] = [640, 226, 18, 30, 400, 1.25];
const KEYS = ['p99', 'p95', 'p50'] as const;
const x = (load: number) => 46 + (load / FULL) * (WIDTH - 52);
const y = (ms: number) => HEIGHT - BOTTOM - (Math.min(ms, MOST) / MOST) * (HEIGHT - BOTTOM - TOP);
const duration = (ms: number) => (ms < 995 ? `${ms.toFixed(ms < 10 ? 1 : 0)} ms` : `${(ms / 1000).toFixed(1)} s`);

export function QueueFigure({ children }: { children?: ReactNode }) {
  const [queue, setQueue] = useState(START);
  const { load, servers, shape } = queue;
  const curves = useMemo(
    () => LOADS.map((at) => ({ load: at, ...percentiles(serveQueue({ load: at, servers, shape }).latencies) })),
    [servers, shape],
  );
  const served = useMemo(() => serveQueue(queue), [queue]);
  const now = percentiles(served.latencies);
  const set = (change: Partial<Queue>) => setQueue({ ...queue, ...change });
  const perSecond = Math.round((load * servers * 1000) / SERVICE);
  const numbers: [name: string, value: string][] = [
    ['p50', duration(now.p50)],
    ['p95', duration(now.p95)],
    ['p99', duration(now.p99)],
    ['at the end of the run', load < 1 ? 'the queue comes and goes' : 'the queue still grows'],
  ];
  return (
    <Figure title="Push the load" caption={children} onReset={() => setQueue(START)}>
      <label className={shared.slider}>
        requests per second <b>{perSecond}</b>
        <input
          type="range"
          min={0.05}
          max={1.2}
          step={0.01}
          value={load}
          aria-valuetext={`${perSecond} a second, ${Math.round(100 * load)} % of what can be served`}
          onChange={({ target }) => set({ load: Number(target.value) })}
        />
      </label>
      <div role="radiogroup" aria-label="How long a request takes" className={shared.choice}>
        {SHAPES.map((one) => (
          <label key={one}>
            <input type="radio" name="shape" checked={shape === one} onChange={() => set({ shape: one })} />
            {NAMES[one]}
          </label>
        ))}
      </div>
      <div role="radiogroup" aria-label="Servers behind one queue" className={shared.choice}>
        {[1, 2, 8].map((count) => (
          <label key={count}>
            <input type="radio" name="servers" checked={servers === count} onChange={() => set({ servers: count })} />
            {count === 1 ? '1 server' : `${count} servers`}
          </label>
        ))}
      </div>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className={styles.plot}
        role="img"
        aria-label={`Latency against load. At ${Math.round(100 * load)} % of what can be served p50 is ${duration(now.p50)}, p95 ${duration(now.p95)}, p99 ${duration(now.p99)}`}
      >
        <rect x={x(1)} width={x(FULL) - x(1)} y={y(MOST)} height={y(0) - y(MOST)} className={styles.over} />
        {[0, 100, 200, 300, 400].map((ms) => (
          <g key={ms}>
            <line x1={x(0)} x2={x(FULL)} y1={y(ms)} y2={y(ms)} className={styles.grid} />
            <text x={x(0) - 5} y={y(ms) + 4} textAnchor="end" className={styles.tick}>
              {ms}
            </text>
          </g>
        ))}
        {[0.25, 0.5, 0.75, 1].map((at) => (
          <text key={at} x={x(at)} y={HEIGHT - 6} textAnchor="middle" className={styles.tick}>
            {`${100 * at} %`}
          </text>
        ))}
        {KEYS.map((key) => (
          <polyline
            key={key}
            className={styles[key]}
            points={curves.map((point) => `${x(point.load).toFixed(1)},${y(point[key]).toFixed(1)}`).join(' ')}
          />
        ))}
        <line x1={x(load)} x2={x(load)} y1={y(MOST)} y2={y(0)} className={styles.here} />
        {KEYS.map((key) => (
          <circle key={key} cx={x(load)} cy={y(now[key])} r={5} className={styles[`${key}Dot`]} />
        ))}
      </svg>
      <p className={styles.key}>
        <span className={styles.p99Text}>p99</span> <span className={styles.p95Text}>p95</span>{' '}
        <span className={styles.p50Text}>p50</span> <span>latency in ms by load; what exceeds 400 is drawn at 400</span>
      </p>
      <Run served={served} />
      <Numbers of={numbers} />
    </Figure>
  );
}

/** The longest latency in each 150th of the run, in the order of time. */
function Run({ served: { arrivals, latencies } }: { served: Served }) {
  const bars = new Float64Array(150);
  const end = arrivals[arrivals.length - 1];
  latencies.forEach((ms, n) => {
    const bar = Math.min(bars.length - 1, Math.floor((arrivals[n] / end) * bars.length));
    bars[bar] = Math.max(bars[bar], ms);
  });
  const most = Math.max(100, ...bars);
  return (
    <>
      <svg
        viewBox={`0 0 ${WIDTH} 60`}
        className={styles.plot}
        role="img"
        aria-label={`The slowest request in each moment of a run of ${Math.round(end / 1000)} seconds; the slowest of all took ${duration(most)}`}
      >
        {Array.from(bars, (ms, i) => (
          <rect
            key={i}
            x={x(0) + (i * (x(FULL) - x(0))) / bars.length}
            width={3}
            y={58 - (52 * ms) / most}
            height={(52 * ms) / most}
            className={styles.bar}
          />
        ))}
      </svg>
      <p className={styles.key}>
        one run of {latencies.length.toLocaleString('en')} requests, {Math.round(end / 1000)} s: the slowest of each moment, up to{' '}
        {duration(most)}
      </p>
    </>
  );
}
