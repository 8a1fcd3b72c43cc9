/** A cell of the book: a title bar with its state and actions, the code, its outputs, a caption. Readable without JavaScript. */
import useBrokenLinks from '@docusaurus/useBrokenLinks';
import clsx from 'clsx';
import { useId } from 'react';
import type { ReactNode } from 'react';
import type { Chapter } from '../../notebook/chapter';
import { Bar } from './Bar';
import { answerKey, toNextCell } from './cellKey';
import { CellWork } from './CellWork';
import styles from './Cell.module.css';
import { useCellState, useSession } from './useSession';

export interface CellProps {
  /** The cell's id in the chapter's notebook. */
  id: string;
  /** Given by the remark plugin. */
  notebook: Chapter;
  /** What to see in the output. */
  children?: ReactNode;
}

export function Cell({ id, notebook, children }: CellProps) {
  const cell = notebook.cells.find((each) => each.id === id)!;
  const session = useSession(notebook);
  const state = useCellState(session, cell);
  const titleId = useId();
  useBrokenLinks().collectAnchor(`cell-${id}`); // so that the build knows the address

  return (
    <figure
      id={`cell-${id}`}
      className={clsx(styles.cell, state.status === 'running' && styles.running)}
      aria-labelledby={titleId}
      data-status={state.status}
      data-notebook={notebook.path}
      onKeyDown={(event) =>
        answerKey(event, { run: () => session?.run(id), format: () => void session?.format(id), next: toNextCell })
      }
    >
      <Bar cell={cell} state={state} session={session} titleId={titleId} />
      <CellWork cell={cell} state={state} session={session} isStale={!!state.stale} />
      {children && <figcaption className={styles.caption}>{children}</figcaption>}
    </figure>
  );
}
