/** Asks which column of a table is what, beside its first rows. */
import { useState } from 'react';
import type { FormEvent } from 'react';
import type { TableColumns } from '../../runtime/intakeProtocol';
import cellStyles from '../Cell/Cell.module.css';
import { guessColumns } from './columns';
import styles from './Data.module.css';
import type { Preview } from './intakeClient';

export interface ColumnFormProps {
  preview: Preview;
  onRead: (columns: TableColumns) => void;
  onCancel: () => void;
}

const ASKED = [
  { what: 'user', label: 'Who' },
  { what: 'item', label: 'What' },
  { what: 'value', label: 'How much', without: 'none: each row counts 1' },
  { what: 'time', label: 'When', without: 'none: cells that need times are left out' },
] as const;

export function ColumnForm({ preview, onRead, onCancel }: ColumnFormProps) {
  const [columns, setColumns] = useState(() => guessColumns(preview));
  const { header } = columns;
  const names = preview.first.map((name, at) => (header && name.trim()) || `column ${at + 1}`);
  const rows = (header ? preview.rows : [preview.first, ...preview.rows]).slice(0, 5);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    onRead(columns);
  };
  return (
    <form onSubmit={onSubmit} className={styles.columns}>
      <h3>Which column of {preview.file} is what?</h3>
      <label className={styles.header}>
        <input type="checkbox" checked={header} onChange={(event) => setColumns({ ...columns, header: event.target.checked })} />
        The first row names the columns
      </label>
      <div className={styles.choices}>
        {ASKED.map(({ what, label, ...more }) => (
          <label key={what}>
            {label}
            <select
              value={columns[what] ?? ''}
              onChange={({ target }) =>
                setColumns({ ...columns, [what]: target.value === '' ? undefined : Number(target.value) })
              }
            >
              {'without' in more && <option value="">{more.without}</option>}
              {names.map((name, at) => (
                <option key={at} value={at}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
      <div className={styles.preview} tabIndex={0} role="group" aria-label={`First rows of ${preview.file}`}>
        <table>
          <thead>
            <tr>
              {names.map((name, at) => (
                <th key={at} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <tr key={at}>
                {names.map((_, place) => (
                  <td key={place}>{row[place]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {columns.user === columns.item && <p className={styles.bad}>Who and what must be two columns.</p>}
      <p className={styles.actions}>
        <button type="submit" className={`${cellStyles.button} ${cellStyles.run}`} disabled={columns.user === columns.item}>
          Read it
        </button>
        <button type="button" className={cellStyles.button} onClick={onCancel}>
          Cancel
        </button>
      </p>
    </form>
  );
}
