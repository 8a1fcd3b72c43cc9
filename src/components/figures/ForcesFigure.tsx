/** Five films on a line of scores: choose a loss, see what it pushes, move one, let them settle. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { queryNdcg } from '../../recsys/ltr/queryNdcg';
import type { LossName } from '../../recsys/ltr/losses';
import { Figure } from './Figure';
import shared from './figures.module.css';
import { pushes, settle } from './forces';
import styles from './ForcesFigure.module.css';

const FILMS = ['Alien', 'Fargo', 'Jaws', 'Shrek', 'Gigli'];
/** Grades, made up: Alien is wanted most, Gigli not at all. */
const LABELS = [3, 2, 1, 1, 0];
const START = [-1, 0.4, 1.1, -0.3, 1.6];
const NAMES: Partial<Record<LossName, string>> = {
  pointwise: 'pointwise: each film to its grade',
  rankNet: 'RankNet: pairs',
  lambdaRank: 'LambdaRank: pairs by what a swap is worth',
  softmaxCrossEntropy: 'softmax: the list at once',
  listMle: 'ListMLE: the probability of the order',
  approxNdcg: 'ApproxNDCG: the metric, smoothed',
};
const [WIDTH, ROW] = [640, 44];

function ndcgOf(scores: number[]): number {
  const table = { features: new Float32Array(FILMS.length), rows: FILMS.length, columns: 1, labels: Float32Array.from(LABELS) };
  return queryNdcg(table, scores, { k: FILMS.length })[0];
}

export function ForcesFigure({ children }: { children?: ReactNode }) {
  const [loss, setLoss] = useState<LossName>('lambdaRank');
  const [scores, setScores] = useState(START);
  const force = pushes(loss, scores, LABELS);
  const largest = Math.max(...force.map(Math.abs), 1e-9);
  const x = (score: number) => WIDTH / 2 + (score / 4.2) * (WIDTH / 2);
  return (
    <Figure title="Five films on a line" caption={children} onReset={() => setScores(START)}>
      <label className={styles.choice}>
        loss{' '}
        <select value={loss} onChange={({ target }) => setLoss(target.value as LossName)}>
          {Object.entries(NAMES).map(([key, name]) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <svg
        viewBox={`0 0 ${WIDTH} ${ROW * FILMS.length + 12}`}
        className={styles.line}
        role="img"
        aria-label={`Scores and pushes: ${FILMS.map((film, at) => `${film} at ${scores[at].toFixed(1)}, pushed by ${force[at].toFixed(2)}`).join('; ')}`}
      >
        <defs>
          <marker id="force-tip" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="6" markerHeight="6" orient="auto">
            <path d="M0 0 L8 4 L0 8 z" className={styles.tip} />
          </marker>
        </defs>
        {FILMS.map((film, at) => {
          const y = ROW * at + ROW / 2 + 8;
          const arrow = (force[at] / largest) * 90;
          return (
            <g key={film}>
              <line x1={0} x2={WIDTH} y1={y} y2={y} className={styles.axis} />
              {Math.abs(arrow) > 2 && (
                <line
                  x1={x(scores[at])}
                  x2={x(scores[at]) + arrow}
                  y1={y}
                  y2={y}
                  className={styles.arrow}
                  markerEnd="url(#force-tip)"
                />
              )}
              <circle cx={x(scores[at])} cy={y} r={6 + 2 * LABELS[at]} className={styles.film} />
              <text x={x(scores[at])} y={y - 14 - LABELS[at]} textAnchor="middle" className={styles.label}>
                {film}
              </text>
            </g>
          );
        })}
      </svg>
      {FILMS.map((film, at) => (
        <label key={film} className={shared.slider}>
          <span className={styles.name}>
            {film}, grade {LABELS[at]}
          </span>
          <input
            type="range"
            min={-4}
            max={4}
            step={0.1}
            value={scores[at]}
            aria-valuetext={`score ${scores[at].toFixed(1)}`}
            onChange={({ target }) => setScores(scores.with(at, Number(target.value)))}
          />
          <output className={styles.push}>{`${force[at] < 0 ? '←' : '→'} ${Math.abs(force[at]).toFixed(2)}`}</output>
        </label>
      ))}
      <p className={styles.row}>
        <button
          type="button"
          className={shared.action}
          onClick={() => setScores(settle(loss, scores, LABELS, { steps: 5, length: 0.2 }))}
        >
          Five steps
        </button>
        <span aria-live="polite">
          nDCG of this order: <strong>{ndcgOf(scores).toFixed(3)}</strong>
        </span>
      </p>
    </Figure>
  );
}
