/** Popularity against score for one viewer, by a model trained with the logQ correction or without, and log Q given back by a slider. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Chapter } from '../../notebook/chapter';
import { Figure } from './Figure';
import { Numbers } from './Numbers';
import shared from './figures.module.css';
import styles from './PopularityFigure.module.css';
import { addBack, readScores, slopeOn } from './popularityScores';
import { outputsOf } from './savedOutputs';
import type { PlacedFilm, Trained } from './popularityScores';

const MODELS: Trained[] = ['without logQ', 'with logQ'];
const SHOWN = 10;
const [WIDTH, HEIGHT, LEFT, BOTTOM] = [420, 330, 30, 40];
const REACH = 5;

export interface PopularityFigureProps {
  /** The cell whose saved output holds the films: film, people, log Q and the score by each model. */
  cell: string;
  /** Given by the remark plugin. */
  notebook: Chapter;
  children?: ReactNode;
}

export function PopularityFigure({ cell, notebook, children }: PopularityFigureProps) {
  const [trained, setTrained] = useState<Trained>('without logQ');
  const [beta, setBeta] = useState(0);
  const films = readScores(outputsOf(notebook, cell));
  const placed = addBack(films, trained, beta);
  const top = placed.filter(({ place }) => place <= SHOWN).sort((a, b) => a.place - b.place);
  const reset = () => {
    setTrained('without logQ');
    setBeta(0);
  };
  return (
    <Figure title="Popularity against score" caption={children} onReset={reset}>
      <fieldset className={styles.models}>
        <legend>trained</legend>
        {MODELS.map((model) => (
          <label key={model}>
            <input type="radio" name="popularity-trained" checked={trained === model} onChange={() => setTrained(model)} />
            {model}
          </label>
        ))}
      </fieldset>
      <label className={shared.slider}>
        log Q given back, β = <b>{beta.toFixed(2)}</b>
        <input
          type="range"
          min={0}
          max={1}
          step={0.25}
          value={beta}
          aria-valuetext={`β = ${beta}`}
          onChange={({ target }) => setBeta(Number(target.value))}
        />
      </label>
      <div className={shared.columns}>
        <Cloud films={placed} />
        <div className={styles.side}>
          <Numbers
            of={[
              ['slope of score on log Q', slopeOn(placed).toFixed(2)],
              ['mean viewers of the ten', Math.round(top.reduce((sum, { people }) => sum + people, 0) / top.length)],
            ]}
          />
          <ol className={styles.list}>
            {top.map(({ film, people }) => (
              <li key={film}>
                <span className={shared.name}>{film}</span>
                <span className={shared.grade}>{people}</span>
              </li>
            ))}
          </ol>
        </div>
      </div>
    </Figure>
  );
}

function Cloud({ films }: { films: PlacedFilm[] }) {
  const most = Math.log10(Math.max(...films.map(({ people }) => people)));
  const x = (people: number) => LEFT + (Math.log10(people) / most) * (WIDTH - LEFT - 20);
  const y = (score: number) => (HEIGHT - BOTTOM) * (0.5 - Math.max(-REACH, Math.min(REACH, score)) / (2.1 * REACH));
  const ticks = [1, 10, 100, 1000].filter((people) => Math.log10(people) <= most);
  const top = films.filter(({ place }) => place <= SHOWN);
  return (
    <svg
      className={styles.cloud}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`${films.length} films by viewers and score; the slope is ${slopeOn(films).toFixed(2)}, and the ten best have ${top.map(({ people }) => people).join(', ')} viewers`}
    >
      <line x1={LEFT} x2={WIDTH} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM} className={styles.axis} />
      {ticks.map((people) => (
        <g key={people}>
          <line x1={x(people)} x2={x(people)} y1={0} y2={HEIGHT - BOTTOM} className={styles.axis} />
          <text x={x(people)} y={HEIGHT - BOTTOM + 15} textAnchor="middle" className={styles.label}>
            {people}
          </text>
        </g>
      ))}
      <text x={WIDTH - 4} y={HEIGHT - 6} textAnchor="end" className={styles.label}>
        viewers of the film →
      </text>
      <text x={LEFT - 14} y={HEIGHT - BOTTOM} transform={`rotate(-90 ${LEFT - 14} ${HEIGHT - BOTTOM})`} className={styles.label}>
        score for this viewer →
      </text>
      {films.map(({ film, people, score, place }) => (
        <circle
          key={film}
          cx={x(people)}
          cy={0}
          r={place <= SHOWN ? 5 : 3.5}
          className={place <= SHOWN ? styles.best : styles.film}
          style={{ transform: `translateY(${y(score)}px)` }}
        >
          <title>{`${film}: ${people} viewers, place ${place}`}</title>
        </circle>
      ))}
    </svg>
  );
}
