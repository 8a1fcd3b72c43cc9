/** Every model of the book on every data set, with what it costs: a chart that is a table, sorted by a click on a column's name. */
import Link from '@docusaurus/Link';
import { useState } from 'react';
import type { CSSProperties } from 'react';
import type { BoardRow } from '../../notebook/board';
import { CarriesOver } from './CarriesOver';
import { Axis, Lane } from './Lane';
import styles from './Leaderboard.module.css';
import { agreement, DATA_SETS, linearScale, logScale, sizeText, sortedBy, timeText } from './standings';
import type { DataSetKey, Standing } from './standings';

const COLUMNS = { ndcg: 'nDCG@10', coverage: 'coverage', seconds: 'training', kilobytes: 'size' } as const;

type ColumnName = keyof typeof COLUMNS;

/** More is better, and stands first. */
const isFalling = (name: ColumnName) => name === 'ndcg' || name === 'coverage';

export function Costs({ models }: { models: Standing[] }) {
  const agreed = agreement(models);
  return (
    <div className={styles.whole} data-wide>
      {(Object.keys(DATA_SETS) as DataSetKey[]).map((key) => (
        <DataSet key={key} of={key} models={models.filter(({ on }) => on[key])} />
      ))}
      {agreed && <CarriesOver models={models} tau={agreed.tau} />}
    </div>
  );
}

function DataSet({ of: key, models }: { of: DataSetKey; models: Standing[] }) {
  const [column, setColumn] = useState<ColumnName>('ndcg');
  if (models.length === 0) return null;
  const sorted = sortedBy(models, key, column);
  const rows = sorted.map(({ on }) => on[key]!);
  const scale = linearScale(rows.map(({ high }) => high));
  const bySeconds = logScale(rows.map(({ seconds }) => seconds ?? 1));
  const bySize = logScale(rows.map(({ kilobytes }) => kilobytes));
  return (
    <table className={styles.chart}>
      <caption>
        {DATA_SETS[key].name} <span className={styles.who}>{DATA_SETS[key].audience}</span>
      </caption>
      <colgroup>
        <col />
        <col style={{ width: '34%' }} />
        <col style={{ width: '14%' }} />
        <col style={{ width: '14%' }} />
        <col style={{ width: '14%' }} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">model</th>
          {(Object.keys(COLUMNS) as ColumnName[]).map((name) => (
            <th scope="col" key={name} aria-sort={name === column ? (isFalling(name) ? 'descending' : 'ascending') : 'none'}>
              <button type="button" onClick={() => setColumn(name)}>
                {COLUMNS[name]}
                <span aria-hidden="true">{name === column ? (isFalling(name) ? ' ↓' : ' ↑') : ''}</span>
              </button>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sorted.map((standing, place) => (
          <Row key={standing.model} standing={standing} row={rows[place]} scale={scale} bySeconds={bySeconds} bySize={bySize} />
        ))}
      </tbody>
      <tfoot aria-hidden="true">
        <tr>
          <td />
          <td>
            <Axis scale={scale} />
          </td>
          <td>0 – 100 %</td>
          <td>log scale</td>
          <td>log scale</td>
        </tr>
      </tfoot>
    </table>
  );
}

interface RowProps {
  standing: Standing;
  row: BoardRow;
  scale: ReturnType<typeof linearScale>;
  bySeconds: (value: number) => number;
  bySize: (value: number) => number;
}

function Row({ standing: { model, chapter, title, number }, row, scale, bySeconds, bySize }: RowProps) {
  return (
    <tr>
      <th scope="row">
        {model}{' '}
        <Link to={`/${chapter}/#cell-board`} title={`Chapter ${number}, ${title}`} aria-label={`chapter ${number}, ${title}`}>
          {number}
        </Link>
      </th>
      <td>
        <Lane row={row} scale={scale} />
      </td>
      <td>
        <Mark share={row.coverage} text={`${(100 * row.coverage).toFixed(1)} %`} isBar />
      </td>
      <td>
        <Mark share={row.seconds === null ? undefined : bySeconds(row.seconds)} text={timeText(row.seconds)} />
      </td>
      <td>
        <Mark share={bySize(row.kilobytes)} text={sizeText(row.kilobytes)} />
      </td>
    </tr>
  );
}

/** A number over its bar from 0, or over its dot where the scale has no 0. */
function Mark({ share, text, isBar = false }: { share: number | undefined; text: string; isBar?: boolean }) {
  return (
    <span className={styles.mark}>
      <span>{text}</span>
      <span
        className={isBar ? styles.filled : styles.dotted}
        style={{ '--at': `${(100 * (share ?? 0)).toFixed(2)}%` } as CSSProperties}
        hidden={share === undefined}
        aria-hidden="true"
      />
    </span>
  );
}
