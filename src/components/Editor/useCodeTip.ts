/** Tips over a cell's static code: what they need is loaded when a pointer first rests on it. */
import { useEffect, useRef } from 'react';
import type { PointerEvent, RefObject } from 'react';

/** Milliseconds that a pointer has to rest. */
const REST = 300;

export function useCodeTip(host: RefObject<HTMLElement | null>, address: string | undefined, cell: string, code: string) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const turn = useRef(0);
  const take = useRef<() => void>(undefined);
  const leave = () => {
    turn.current++;
    clearTimeout(timer.current);
    take.current?.();
    take.current = undefined;
  };
  useEffect(() => leave, []);
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    leave();
    if (event.pointerType !== 'mouse' || event.buttons !== 0 || !address) return;
    const pre = event.currentTarget;
    const point = { x: event.clientX, y: event.clientY };
    const asked = turn.current;
    timer.current = setTimeout(async () => {
      // What cannot be loaded is not told: nobody has asked for it by name.
      const part = await import('./codeTip').catch(() => undefined);
      if (!part || asked !== turn.current || !host.current) return;
      const shown = await part.showCodeTip(host.current, pre, address, { cell, code }, point);
      if (asked === turn.current) take.current = shown;
      else shown?.();
    }, REST);
  };
  return { onPointerMove, onPointerLeave: leave, onPointerDown: leave };
}
