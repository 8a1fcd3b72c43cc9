/** The scratch cell on a page: a cell without a saved output, which one can take away again. */
import clsx from 'clsx';
import { useEffect, useId, useRef } from 'react';
import { Bar } from '../Cell/Bar';
import { answerKey } from '../Cell/cellKey';
import { CellWork } from '../Cell/CellWork';
import type { Session } from '../Cell/session';
import { useCellState } from '../Cell/useSession';
import styles from '../Cell/Cell.module.css';
import { SCRATCH } from './scratchCell';
import { scratchStore } from './scratchStore';

export interface ScratchCellProps {
  session: Session;
  /** Changes when the reader asks for the cell: the cursor goes into it. 0 where it stands there by itself. */
  asked: number;
}

export function ScratchCell({ session, asked }: ScratchCellProps) {
  const { cells, path } = session.chapter;
  const cell = cells.find(({ id }) => id === SCRATCH)!;
  const state = useCellState(session, cell);
  const titleId = useId();
  const figure = useRef<HTMLElement>(null);
  useEffect(() => {
    if (asked > 0) enter(figure.current!);
  }, [asked]);
  const remove = async () => {
    await session.reset(SCRATCH);
    scratchStore.remove(path);
  };
  return (
    <figure
      ref={figure}
      id={`cell-${SCRATCH}`}
      className={clsx(styles.cell, state.status === 'running' && styles.running)}
      aria-labelledby={titleId}
      data-status={state.status}
      onKeyDown={(event) => answerKey(event, { run: () => session.run(SCRATCH), format: () => void session.format(SCRATCH) })}
    >
      <Bar
        cell={cell}
        state={state}
        session={session}
        titleId={titleId}
        more={[{ label: 'Remove this cell', act: () => void remove() }]}
      />
      <CellWork cell={cell} state={state} session={session} isStale={!!state.stale} />
      <figcaption className={styles.caption}>
        Yours: it sees every name of this chapter, and nothing in the chapter depends on it. It is kept in this browser.
      </figcaption>
    </figure>
  );
}

/** Takes the reader to the cell, and the cursor into its code. */
function enter(figure: HTMLElement): void {
  figure.scrollIntoView({ block: 'nearest' });
  const editor = figure.querySelector<HTMLElement>('.cm-content');
  if (editor) editor.focus();
  else figure.querySelector('pre')!.click();
}
