/** One model's place on a scale: a dot for the mean, a line for its interval, the number beside it. */
import type { CSSProperties } from 'react';
import type { BoardRow } from '../../notebook/board';
import styles from './Leaderboard.module.css';
import { tickText } from './standings';
import type { linearScale } from './standings';

type Scale = ReturnType<typeof linearScale>;

const percent = (share: number) => `${(100 * Math.min(1, Math.max(0, share))).toFixed(2)}%`;

export function Lane({ row, scale }: { row: BoardRow | undefined; scale: Scale }) {
  if (!row) return <span className={styles.none}>not run</span>;
  const at = {
    '--at': percent(row.ndcg / scale.top),
    '--from': percent(row.low / scale.top),
    '--to': percent(row.high / scale.top),
  };
  return (
    <span className={styles.lane}>
      <span
        className={styles.track}
        style={{ ...at, '--step': percent(scale.ticks[1] / scale.top) } as CSSProperties}
        aria-hidden="true"
      >
        <span className={styles.interval} />
        <span className={styles.dot} />
      </span>
      <span className={styles.number}>{score(row.ndcg)}</span>
      <span className={styles.said}>
        , 95 % interval {score(row.low)} to {score(row.high)}
      </span>
    </span>
  );
}

/** The numbers under a column of lanes. */
export function Axis({ scale }: { scale: Scale }) {
  return (
    <span className={styles.lane} aria-hidden="true">
      <span className={styles.axis}>
        {scale.ticks.map((tick) => (
          <span key={tick} style={{ '--at': percent(tick / scale.top) } as CSSProperties}>
            {tickText(tick)}
          </span>
        ))}
      </span>
      <span className={styles.number} />
    </span>
  );
}

/** `.0536`. */
export function score(value: number): string {
  return value.toFixed(4).replace(/^0/, '');
}
