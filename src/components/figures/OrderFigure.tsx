/** Six films to put in order: every metric, and what each place adds to it, follows. */
import { useState } from 'react';
import { averagePrecision } from '../../recsys/metrics/averagePrecision';
import { dcg } from '../../recsys/metrics/dcg';
import { ndcg } from '../../recsys/metrics/ndcg';
import { precision } from '../../recsys/metrics/precision';
import { reciprocalRank } from '../../recsys/metrics/reciprocalRank';
import { Figure } from './Figure';
import { Numbers } from './Numbers';
import styles from './figures.module.css';

/** Grades of the classic example, made up: 0 is worthless, 3 is perfect. */
const GRADES = [3, 2, 3, 0, 1, 2];
const NAMES = ['Alien', 'Fargo', 'Jaws', 'Gigli', 'Shrek', 'Heat'];

const graded = new Map(GRADES.map((grade, film) => [film, grade]));

/** Each metric of an order of the six films. */
function metricsOf(order: number[]): [name: string, value: number][] {
  return [
    ['nDCG@6, exponential', ndcg(order, graded, { k: 6, gain: 'exponential' })],
    ['nDCG@6, linear', ndcg(order, graded, { k: 6 })],
    ['nDCG@3, exponential', ndcg(order, graded, { k: 3, gain: 'exponential' })],
    ['average precision', averagePrecision(order, graded)],
    ['precision@3', precision(order, graded, { k: 3 })],
    ['reciprocal rank', reciprocalRank(order, graded)],
  ];
}

/** What each place adds to the DCG, as a share of the best place's possible gain. */
function sharesOf(order: number[]): number[] {
  const parts = order.map((_, place) => {
    const upTo = (k: number) =>
      k === 0
        ? 0
        : dcg(
            order.map((film) => GRADES[film]),
            { k, gain: 'exponential' },
          );
    return upTo(place + 1) - upTo(place);
  });
  return parts.map((part) => part / 7);
}

export function OrderFigure({ children }: { children?: React.ReactNode }) {
  const [order, setOrder] = useState(GRADES.map((_, film) => film));
  const [dragged, setDragged] = useState<number>();
  const move = (from: number, to: number) => {
    if (to < 0 || to >= order.length || from === to) return;
    setOrder(order.filter((_, place) => place !== from).toSpliced(to, 0, order[from]));
  };
  const shares = sharesOf(order);
  const metrics = metricsOf(order);
  return (
    <Figure title="Six films in your order" caption={children} onReset={() => setOrder(GRADES.map((_, film) => film))}>
      <div className={styles.columns}>
        <ol className={styles.order} aria-label="Films, best place first">
          {order.map((film, place) => (
            <li
              key={film}
              draggable
              onDragStart={() => setDragged(place)}
              onDragOver={(event) => {
                event.preventDefault();
                if (dragged === undefined || dragged === place) return;
                move(dragged, place);
                setDragged(place);
              }}
              onDragEnd={() => setDragged(undefined)}
            >
              <span className={styles.bar} style={{ inlineSize: `${55 * shares[place]}%` }} />
              <span className={styles.name}>{NAMES[film]}</span>
              <span className={styles.grade}>grade {GRADES[film]}</span>
              <button
                type="button"
                aria-label={`Move ${NAMES[film]} up`}
                disabled={place === 0}
                onClick={() => move(place, place - 1)}
              >
                ↑
              </button>
              <button
                type="button"
                aria-label={`Move ${NAMES[film]} down`}
                disabled={place === order.length - 1}
                onClick={() => move(place, place + 1)}
              >
                ↓
              </button>
            </li>
          ))}
        </ol>
        <Numbers of={metrics.map(([name, value]) => [name, value.toFixed(3)] as const)} />
      </div>
    </Figure>
  );
}
