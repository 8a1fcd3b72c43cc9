/**
 * Saved outputs that stand in the page as the server wrote them, without React, until somebody points at them, touches them or comes to them by
 * keyboard. Then their data are loaded, and React takes over what is there: nothing moves, and no selection is lost.
 */
import { useEffect, useRef, useState } from 'react';
import type { MouseEvent, PointerEvent } from 'react';
import { hydrateRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import type { Standing } from '../../notebook/chapter';
import type { Output } from '../../notebook/types';
import { notify } from '../Cell/notices';
import styles from './Output.module.css';
import { OutputList } from './OutputList';

export interface StandingOutputsProps {
  standing: Standing;
  cell: string;
  className: string;
}

export function StandingOutputs({ standing, cell, className }: StandingOutputsProps) {
  const box = useRef<HTMLDivElement>(null);
  const root = useRef<Root>(undefined);
  const stage = useRef<'asleep' | 'waking' | 'awake'>('asleep');
  /** What the reader did before React was there, to be done again. */
  const missed = useRef<{ pointer?: Event; click?: Event }>({});

  const onAwake = () => {
    const { pointer, click } = missed.current;
    stage.current = 'awake';
    pointer?.target?.dispatchEvent(new window.PointerEvent(pointer.type, pointer));
    if (click?.target instanceof Element) click.target.closest('button')?.click();
  };
  const wake = () => {
    if (stage.current !== 'asleep') return;
    stage.current = 'waking';
    standing.load().then(
      (outputs) => {
        if (!box.current) return;
        const awake = <Awake outputs={outputs} cell={cell} onAwake={onAwake} />;
        // What a translator or a search has written into it since is drawn anew.
        root.current = hydrateRoot(box.current, awake, { onRecoverableError: () => undefined });
      },
      () => {
        stage.current = 'asleep';
        notify('The data of this output could not be loaded. Check the connection, and try again.');
      },
    );
  };
  useEffect(
    () => () => {
      const own = root.current;
      setTimeout(() => own?.unmount()); // not while the page's own root renders
    },
    [],
  );

  const onPointer = ({ nativeEvent }: PointerEvent) => {
    wake(); // it may have stood there before the page came alive
    if (stage.current !== 'awake') missed.current.pointer = nativeEvent;
  };
  const onClick = ({ nativeEvent }: MouseEvent) => {
    wake();
    if (stage.current !== 'awake') missed.current.click = nativeEvent;
  };
  const [markup] = useState(() => ({ __html: standing.html || ASK }));
  return (
    <div
      ref={box}
      className={className}
      data-outputs={cell}
      dangerouslySetInnerHTML={markup}
      suppressHydrationWarning
      onPointerEnter={wake}
      onFocus={wake}
      onPointerDown={onPointer}
      onPointerMove={onPointer}
      onClick={onClick}
    />
  );
}

function Awake({ outputs, cell, onAwake }: { outputs: Output[]; cell: string; onAwake: () => void }) {
  useEffect(() => onAwake(), [onAwake]);
  return <OutputList outputs={outputs} cell={cell} isSaved inputs={NONE} />;
}

const NONE = {};
/** In place of outputs that did not come. */
const ASK = `<p class="${styles.cut}">The saved output could not be loaded. <button type="button" class="${styles.ask}">Load it</button></p>`;
