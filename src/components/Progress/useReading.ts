/** Notes which chapter is open, and that its end was read. */
import { useEffect } from 'react';
import type { RefObject } from 'react';
import { withLast, withRead } from './progress';
import { progress } from './store';

/** Milliseconds a chapter must be open before the sight of its end counts: less is a leap to the foot of the page. */
const DWELL = 30_000;

/** `end` is an element behind the text. */
export function useReading(chapter: string | undefined, end: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (!chapter) return undefined;
    progress.change((now) => withLast(now, chapter));
    const mark = () => {
      observer.disconnect();
      progress.change((now) => withRead(now, chapter));
    };
    let isLong = false;
    let isAtEnd = false;
    const observer = new IntersectionObserver(([{ isIntersecting }]) => {
      isAtEnd = isIntersecting;
      if (isAtEnd && isLong) mark();
    });
    observer.observe(end.current!);
    const timer = setTimeout(() => {
      isLong = true;
      if (isAtEnd) mark();
    }, DWELL);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
    };
  }, [chapter, end]);
}
