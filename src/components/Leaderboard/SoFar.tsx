/** The leaderboard inside a chapter: every model so far on both data sets, this chapter's in the accent. */
import Link from '@docusaurus/Link';
import clsx from 'clsx';
import { useId } from 'react';
import cell from '../Cell/Cell.module.css';
import { Axis, Lane, score } from './Lane';
import styles from './Leaderboard.module.css';
import { DATA_SETS, linearScale, shortlist, sizeText, sortedBy, timeText } from './standings';
import type { DataSetKey, Standing } from './standings';

export function SoFar({ models, chapter }: { models: Standing[]; chapter: string }) {
  const id = useId();
  const sorted = sortedBy(models, 'world', 'ndcg');
  const shown = (Object.keys(DATA_SETS) as DataSetKey[]).filter((key) => models.some(({ on }) => on[key]));
  const drawn = shortlist(sorted, chapter);
  const scales = shown.map((key) => linearScale(drawn.map(({ on }) => on[key]?.high ?? 0)));
  return (
    <figure className={cell.cell} aria-labelledby={id}>
      <div className={cell.bar}>
        <span className={cell.title} id={id}>
          The leaderboard so far
        </span>
        <span className={cell.status}>
          {drawn.length < models.length && `${drawn.length} of `}
          {models.length} models · <Link to="/leaderboard/">the whole book’s</Link>
        </span>
      </div>
      <div className={styles.body}>
        <table className={clsx(styles.chart, shown.length > 1 && styles.two)}>
          <thead>
            <tr>
              <th scope="col">
                <span className={styles.said}>Model</span>
              </th>
              {shown.map((key) => (
                <th scope="col" key={key}>
                  {DATA_SETS[key].name} <span className={styles.who}>{DATA_SETS[key].audience}</span>
                  <span className={styles.said}>, nDCG@10</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {drawn.map((standing) => (
              <tr key={standing.model} className={clsx(standing.chapter === chapter && styles.own)}>
                <th scope="row">{standing.model}</th>
                {shown.map((key, column) => (
                  <td key={key}>
                    <Lane row={standing.on[key]} scale={scales[column]} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot aria-hidden="true">
            <tr>
              <td>nDCG@10 →</td>
              {scales.map((scale, column) => (
                <td key={shown[column]}>
                  <Axis scale={scale} />
                </td>
              ))}
            </tr>
          </tfoot>
        </table>
        <AsTable sorted={sorted} shown={shown} />
      </div>
      <figcaption className={cell.caption}>
        nDCG@10 with its 95 % interval over viewers. Split: the last tenth of the log by time. All films of the catalogue are
        ranked, those already watched removed. In the accent: this chapter’s models.
        {drawn.length < models.length && ' Of the others the best are drawn; the table has all.'}
      </figcaption>
    </figure>
  );
}

function AsTable({ sorted, shown }: { sorted: Standing[]; shown: DataSetKey[] }) {
  return (
    <details className={styles.fold}>
      <summary>As a table, with coverage, training time and size</summary>
      {shown.map((key) => (
        <div className={styles.scroll} tabIndex={0} role="group" aria-label={DATA_SETS[key].name} key={key}>
          <table className={styles.plain}>
            <caption>
              {DATA_SETS[key].name}, {DATA_SETS[key].audience}
            </caption>
            <thead>
              <tr>
                {['model', 'chapter', 'nDCG@10', '95 % interval', 'coverage', 'training', 'size'].map((name) => (
                  <th scope="col" key={name}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {sorted.flatMap(({ model, chapter, number, on: { [key]: row } }) =>
                row ? (
                  <tr key={model}>
                    <th scope="row">{model}</th>
                    <td>
                      <Link to={`/${chapter}/#cell-board`}>{number}</Link>
                    </td>
                    <td>{score(row.ndcg)}</td>
                    <td>
                      {score(row.low)} – {score(row.high)}
                    </td>
                    <td>{(100 * row.coverage).toFixed(1)} %</td>
                    <td>{timeText(row.seconds)}</td>
                    <td>{sizeText(row.kilobytes)}</td>
                  </tr>
                ) : (
                  []
                ),
              )}
            </tbody>
          </table>
        </div>
      ))}
    </details>
  );
}
