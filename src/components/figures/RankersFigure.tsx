/** Twenty rankers as dots, a test against the truth: change who wrote the test, brush some, read why. */
import { useRef, useState } from 'react';
import type { PointerEvent, ReactNode } from 'react';
import type { Chapter } from '../../notebook/chapter';
import { Figure } from './Figure';
import { Numbers } from './Numbers';
import { agreement, places, readDots, reasonOf } from './rankers';
import { outputsOf } from './savedOutputs';
import type { Dot } from './rankers';
import shared from './figures.module.css';
import styles from './RankersFigure.module.css';

const START = { writer: 0, picked: ['popularity by age', 'BPR, 32', 'EASE that saw the test'] };
const [WIDTH, HEIGHT, LEFT, BOTTOM] = [560, 320, 44, 36];

export interface RankersFigureProps {
  /** The cell whose saved output holds the rankers: a table with ranker, one column a test, and truth. */
  cell: string;
  /** Given by the remark plugin. */
  notebook: Chapter;
  children?: ReactNode;
}

export function RankersFigure({ cell, notebook, children }: RankersFigureProps) {
  const [{ writer: at, picked }, setState] = useState(START);
  const { dots, writers } = readDots(outputsOf(notebook, cell));
  const writer = writers[Math.min(at, writers.length - 1)];
  const offline = dots.map((dot) => dot.offline[writer]);
  const truth = dots.map((dot) => dot.truth);
  const { tau, pairs, wrong } = agreement(offline, truth);
  const [byTest, byTruth] = [places(offline), places(truth)];
  const byReason = new Map<string, number[]>();
  dots.forEach(({ ranker }, n) => {
    if (!picked.includes(ranker)) return;
    const why = reasonOf(ranker);
    byReason.set(why, [...(byReason.get(why) ?? []), n]);
  });
  const setPicked = (next: string[]) => setState({ writer: at, picked: next });
  const toggle = (ranker: string) =>
    setPicked(picked.includes(ranker) ? picked.filter((other) => other !== ranker) : [...picked, ranker]);
  return (
    <Figure title="One truth, four tests" caption={children} onReset={() => setState(START)}>
      <fieldset className={shared.choice}>
        <legend>The test’s films were written by</legend>
        {writers.map((name, n) => (
          <label key={name}>
            <input type="radio" name="writer" checked={name === writer} onChange={() => setState({ writer: n, picked })} />
            {name}
          </label>
        ))}
      </fieldset>
      <Dots dots={dots} offline={offline} picked={picked} onPick={setPicked} onToggle={toggle} />
      <Numbers
        of={[
          ['Kendall’s τ, test against truth', tau.toFixed(2).replace('-', '−')],
          ['pairs in the wrong order', `${wrong} of ${pairs}`],
        ]}
      />
      <ul className={styles.why} aria-label="Rankers picked" aria-live="polite">
        {[...byReason].map(([why, those]) => (
          <li key={why}>
            {those.map((n) => (
              <span key={n}>
                <strong>{dots[n].ranker}</strong>: place {byTest[n]} by this test, {byTruth[n]} in truth.{' '}
              </span>
            ))}
            {why}
          </li>
        ))}
      </ul>
      <details className={styles.all}>
        <summary>Pick by name</summary>
        {dots.map(({ ranker }) => (
          <label key={ranker}>
            <input type="checkbox" checked={picked.includes(ranker)} onChange={() => toggle(ranker)} />
            {ranker}
          </label>
        ))}
      </details>
    </Figure>
  );
}

interface DotsProps {
  dots: Dot[];
  offline: number[];
  picked: string[];
  onPick: (rankers: string[]) => void;
  onToggle: (ranker: string) => void;
}

type Point = [x: number, y: number];

function Dots({ dots, offline, picked, onPick, onToggle }: DotsProps) {
  const svg = useRef<SVGSVGElement>(null);
  const [brush, setBrush] = useState<[Point, Point]>();
  const widest = Math.max(...offline) * 1.06;
  const spots = dots.map(({ truth }, n): Point => [
    LEFT + (offline[n] / widest) * (WIDTH - LEFT - 8),
    HEIGHT - BOTTOM - truth * (HEIGHT - BOTTOM - 8),
  ]);
  const placeOf = (event: PointerEvent): Point => {
    const box = svg.current!.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * WIDTH, ((event.clientY - box.top) / box.height) * HEIGHT];
  };
  const end = () => {
    if (brush) {
      const [[x0, y0], [x1, y1]] = brush;
      if (Math.abs(x1 - x0) > 6 || Math.abs(y1 - y0) > 6) {
        const isIn = ([x, y]: Point) => (x - x0) * (x - x1) <= 0 && (y - y0) * (y - y1) <= 0;
        onPick(dots.filter((_, n) => isIn(spots[n])).map(({ ranker }) => ranker));
      } else {
        const far = spots.map(([x, y]) => Math.hypot(x - x0, y - y0));
        const nearest = far.indexOf(Math.min(...far));
        if (far[nearest] < 16) onToggle(dots[nearest].ranker);
      }
    }
    setBrush(undefined);
  };
  const step = widest > 0.2 ? 0.1 : widest > 0.08 ? 0.05 : 0.01;
  const ticks = Array.from({ length: Math.floor(widest / step) + 1 }, (_, n) => n * step);
  return (
    <svg
      ref={svg}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className={styles.dots}
      role="img"
      aria-label={`${dots.length} rankers: the metric on the test across, the share of shelves that truly work upwards. Pick by name below to read each one’s places.`}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        const at = placeOf(event);
        setBrush([at, at]);
      }}
      onPointerMove={(event) => brush && setBrush([brush[0], placeOf(event)])}
      onPointerUp={end}
      onPointerCancel={() => setBrush(undefined)}
    >
      {[0, 0.25, 0.5, 0.75, 1].map((share) => {
        const y = HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - 8);
        return (
          <g key={share}>
            <line x1={LEFT} x2={WIDTH} y1={y} y2={y} className={styles.grid} />
            <text x={LEFT - 6} y={y + 4} textAnchor="end" className={styles.tick}>
              {`${100 * share} %`}
            </text>
          </g>
        );
      })}
      {ticks.map((tick) => (
        <text
          key={tick}
          x={LEFT + (tick / widest) * (WIDTH - LEFT - 8)}
          y={HEIGHT - BOTTOM + 16}
          textAnchor="middle"
          className={styles.tick}
        >
          {tick.toFixed(2)}
        </text>
      ))}
      <text x={WIDTH - 4} y={HEIGHT - 4} textAnchor="end" className={styles.tick}>
        nDCG@10 on the test →
      </text>
      <text x={LEFT + 6} y={20} className={styles.tick}>
        ↑ shelves that truly work
      </text>
      {dots.map(({ ranker }, n) => (
        <circle
          key={ranker}
          cx={0}
          cy={0}
          r={picked.includes(ranker) ? 8 : 5}
          className={picked.includes(ranker) ? styles.picked : styles.dot}
          style={{ transform: `translate(${spots[n][0]}px, ${spots[n][1]}px)` }}
        >
          <title>{ranker}</title>
        </circle>
      ))}
      {brush && (
        <rect
          className={styles.brush}
          x={Math.min(brush[0][0], brush[1][0])}
          y={Math.min(brush[0][1], brush[1][1])}
          width={Math.abs(brush[1][0] - brush[0][0])}
          height={Math.abs(brush[1][1] - brush[0][1])}
        />
      )}
    </svg>
  );
}
