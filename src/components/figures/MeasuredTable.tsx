/** A table of what was measured, with bars in its first column of numbers and, below it, on which machine. */
import type { ReactNode } from 'react';
import styles from './FrameworksFigure.module.css';
import own from './MeasuredTable.module.css';

export interface MeasuredTableProps {
  /** What the rows are, then what each column holds. */
  head: readonly string[];
  rows: readonly { name: string; /** What the bar shows. */ bar: number; values: readonly string[] }[];
  machine: { cpu: string; cores: number; system: string };
  node: string;
  children?: ReactNode;
}

export function MeasuredTable({ head, rows, machine, node, children }: MeasuredTableProps) {
  const most = Math.max(...rows.map(({ bar }) => bar)) || 1;
  return (
    <figure className={own.frame}>
      <table className={styles.bars}>
        <thead>
          <tr>
            {head.map((each) => (
              <th key={each} scope="col">
                {each}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, bar, values: [first, ...rest] }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className={own.first}>
                <span className={styles.bar} style={{ inlineSize: `${(45 * bar) / most}%` }} aria-hidden="true" />
                {first}
              </td>
              {rest.map((value, at) => (
                <td key={head[at + 2]} className={own.rest}>
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.machine}>
        Measured on {machine.cores} cores ({machine.cpu}, {machine.system}) with Node {node}, the callers on the same machine.
      </p>
      {children && <figcaption>{children}</figcaption>}
    </figure>
  );
}
