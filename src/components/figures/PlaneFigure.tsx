/** Two factors as a plane: drag a viewer between films, or say what they watched and let a half-step place them. */
import { useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import type { Chapter } from '../../notebook/chapter';
import { Figure } from './Figure';
import { halfStep, rankOnPlane, readPlane } from './plane';
import { outputsOf } from './savedOutputs';
import type { PlaneFilm, Point } from './plane';
import shared from './figures.module.css';
import styles from './PlaneFigure.module.css';

const SHOWN = 8;
const SIZE = 400;
const START: { viewer: Point; watched: string[] } = { viewer: [0.45, 0.6], watched: [] };

export interface PlaneFigureProps {
  /** The cell whose saved output holds the films and the terms of a half-step. */
  cell: string;
  /** Given by the remark plugin. */
  notebook: Chapter;
  children?: ReactNode;
}

export function PlaneFigure({ cell, notebook, children }: PlaneFigureProps) {
  const [{ viewer, watched }, setState] = useState(START);
  const { films, terms } = readPlane(outputsOf(notebook, cell));
  const ranked = rankOnPlane(films, viewer);
  const marked = films.filter(({ film }) => watched.includes(film));
  const toggle = (film: string) =>
    setState({ viewer, watched: watched.includes(film) ? watched.filter((other) => other !== film) : [...watched, film] });
  return (
    <Figure title="A viewer among films" caption={children} onReset={() => setState(START)}>
      <div className={styles.columns}>
        <Plane films={films} viewer={viewer} watched={watched} onMove={(to) => setState({ viewer: to, watched })} />
        <div className={styles.side}>
          <ol className={styles.list} aria-label="Films by score, best first" aria-live="polite">
            {ranked.slice(0, SHOWN).map(({ film, score }) => (
              <li key={film}>
                <label>
                  <input type="checkbox" checked={watched.includes(film)} onChange={() => toggle(film)} />
                  <span className={styles.name}>{film}</span>
                </label>
                <span className={styles.score}>{score.toFixed(2)}</span>
              </li>
            ))}
          </ol>
          <button
            type="button"
            className={`${shared.action} ${styles.action}`}
            disabled={marked.length === 0}
            onClick={() => setState({ viewer: halfStep(marked, terms), watched })}
          >
            Half-step: place the viewer
          </button>
          <p className={styles.note} aria-live="polite">
            {marked.length === 0 ? 'Tick films as watched.' : `Watched: ${watched.join(', ')}.`}
          </p>
        </div>
      </div>
    </Figure>
  );
}

interface PlaneProps {
  films: PlaneFilm[];
  viewer: Point;
  watched: string[];
  onMove: (to: Point) => void;
}

const STEPS: Record<string, Point> = { ArrowLeft: [-0.05, 0], ArrowRight: [0.05, 0], ArrowUp: [0, 0.05], ArrowDown: [0, -0.05] };

function Plane({ films, viewer, watched, onMove }: PlaneProps) {
  const svg = useRef<SVGSVGElement>(null);
  const [isHeld, setHeld] = useState(false);
  const reach = Math.max(...films.flatMap(({ x, y }) => [Math.abs(x), Math.abs(y)]), 1) * 1.12;
  const toX = (x: number) => SIZE / 2 + (x / reach) * (SIZE / 2);
  const toY = (y: number) => SIZE / 2 - (y / reach) * (SIZE / 2);
  const place = (event: PointerEvent) => {
    const box = svg.current!.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width - 0.5) * 2 * reach;
    onMove([x, (0.5 - (event.clientY - box.top) / box.height) * 2 * reach]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    onMove([viewer[0] + step[0] * reach, viewer[1] + step[1] * reach]);
  };
  const angle = Math.round((Math.atan2(viewer[1], viewer[0]) * 180) / Math.PI);
  return (
    <svg
      ref={svg}
      className={styles.plane}
      viewBox={`0 0 ${SIZE} ${SIZE}`}
      onPointerMove={(event) => isHeld && place(event)}
      onPointerUp={() => setHeld(false)}
    >
      <line x1={0} x2={SIZE} y1={SIZE / 2} y2={SIZE / 2} className={styles.axis} />
      <line y1={0} y2={SIZE} x1={SIZE / 2} x2={SIZE / 2} className={styles.axis} />
      {films.map(({ film, x, y }) => (
        <g key={film}>
          <circle
            cx={toX(x)}
            cy={toY(y)}
            r={watched.includes(film) ? 5 : 3}
            className={watched.includes(film) ? styles.watched : styles.film}
          >
            <title>{film}</title>
          </circle>
        </g>
      ))}
      <line x1={SIZE / 2} y1={SIZE / 2} x2={toX(viewer[0])} y2={toY(viewer[1])} className={styles.arrow} />
      <circle
        cx={toX(viewer[0])}
        cy={toY(viewer[1])}
        r={10}
        className={styles.viewer}
        tabIndex={0}
        role="slider"
        aria-label="The viewer’s place; arrow keys move it"
        aria-valuenow={angle}
        aria-valuemin={-180}
        aria-valuemax={180}
        aria-valuetext={`${viewer[0].toFixed(2)} across, ${viewer[1].toFixed(2)} up`}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setHeld(true);
        }}
      />
    </svg>
  );
}
