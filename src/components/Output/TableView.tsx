/** A table of data: sorted by a click on a column's name, shown a page at a time. */
import clsx from 'clsx';
import { useState } from 'react';
import { formatNumber } from '../../notebook/format';
import type { Column, Scalar, TableOutput } from '../../notebook/types';
import { CopyButton } from '../CopyButton';
import { csvOf } from './csv';
import styles from './Output.module.css';
import { sortRows } from './sortRows';

const PAGE = 10;
/** A table of no more rows is copied by eye. */
const FEW = 3;

export function TableView({ table }: { table: TableOutput }) {
  const [sort, setSort] = useState<{ column: number; isFalling: boolean }>();
  const [page, setPage] = useState(0);
  const pages = Math.max(1, Math.ceil(table.rows.length / PAGE));
  const shown = Math.min(page, pages - 1);
  const isPaged = pages > 1 || table.total > table.rows.length;
  const rows = sort ? sortRows(table.rows, sort.column, sort.isFalling) : table.rows;
  const onSort = (column: number) => {
    const first = table.columns[column].type === 'number'; // numbers fall first, names rise first
    setSort(
      sort?.column !== column
        ? { column, isFalling: first }
        : sort.isFalling === first
          ? { column, isFalling: !first }
          : undefined,
    );
    setPage(0);
  };
  return (
    <div className={styles.table}>
      <div className={styles.scroll} tabIndex={0} role="group" aria-label="Table">
        <table>
          <thead>
            <tr>
              {table.columns.map((column, index) => (
                <Heading
                  key={index}
                  column={column}
                  direction={sort?.column === index ? (sort.isFalling ? 'descending' : 'ascending') : 'none'}
                  onSort={() => onSort(index)}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(shown * PAGE, (shown + 1) * PAGE).map((row, index) => (
              <tr key={index}>
                {row.map((value, column) => (
                  <td key={column} className={clsx(table.columns[column].type === 'number' && styles.numeric)}>
                    {cellText(value)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {(isPaged || table.rows.length > FEW) && (
        <div className={styles.pager}>
          {isPaged && (
            <>
              <button type="button" disabled={shown === 0} onClick={() => setPage(shown - 1)} aria-label="Previous rows">
                ‹
              </button>
              <span>
                rows {shown * PAGE + 1}–{Math.min((shown + 1) * PAGE, table.rows.length)} of {table.total.toLocaleString('en')}
                {table.total > table.rows.length && ` (${table.rows.length.toLocaleString('en')} kept)`}
              </span>
              <button type="button" disabled={shown >= pages - 1} onClick={() => setPage(shown + 1)} aria-label="Next rows">
                ›
              </button>
            </>
          )}
          {/* All pages of it, in the book's order. */}
          <CopyButton className={styles.copy} label="Copy as CSV" text={() => csvOf(table)} />
        </div>
      )}
    </div>
  );
}

function Heading({
  column,
  direction,
  onSort,
}: {
  column: Column;
  direction: 'ascending' | 'descending' | 'none';
  onSort: () => void;
}) {
  return (
    <th scope="col" aria-sort={direction} className={clsx(column.type === 'number' && styles.numeric)}>
      <button type="button" onClick={onSort}>
        {column.name}
        <span aria-hidden="true">{direction === 'none' ? '' : direction === 'ascending' ? ' ↑' : ' ↓'}</span>
      </button>
    </th>
  );
}

function cellText(value: Scalar): string {
  if (value === null) return '';
  if (typeof value === 'number') return formatNumber(value);
  return typeof value === 'object' ? value.special : String(value);
}
