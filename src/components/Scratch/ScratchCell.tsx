/** The scratch cell on a page: a cell without a saved output, which one can take away again. */
import clsx from 'clsx';
import { useEffect, useId, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { Bar } from '../Cell/Bar';
import { cellKey } from '../Cell/cellKey';
import { errorLine } from '../Cell/status';
import type { Session } from '../Cell/session';
import { useCellState } from '../Cell/useSession';
import styles from '../Cell/Cell.module.css';
import { Code } from '../Editor/Code';
import { ErrorView } from '../Output/ErrorView';
import { Outputs } from '../Output/Outputs';
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
  const isRunning = state.status === 'running';
  useEffect(() => {
    if (asked > 0) enter(figure.current!);
  }, [asked]);
  const remove = async () => {
    await session.reset(SCRATCH);
    scratchStore.remove(path);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const wanted = cellKey(event);
    if (!wanted) return;
    event.preventDefault();
    if (wanted === 'run') session.run(SCRATCH);
    else void session.format(SCRATCH);
  };
  return (
    <figure
      ref={figure}
      id={`cell-${SCRATCH}`}
      className={clsx(styles.cell, isRunning && styles.running)}
      aria-labelledby={titleId}
      data-status={state.status}
      onKeyDown={onKeyDown}
    >
      <Bar
        cell={cell}
        state={state}
        session={session}
        titleId={titleId}
        more={[{ label: 'Remove this cell', act: () => void remove() }]}
      />
      <Code
        cell={cell}
        code={state.code}
        markedLine={state.refusal?.line ?? errorLine(state.outputs, SCRATCH)}
        session={session}
      />
      {state.refusal && <ErrorView error={state.refusal} cell={SCRATCH} />}
      <Outputs
        inputs={state.inputs}
        onInput={(input, value) => session.setInput(SCRATCH, input, value)}
        outputs={state.outputs}
        cell={SCRATCH}
        isPending={isRunning || state.status === 'queued'}
        isStale={!!state.stale}
      />
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
