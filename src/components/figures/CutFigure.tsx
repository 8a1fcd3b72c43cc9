/** A tree over one column: move a cut, take it or the best one, see the leaves and what was gained; undo. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { bestCut, gainOf, leavesOf, lossOf } from './cuts';
import type { Point } from './cuts';
import { Figure } from './Figure';
import { Numbers } from './Numbers';
import shared from './figures.module.css';
import styles from './CutFigure.module.css';

/** Made up: years of films, and the stars one person gave. */
const POINTS: Point[] = [
  [1968, 3],
  [1972, 4],
  [1975, 4.5],
  [1977, 5],
  [1979, 4],
  [1984, 2],
  [1986, 2.5],
  [1991, 2],
  [1994, 4.5],
  [1995, 4],
  [1999, 2],
  [2003, 1],
  [2006, 1.5],
  [2008, 2],
].map(([x, y]) => ({ x, y }));
const [FROM, TO] = [1965, 2011];
const [WIDTH, HEIGHT] = [640, 220];
const START: { cuts: number[]; cut: number } = { cuts: [], cut: 1982 };

const toX = (year: number) => ((Math.max(FROM, Math.min(TO, year)) - FROM) / (TO - FROM)) * WIDTH;
const toY = (stars: number) => HEIGHT - 26 - ((stars - 0.5) / 4.8) * (HEIGHT - 40);

export function CutFigure({ children }: { children?: ReactNode }) {
  const [{ cuts, cut }, setState] = useState(START);
  const leaves = leavesOf(POINTS, cuts);
  const gain = gainOf(POINTS, cuts, cut);
  const best = bestCut(POINTS, cuts);
  return (
    <Figure title="Cut a column" caption={children} onReset={() => setState(START)}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className={styles.plot}
        role="img"
        aria-label={`${POINTS.length} films by year and stars in ${leaves.length} leaves: ${leaves.map(({ mean, points }) => `${points.length} films, mean ${mean.toFixed(1)}`).join('; ')}`}
      >
        <line x1={toX(cut)} x2={toX(cut)} y1={4} y2={HEIGHT - 24} className={styles.candidate} />
        {cuts.map((at) => (
          <line key={at} x1={toX(at)} x2={toX(at)} y1={4} y2={HEIGHT - 24} className={styles.cut} />
        ))}
        {leaves.map(({ from, to, mean, points }) =>
          points.length > 0 ? (
            <line key={from} x1={toX(from)} x2={toX(to)} y1={toY(mean)} y2={toY(mean)} className={styles.mean} />
          ) : null,
        )}
        {POINTS.map(({ x, y }) => (
          <circle key={x} cx={toX(x)} cy={toY(y)} r={5} className={styles.point}>
            <title>{`${x}: ${y} stars`}</title>
          </circle>
        ))}
        {[1970, 1980, 1990, 2000, 2010].map((year) => (
          <text key={year} x={toX(year)} y={HEIGHT - 6} textAnchor="middle" className={styles.tick}>
            {year}
          </text>
        ))}
      </svg>
      <label className={shared.slider}>
        cut before <b>{Math.ceil(cut)}</b>
        <input
          type="range"
          min={FROM + 1}
          max={TO - 1}
          step={1}
          value={cut}
          onChange={({ target }) => setState({ cuts, cut: Number(target.value) })}
        />
      </label>
      <p className={styles.row}>
        <button
          type="button"
          className={shared.action}
          disabled={!(gain > 1e-9)}
          onClick={() => setState({ cuts: [...cuts, cut], cut })}
        >
          Cut here
        </button>
        <button
          type="button"
          className={shared.action}
          disabled={best === undefined}
          onClick={() => setState({ cuts: [...cuts, best!], cut: Math.round(best!) })}
        >
          Best cut
        </button>
        <button
          type="button"
          className={shared.action}
          disabled={cuts.length === 0}
          onClick={() => setState({ cuts: cuts.slice(0, -1), cut })}
        >
          Undo
        </button>
      </p>
      <Numbers
        of={[
          ['gain of this cut', gain.toFixed(2)],
          ['loss now', lossOf(leaves).toFixed(2)],
          ['leaves', String(leaves.length)],
        ]}
      />
    </Figure>
  );
}
