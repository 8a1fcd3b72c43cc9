/** The retention triangle: walk through it and read along its three directions. */
import { useState } from 'react';
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import type { Chapter } from '../../notebook/chapter';
import { Figure } from './Figure';
import shared from './figures.module.css';
import { isOnLine, readTriangle, shareOnLine } from './triangle';
import { outputsOf } from './savedOutputs';
import type { CohortRow, Line } from './triangle';
import styles from './TriangleFigure.module.css';

const START: { at: [number, number]; line: Line } = { at: [5, 20], line: 'calendar' };
const LINES: [line: Line, label: string][] = [
  ['cohort', 'one cohort, as it ages'],
  ['age', 'one age, cohort by cohort'],
  ['calendar', 'one week of the calendar'],
];
const [CELL, LEFT, TOP, RIGHT] = [20, 34, 20, 12];

export interface TriangleFigureProps {
  /** The cell whose saved output holds the cohorts. */
  cell: string;
  /** Given by the remark plugin. */
  notebook: Chapter;
  children?: ReactNode;
}

const percent = (share: number) => (share === share ? `${Math.round(100 * share)}\u00a0%` : '–');

export function TriangleFigure({ cell, notebook, children }: TriangleFigureProps) {
  const [{ at, line }, setState] = useState(START);
  const rows = readTriangle(outputsOf(notebook, cell));
  const go = ([row, age]: [number, number]) => {
    const r = Math.max(0, Math.min(rows.length - 1, row));
    setState({ at: [r, Math.max(0, Math.min(rows[r].active.length - 1, age))], line });
  };
  const { cohort, active } = rows[Math.min(at[0], rows.length - 1)];
  const along = shareOnLine(rows, line, at);
  const here = active[at[1]] / active[0];
  return (
    <Figure title="The retention triangle" caption={children} onReset={() => setState(START)}>
      <fieldset className={shared.choice}>
        <legend>Read along</legend>
        {LINES.map(([name, label]) => (
          <label key={name}>
            <input type="radio" name="line" checked={name === line} onChange={() => setState({ at, line: name })} />
            {label}
          </label>
        ))}
      </fieldset>
      <Triangle rows={rows} at={at} line={line} onGo={go} />
      <dl className={shared.numbers} aria-live="polite">
        <div>
          <dt>
            of {active[0]} people who came in week {cohort}, here {at[1]} weeks later
          </dt>
          <dd>
            {active[at[1]]}, {percent(here)}
          </dd>
        </div>
        <div>
          <dt>
            {line === 'cohort' && 'the same people, mean of all weeks after their first'}
            {line === 'age' && `${at[1]} weeks after coming, all cohorts`}
            {line === 'calendar' && `in week ${cohort + at[1]} of the calendar, all who came before it`}
          </dt>
          <dd>{percent(along.share)}</dd>
        </div>
      </dl>
    </Figure>
  );
}

interface TriangleProps {
  rows: CohortRow[];
  at: [number, number];
  line: Line;
  onGo: (to: [number, number]) => void;
}

const STEPS: Record<string, [number, number]> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

function Triangle({ rows, at, line, onGo }: TriangleProps) {
  const size = rows.length * CELL;
  const shades = rows.map(({ active }) => active.map((count) => count / active[0]));
  const top = Math.max(...shades.flatMap((row) => row.slice(1)).filter((share) => share === share), 0.01);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    onGo([at[0] + step[0], at[1] + step[1]]);
  };
  const onPointer = (event: PointerEvent<SVGSVGElement>) => {
    if (event.type === 'pointermove' && event.buttons === 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    const scale = (size + LEFT + RIGHT) / box.width;
    onGo([
      Math.floor(((event.clientY - box.top) * scale - TOP) / CELL),
      Math.floor(((event.clientX - box.left) * scale - LEFT) / CELL),
    ]);
  };
  const share = shades[at[0]]?.[at[1]] ?? NaN;
  return (
    <svg
      viewBox={`0 0 ${size + LEFT + RIGHT} ${size + TOP}`}
      className={styles.triangle}
      role="application"
      tabIndex={0}
      aria-label={`Retention by cohort and age; arrow keys walk. Cohort of week ${rows[at[0]].cohort}, ${at[1]} weeks later: ${percent(share)}`}
      onKeyDown={onKeyDown}
      onPointerDown={onPointer}
      onPointerMove={onPointer}
    >
      {rows.map(({ cohort, active }, row) => (
        <g key={cohort}>
          {row % 5 === 0 && (
            <text x={LEFT - 5} y={TOP + row * CELL + 14} textAnchor="end" className={styles.tick}>
              {cohort}
            </text>
          )}
          {active.map((_, age) => {
            const isOn = isOnLine(line, at, [row, age]);
            return (
              <rect
                key={age}
                x={LEFT + age * CELL + 1}
                y={TOP + row * CELL + 1}
                width={CELL - 2}
                height={CELL - 2}
                className={isOn ? styles.on : styles.off}
                fillOpacity={age === 0 ? 0.12 : Math.max(0.06, Math.min(1, (shades[row][age] || 0) / top))}
              />
            );
          })}
        </g>
      ))}
      {rows.map((_, age) =>
        age % 5 === 0 ? (
          <text key={age} x={LEFT + age * CELL + CELL / 2} y={14} textAnchor="middle" className={styles.tick}>
            {age === 0 ? 'came' : `+${age}`}
          </text>
        ) : null,
      )}
      <rect x={LEFT + at[1] * CELL} y={TOP + at[0] * CELL} width={CELL} height={CELL} className={styles.at} />
    </svg>
  );
}
