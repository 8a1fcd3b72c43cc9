/** What every cell of a page has below its bar: an edit of an older edition, the code, why it cannot run, the outputs. */
import type { ChapterCell } from '../../notebook/chapter';
import { Code } from '../Editor/Code';
import { ErrorView } from '../Output/ErrorView';
import { Outputs } from '../Output/Outputs';
import type { CellState } from './cellState';
import { OlderEdit } from './OlderEdit';
import type { Session } from './session';
import { errorLine, isActive } from './status';

export interface CellWorkProps {
  cell: ChapterCell;
  state: CellState;
  /** Absent until the page has come alive. */
  session?: Session;
  /** 1-based; where it cannot run or threw, unless told. */
  markedLine?: (state: CellState, id: string) => number | undefined;
  isStale: boolean;
}

export function CellWork({ cell, state, session, markedLine = errorLine, isStale }: CellWorkProps) {
  const { id } = cell;
  return (
    <>
      {state.older !== undefined && (
        <OlderEdit book={cell.code} code={state.older} onSettle={(take) => void session?.settle(id, take)} />
      )}
      <Code cell={cell} code={state.code} markedLine={markedLine(state, id)} session={session} />
      {state.refusal && <ErrorView error={state.refusal} cell={id} />}
      <Outputs
        inputs={state.inputs}
        onInput={session && ((input, value) => session.setInput(id, input, value))}
        outputs={state.outputs}
        standing={state.standing}
        isSaved={state.outputs === cell.outputs}
        cell={id}
        isPending={isActive(state)}
        isStale={isStale}
      />
    </>
  );
}
