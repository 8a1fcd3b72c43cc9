/** A cell's title bar: what it does, in what state it is, and what one can do with it. */
import clsx from 'clsx';
import { useEffect, useState } from 'react';
import type { ChapterCell } from '../../notebook/chapter';
import { typesText } from '../Editor/typesStore';
import { useTypes } from '../Editor/useTypes';
import { useFeedback } from '../Report/useFeedback';
import styles from './Cell.module.css';
import type { CellState } from './cellState';
import type { Session } from './session';
import { Menu } from './Menu';
import type { Action } from './Menu';
import { memory } from './memory';
import { isActive, statusText } from './status';

export interface BarProps {
  cell: ChapterCell;
  state: CellState;
  session: Session | undefined;
  titleId: string;
  /** What the first button does; Run unless told. */
  primary?: Action;
  /** More actions at the head of the menu. */
  more?: Action[];
  /** The state in words, in place of a cell's own. */
  describe?: typeof statusText;
  /** The state is a good one. */
  isDone?: boolean;
}

export function Bar({ cell, state, session, titleId, primary, more = [], describe = statusText, isDone }: BarProps) {
  const isWaiting = state.status === 'queued';
  const { label, act } = primary ?? { label: 'Run', act: () => session?.run(cell.id) };
  const warm = () => session?.warm(cell.id);
  const types = useTypes(session?.chapter.path);
  const isRisky = session && memory.isSpared() && !isActive(state) && !state.cost && session.isHeavy(cell.id);
  const note = typesText(types, cell.id, state.edited);
  return (
    <div className={styles.bar}>
      <div className={styles.words}>
        <span className={styles.title} id={titleId}>
          {cell.title}
        </span>
        <Status state={state} describe={describe} isDone={isDone} />
        {isRisky && <span className={styles.status}>may be too heavy for this machine</span>}
        {note && !state.refusal && <span className={clsx(styles.status, types.status === 'ready' && styles.failed)}>{note}</span>}
      </div>
      <span className={clsx('needs-script', styles.actions)}>
        {isActive(state) ? (
          <button
            type="button"
            className={clsx(styles.button, styles.stop)}
            aria-describedby={titleId}
            onClick={() => (isWaiting ? session?.cancel(cell.id) : session?.stop())}
          >
            <span aria-hidden="true">■</span> {isWaiting ? 'Cancel' : 'Stop'}
          </button>
        ) : (
          <button
            type="button"
            className={clsx(styles.button, styles.run)}
            disabled={!session}
            aria-describedby={titleId}
            onPointerEnter={warm}
            onFocus={warm}
            onClick={act}
          >
            <span aria-hidden="true">▶</span> {label}
          </button>
        )}
        <More cell={cell} state={state} session={session} more={more} />
      </span>
    </div>
  );
}

/** The state in words: the clock ticks for the eye only, and what a screen reader has to hear, the desk says. */
function Status({ state, describe, isDone }: { state: CellState; describe: typeof statusText; isDone?: boolean }) {
  const [now, setNow] = useState<number>();
  const started = state.startedAt;
  useEffect(() => {
    if (started === undefined) return undefined;
    const tick = () => setNow(performance.now());
    const timer = setInterval(tick, 100);
    return () => clearInterval(timer);
  }, [started]);
  const elapsed =
    state.status === 'queued' ? 0 : started === undefined || now === undefined ? undefined : Math.max(0, now - started);
  return (
    <span
      className={clsx(
        styles.status,
        (state.stale || state.blockedBy) && styles.stale,
        state.status === 'failed' && styles.failed,
        isDone && styles.isDone,
      )}
    >
      {state.status === 'running' && <span className={styles.dot} aria-hidden="true" />}
      <span className={styles.said}>{describe(state)}</span>
      <span aria-hidden="true">{describe(state, elapsed)}</span>
    </span>
  );
}

function More({ cell, state, session, more }: Required<Pick<BarProps, 'cell' | 'state' | 'session' | 'more'>>) {
  const [copied, setCopied] = useState(false);
  const feedback = useFeedback(session?.chapter.path, cell, state);
  const copy = async () => {
    await navigator.clipboard.writeText(state.code);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  const actions: Action[] = [
    ...more,
    { label: 'Run above', act: () => session?.runAbove(cell.id) },
    { label: 'Run all', act: () => session?.runAll() },
    { label: 'Format code', act: () => void session?.format(cell.id) },
    { label: 'Reset cell', act: () => void session?.reset(cell.id), isOff: !state.edited && state.status === 'saved' },
    { label: 'Restart kernel', act: () => session?.restart() },
    { label: copied ? 'Copied' : 'Copy code', act: () => void copy(), stays: true },
    ...feedback,
  ];
  return (
    <Menu
      className={styles.button}
      name={`More actions for ${cell.title}`}
      actions={actions.map((action) => ({ ...action, isOff: !session || action.isOff }))}
    >
      <span aria-hidden="true">⋯</span>
    </Menu>
  );
}
