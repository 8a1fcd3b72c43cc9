/** The frame of a figure to move: a title bar like a cell's, the figure, a caption that says what to see. */
import { useId } from 'react';
import type { ReactNode } from 'react';
import cell from '../Cell/Cell.module.css';
import styles from './figures.module.css';

export interface FigureProps {
  title: string;
  caption?: ReactNode;
  /** Back to the state in which the page showed it. */
  onReset: () => void;
  children: ReactNode;
}

export function Figure({ title, caption, onReset, children }: FigureProps) {
  const id = useId();
  return (
    <figure className={cell.cell} aria-labelledby={id}>
      <div className={cell.bar}>
        <span className={cell.title} id={id}>
          {title}
        </span>
        <span className={cell.status}>to move</span>
        <span className={cell.actions}>
          <button type="button" className={cell.button} onClick={onReset}>
            Reset
          </button>
        </span>
      </div>
      <div className={styles.body}>{children}</div>
      {caption && <figcaption className={cell.caption}>{caption}</figcaption>}
    </figure>
  );
}
