/** A cell's title bar: what it does, in what state it is, and what one can do with it. */
import clsx from 'clsx';
import { useEffect, useRef, useState } from 'react';
import type { ChapterCell } from '../../notebook/chapter';
import styles from './Cell.module.css';
import type { CellState, Session } from './session';
import { isActive, statusText } from './status';

export interface BarProps {
  cell: ChapterCell;
  state: CellState;
  session: Session | undefined;
  titleId: string;
}

export function Bar({ cell, state, session, titleId }: BarProps) {
  const active = isActive(state);
  const warm = () => session?.warm(cell.id);
  return (
    <div className={styles.bar}>
      <span className={styles.title} id={titleId}>
        {cell.title}
      </span>
      <Status state={state} />
      <span className={styles.actions}>
        {active ? (
          <button type="button" className={clsx(styles.button, styles.stop)} onClick={() => session?.stop()}>
            <span aria-hidden="true">■</span> Stop
          </button>
        ) : (
          <button
            type="button"
            className={clsx(styles.button, styles.run)}
            disabled={!session}
            aria-describedby={titleId}
            onPointerEnter={warm}
            onFocus={warm}
            onClick={() => session?.run(cell.id)}
          >
            <span aria-hidden="true">▶</span> Run
          </button>
        )}
        <Menu cell={cell} state={state} session={session} />
      </span>
    </div>
  );
}

/** The state in words, polite to screen readers: the clock ticks for the eye only. */
function Status({ state }: { state: CellState }) {
  const [now, setNow] = useState<number>();
  const started = state.startedAt;
  useEffect(() => {
    if (started === undefined) return undefined;
    const tick = () => setNow(performance.now());
    const timer = setInterval(tick, 100);
    return () => clearInterval(timer);
  }, [started]);
  const elapsed = started === undefined || now === undefined ? undefined : Math.max(0, now - started);
  return (
    <span className={clsx(styles.status, state.stale && styles.stale, state.status === 'failed' && styles.failed)}>
      {state.status === 'running' && <span className={styles.dot} aria-hidden="true" />}
      <span role="status" className={styles.said}>
        {statusText(state)}
      </span>
      <span aria-hidden="true">{statusText(state, elapsed)}</span>
    </span>
  );
}

function Menu({ cell, state, session }: Omit<BarProps, 'titleId'>) {
  const details = useRef<HTMLDetailsElement>(null);
  const [copied, setCopied] = useState(false);
  const close = () => details.current?.removeAttribute('open');
  const copy = async () => {
    await navigator.clipboard.writeText(state.code);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  const actions: [label: string, act: () => void, isOff?: boolean][] = [
    ['Run above', () => session?.runAbove(cell.id)],
    ['Run all', () => session?.runAll()],
    ['Reset cell', () => void session?.reset(cell.id), !state.edited && state.status === 'saved'],
    ['Restart kernel', () => session?.restart()],
    [copied ? 'Copied' : 'Copy code', () => void copy()],
  ];
  return (
    <details
      ref={details}
      className={styles.menu}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && close()}
      onKeyDown={(event) => event.key === 'Escape' && close()}
    >
      <summary className={styles.button} aria-label={`More actions for ${cell.title}`}>
        <span aria-hidden="true">⋯</span>
      </summary>
      <div className={styles.items}>
        {actions.map(([label, act, isOff]) => (
          <button
            key={label}
            type="button"
            disabled={!session || isOff}
            onClick={() => {
              act();
              if (!label.startsWith('Cop')) close();
            }}
          >
            {label}
          </button>
        ))}
      </div>
    </details>
  );
}
