/** The long tail: drag a cutoff through the films, most popular first, and read what they hold and what is left for the rest. */
import { useState } from 'react';
import type { PointerEvent, ReactNode } from 'react';
import type { Chapter } from '../../notebook/chapter';
import { Figure } from './Figure';
import { Numbers } from './Numbers';
import { heldBy, readLorenz } from './lorenz';
import { outputsOf } from './savedOutputs';
import shared from './figures.module.css';
import styles from './LorenzFigure.module.css';

const START = 10;
const [WIDTH, HEIGHT, BELOW] = [640, 260, 22];

const toX = (films: number) => films * WIDTH;
const toY = (share: number) => (1 - share) * (HEIGHT - BELOW - 6) + 6;
const percent = (share: number, digits = 0) => `${(100 * share).toFixed(digits)} %`;

export interface LorenzFigureProps {
  /** The cell whose saved output holds the curve: a table of films and share. */
  cell: string;
  /** Given by the remark plugin. */
  notebook: Chapter;
  children?: ReactNode;
}

export function LorenzFigure({ cell, notebook, children }: LorenzFigureProps) {
  const [cut, setCut] = useState(START);
  const curve = readLorenz(outputsOf(notebook, cell));
  const films = cut / 100;
  const share = heldBy(curve, films);
  const line = [{ films: 0, share: 0 }, ...curve];
  const path = (points: typeof line) => points.map((point) => `${toX(point.films)},${toY(point.share)}`).join(' ');
  const inside = [...line.filter((point) => point.films < films), { films, share }];
  const cutAt = ({ clientX, currentTarget }: PointerEvent<SVGSVGElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    setCut(Math.max(1, Math.min(99, Math.round((100 * (clientX - left)) / width))));
  };
  return (
    <Figure title="Who holds the log" caption={children} onReset={() => setCut(START)}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className={styles.plot}
        role="img"
        aria-label={`The most popular ${percent(films)} of the films hold ${percent(share)} of the log`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          cutAt(event);
        }}
        onPointerMove={(event) => event.buttons > 0 && cutAt(event)}
      >
        <polygon points={`0,${toY(0)} ${path(inside)} ${toX(films)},${toY(0)}`} className={styles.held} />
        <line x1={0} y1={toY(0)} x2={WIDTH} y2={toY(1)} className={styles.equal} />
        <polyline points={path(line)} className={styles.curve} />
        <line x1={toX(films)} x2={toX(films)} y1={toY(1)} y2={toY(0)} className={styles.cut} />
        <circle cx={toX(films)} cy={toY(share)} r={5} className={styles.dot} />
        <text x={2} y={HEIGHT - 5} className={styles.tick}>
          most watched
        </text>
        <text x={WIDTH - 2} y={HEIGHT - 5} textAnchor="end" className={styles.tick}>
          least watched
        </text>
      </svg>
      <label className={shared.slider}>
        the most watched <b>{percent(films)}</b>
        <input type="range" min={1} max={99} value={cut} onChange={({ target }) => setCut(Number(target.value))} />
      </label>
      <Numbers
        of={[
          ['they hold', `${percent(share)} of the log`],
          ['a film among them', `${(share / films).toFixed(1)} times the average`],
          ['a film among the rest', `${((1 - share) / (1 - films)).toFixed(2)} times the average`],
        ]}
      />
    </Figure>
  );
}
