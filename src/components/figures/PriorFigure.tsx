/** The weight of a prior on a slider: films climb and fall between “three people loved it” and “everybody knows it”. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Chapter } from '../../notebook/chapter';
import { Figure } from './Figure';
import styles from './figures.module.css';
import { rankByPrior, readContenders } from './prior';
import { outputsOf } from './savedOutputs';

const SHOWN = 10;
/** Weights on the slider, 0 … 1000 in about equal steps for the eye. */
const WEIGHTS = [0, 1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000];
const START = WEIGHTS.indexOf(10);

export interface PriorFigureProps {
  /** The cell whose saved output holds the films: a table of film, people and mean, and the mean of all values. */
  cell: string;
  /** Given by the remark plugin. */
  notebook: Chapter;
  children?: ReactNode;
}

export function PriorFigure({ cell, notebook, children }: PriorFigureProps) {
  const [step, setStep] = useState(START);
  const weight = WEIGHTS[step];
  const { films, mean } = readContenders(outputsOf(notebook, cell));
  const ranked = rankByPrior(films, mean, weight);
  return (
    <Figure title="How much to believe a few" caption={children} onReset={() => setStep(START)}>
      <label className={styles.slider}>
        prior weight m = <b>{weight}</b>
        <input
          type="range"
          min={0}
          max={WEIGHTS.length - 1}
          value={step}
          aria-valuetext={`m = ${weight}`}
          onChange={(event) => setStep(Number(event.target.value))}
        />
      </label>
      <ol className={styles.ranked} style={{ blockSize: `${SHOWN * 2}rem` }}>
        {ranked.map(({ film, people, score, place }) => (
          <li
            key={film}
            style={{ transform: `translateY(${Math.min(place, SHOWN) * 2}rem)`, opacity: place < SHOWN ? 1 : 0 }}
            aria-hidden={place >= SHOWN}
          >
            <span className={styles.place}>{place + 1}</span>
            <span className={styles.name}>{film}</span>
            <span className={styles.grade}>{people === 1 ? '1 person' : `${people} people`}</span>
            <span className={styles.score}>{score.toFixed(3)}</span>
          </li>
        ))}
      </ol>
    </Figure>
  );
}
