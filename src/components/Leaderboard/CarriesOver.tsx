/** Each model as a dot: its nDCG in the simulated world across, among real people up. */
import clsx from 'clsx';
import cell from '../Cell/Cell.module.css';
import styles from './Leaderboard.module.css';
import { linearScale, tauText, tickText } from './standings';
import type { Standing } from './standings';

const HEIGHT = 320;
const EDGE = { left: 44, right: 14, top: 24, bottom: 38 };

export interface CarriesOverProps {
  models: Standing[];
  /** Kendall's τ of the two orders. */
  tau: number;
}

export function CarriesOver({ models, tau }: CarriesOverProps) {
  const both = models.filter(({ on }) => on.world && on.movielens);
  const label = `nDCG@10 of ${both.length} models on MovieLens against the built-in world; Kendall’s τ of their orders is ${tauText(tau)}. The numbers are in the tables above.`;
  return (
    <figure className={cell.cell}>
      <div className={cell.bar}>
        <span className={cell.title}>What carries over to people</span>
        <span className={cell.status}>
          {both.length} models · Kendall’s τ {tauText(tau)}
        </span>
      </div>
      <div className={styles.body}>
        <Scatter models={both} width={640} className={styles.wide} label={label} />
        <Scatter models={both} width={340} className={styles.narrow} label={label} />
      </div>
      <figcaption className={cell.caption}>
        One dot a model, named when pointed at. τ is 1 where both data sets put the models in one order, and 0 where the order on
        one says nothing of the other.
      </figcaption>
    </figure>
  );
}

interface ScatterProps {
  models: Standing[];
  width: number;
  className: string;
  label: string;
}

function Scatter({ models, width, className, label }: ScatterProps) {
  const across = linearScale(models.map(({ on }) => on.world!.ndcg));
  const up = linearScale(models.map(({ on }) => on.movielens!.ndcg));
  const x = (value: number) => EDGE.left + (value / across.top) * (width - EDGE.left - EDGE.right);
  const y = (value: number) => HEIGHT - EDGE.bottom - (value / up.top) * (HEIGHT - EDGE.top - EDGE.bottom);
  return (
    <svg viewBox={`0 0 ${width} ${HEIGHT}`} className={clsx(styles.scatter, className)} role="img" aria-label={label}>
      {across.ticks.map((tick) => (
        <g key={tick}>
          <line x1={x(tick)} x2={x(tick)} y1={y(0)} y2={y(up.top)} />
          <text x={x(tick)} y={y(0) + 15} textAnchor="middle">
            {tickText(tick)}
          </text>
        </g>
      ))}
      {up.ticks.map((tick) => (
        <g key={tick}>
          <line x1={x(0)} x2={x(across.top)} y1={y(tick)} y2={y(tick)} />
          <text x={x(0) - 7} y={y(tick) + 4} textAnchor="end">
            {tickText(tick)}
          </text>
        </g>
      ))}
      <text x={x(across.top)} y={HEIGHT - 4} textAnchor="end">
        nDCG@10, built-in world →
      </text>
      <text x={4} y={10}>
        ↑ nDCG@10, MovieLens
      </text>
      {models.map(({ model, on }) => (
        <circle key={model} cx={x(on.world!.ndcg)} cy={y(on.movielens!.ndcg)} r={4.5}>
          <title>{`${model}: ${on.world!.ndcg.toFixed(4)} and ${on.movielens!.ndcg.toFixed(4)}`}</title>
        </circle>
      ))}
    </svg>
  );
}
