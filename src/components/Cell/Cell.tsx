/** A cell of the book: a title bar with its state and actions, the code, its outputs, a caption. Readable without JavaScript. */
import useBrokenLinks from '@docusaurus/useBrokenLinks';
import clsx from 'clsx';
import { useId } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import type { Chapter } from '../../notebook/chapter';
import { ErrorView } from '../Output/ErrorView';
import { Outputs } from '../Output/Outputs';
import { Code } from '../Editor/Code';
import { Bar } from './Bar';
import { cellKey } from './cellKey';
import { OlderEdit } from './OlderEdit';
import styles from './Cell.module.css';
import { errorLine } from './status';
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
  const isRunning = state.status === 'running';

  const onKeyDown = (event: KeyboardEvent) => {
    const asked = cellKey(event);
    if (!asked) return;
    event.preventDefault();
    if (asked === 'run') session?.run(id);
    else void session?.format(id);
  };

  return (
    <figure
      id={`cell-${id}`}
      className={clsx(styles.cell, isRunning && styles.running)}
      aria-labelledby={titleId}
      data-status={state.status}
      onKeyDown={onKeyDown}
    >
      <Bar cell={cell} state={state} session={session} titleId={titleId} />
      {state.older !== undefined && (
        <OlderEdit book={cell.code} code={state.older} onSettle={(take) => void session?.settle(id, take)} />
      )}
      <Code cell={cell} code={state.code} markedLine={state.refusal?.line ?? errorLine(state.outputs, id)} session={session} />
      {state.refusal && <ErrorView error={state.refusal} cell={id} />}
      <Outputs
        inputs={state.inputs}
        onInput={session && ((input, value) => session.setInput(id, input, value))}
        outputs={state.outputs}
        cell={id}
        isPending={isRunning || state.status === 'queued'}
        isStale={!!state.stale}
      />
      {children && <figcaption className={styles.caption}>{children}</figcaption>}
    </figure>
  );
}
