/** One viewer and two films: move them, see where a BPR step would push each, and take it. */
import { useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import { Figure } from './Figure';
import { Numbers } from './Numbers';
import shared from './figures.module.css';
import { pairForces, pairStep } from './pair';
import type { Pair, Place } from './pair';
import styles from './PairFigure.module.css';

const START: Pair = { viewer: [0.9, 0.35], watched: [0.2, 0.75], passed: [1.1, 0.1] };
const NAMES: Record<keyof Pair, string> = { viewer: 'viewer', watched: 'Alien, watched', passed: 'Notting Hill, passed by' };
const LENGTH = 0.4;
const REACH = 1.7;
const SIZE = 340;
/** Around each dot, for a finger. */
const REACHED = 18;
const STEPS: Record<string, Place> = { ArrowLeft: [-0.05, 0], ArrowRight: [0.05, 0], ArrowUp: [0, 0.05], ArrowDown: [0, -0.05] };

const toX = (x: number) => SIZE / 2 + (x / REACH) * (SIZE / 2);
const toY = (y: number) => SIZE / 2 - (y / REACH) * (SIZE / 2);
const clamp = (x: number) => Math.max(-REACH, Math.min(REACH, x));

export function PairFigure({ children }: { children?: ReactNode }) {
  const [pair, setPair] = useState(START);
  const [steps, setSteps] = useState(0);
  const { lead, force } = pairForces(pair);
  const reset = () => {
    setPair(START);
    setSteps(0);
  };
  const step = () => {
    setPair(pairStep(pair, LENGTH));
    setSteps(steps + 1);
  };
  return (
    <Figure title="The push of one pair" caption={children} onReset={reset}>
      <div className={shared.columns}>
        <Plane pair={pair} onMove={(who, to) => setPair({ ...pair, [who]: to })} />
        <div className={styles.side}>
          <Numbers
            of={[
              ['lead of Alien', lead.toFixed(2)],
              ['probability of the right order', (1 - force).toFixed(2)],
              ['force', force.toFixed(2)],
              ['steps taken', steps],
            ]}
          />
          <button type="button" className={`${shared.action} ${styles.action}`} onClick={step}>
            Take a step
          </button>
        </div>
      </div>
    </Figure>
  );
}

function Plane({ pair, onMove }: { pair: Pair; onMove: (who: keyof Pair, to: Place) => void }) {
  const svg = useRef<SVGSVGElement>(null);
  const [held, setHeld] = useState<keyof Pair>();
  const forces = pairForces(pair);
  const place = (event: PointerEvent) => {
    if (!held) return;
    const box = svg.current!.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width - 0.5) * 2 * REACH;
    onMove(held, [clamp(x), clamp((0.5 - (event.clientY - box.top) / box.height) * 2 * REACH)]);
  };
  const onKeyDown = (who: keyof Pair) => (event: KeyboardEvent) => {
    const by = STEPS[event.key];
    if (!by) return;
    event.preventDefault();
    onMove(who, [clamp(pair[who][0] + by[0]), clamp(pair[who][1] + by[1])]);
  };
  return (
    <svg
      ref={svg}
      className={styles.plane}
      viewBox={`0 0 ${SIZE} ${SIZE}`}
      onPointerMove={place}
      onPointerUp={() => setHeld(undefined)}
    >
      <defs>
        <marker id="pair-tip" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path d="M0 0 L8 4 L0 8 z" className={styles.tip} />
        </marker>
      </defs>
      <line x1={0} x2={SIZE} y1={SIZE / 2} y2={SIZE / 2} className={styles.axis} />
      <line y1={0} y2={SIZE} x1={SIZE / 2} x2={SIZE / 2} className={styles.axis} />
      {(Object.keys(NAMES) as (keyof Pair)[]).map((who) => {
        const [x, y] = pair[who];
        const [dx, dy] = forces[who];
        return (
          <g key={who}>
            <line
              x1={toX(x)}
              y1={toY(y)}
              x2={toX(x + LENGTH * dx)}
              y2={toY(y + LENGTH * dy)}
              className={styles.arrow}
              markerEnd="url(#pair-tip)"
            />
            <g
              className={styles.handle}
              tabIndex={0}
              role="slider"
              aria-label={`${NAMES[who]}; arrow keys move it`}
              aria-valuenow={Math.round(100 * x)}
              aria-valuemin={-100 * REACH}
              aria-valuemax={100 * REACH}
              aria-valuetext={`${x.toFixed(2)} across, ${y.toFixed(2)} up`}
              onKeyDown={onKeyDown(who)}
              onPointerDown={(event) => {
                event.currentTarget.setPointerCapture(event.pointerId);
                setHeld(who);
              }}
            >
              <circle cx={toX(x)} cy={toY(y)} r={REACHED} className={styles.halo} />
              <circle cx={toX(x)} cy={toY(y)} r={9} className={styles[who]} />
            </g>
            <text x={toX(x)} y={toY(y) - 14} textAnchor="middle" className={styles.label}>
              {NAMES[who].split(',')[0]}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
