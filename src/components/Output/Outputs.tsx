/** A cell's outputs, at a size that does not jump while the cell runs again. */
import clsx from 'clsx';
import { useLayoutEffect, useRef } from 'react';
import type { Standing } from '../../notebook/chapter';
import styles from './Output.module.css';
import { OutputList } from './OutputList';
import type { OutputListProps } from './OutputList';
import { StandingOutputs } from './StandingOutputs';

export interface OutputsProps extends OutputListProps {
  /** The outputs as the server wrote them, in place of data. */
  standing?: Standing;
  /** The cell runs or waits: the place of the former outputs is kept. */
  isPending: boolean;
  isStale: boolean;
}

const useBrowserLayoutEffect = typeof window === 'undefined' ? () => undefined : useLayoutEffect;

export function Outputs({ standing, isPending, isStale, ...list }: OutputsProps) {
  const { outputs, cell } = list;
  const box = useRef<HTMLDivElement>(null);
  useBrowserLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    if (isPending) element.style.minHeight = `${element.offsetHeight}px`;
    else element.style.minHeight = '';
  }, [isPending]);
  return (
    <div
      ref={box}
      className={clsx(styles.outputs, isStale && styles.stale)}
      hidden={!standing && outputs.length === 0 && !isPending}
    >
      {standing ? (
        <StandingOutputs standing={standing} cell={cell} className={styles.list} />
      ) : (
        <div className={styles.list} data-outputs={cell}>
          <OutputList {...list} />
        </div>
      )}
    </div>
  );
}
