/** A training loop at work: a hairline of progress, and the curve of each value it reports. */
import { formatNumber } from '../../notebook/format';
import type { ProgressOutput } from '../../notebook/types';
import { curvesOf } from './curves';
import styles from './Output.module.css';

const WIDTH = 300;
const HEIGHT = 96;

export function ProgressView({ progress }: { progress: ProgressOutput }) {
  const { label, done, total, history } = progress;
  const curves = curvesOf(history, WIDTH, HEIGHT);
  if (done >= total && curves.length === 0) return null; // what it was for stands below
  return (
    <div className={styles.progress}>
      <progress value={done} max={total} aria-label={label} />
      <span className={styles.count}>
        {label} {formatNumber(done)} of {formatNumber(total)}
      </span>
      <div className={styles.curves}>
        {curves.map(({ name, path, first, last, end }) => (
          <figure key={name}>
            <figcaption>
              {name} <strong>{formatNumber(last)}</strong>
            </figcaption>
            <svg
              viewBox={`-4 -4 ${WIDTH + 8} ${HEIGHT + 8}`}
              role="img"
              aria-label={`${name} from ${formatNumber(first)} to ${formatNumber(last)}`}
            >
              <line x1={0} x2={WIDTH} y1={HEIGHT} y2={HEIGHT} />
              <path d={path} />
              <circle cx={end[0]} cy={end[1]} r={3} />
            </svg>
            <span className={styles.range}>{`from ${formatNumber(first)}`}</span>
          </figure>
        ))}
      </div>
    </div>
  );
}
