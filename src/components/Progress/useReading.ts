/** Notes which chapter is open, which of its headings was read last, and that its end was read. */
import { useEffect } from 'react';
import type { RefObject } from 'react';
import { withLast, withPlace, withRead } from './progress';
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
    const headings = watchHeadings(end.current!.parentElement!, (at) => progress.change((now) => withPlace(now, chapter, at)));
    const timer = setTimeout(() => {
      isLong = true;
      if (isAtEnd) mark();
    }, DWELL);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      headings.disconnect();
    };
  }, [chapter, end]);
}

/** Calls back with the id of each heading that comes into the upper third of the window. */
function watchHeadings(text: HTMLElement, onReach: (id: string) => void): IntersectionObserver {
  const reached = (entries: IntersectionObserverEntry[]) => {
    const last = entries.findLast(({ isIntersecting }) => isIntersecting);
    if (last) onReach(last.target.id);
  };
  const observer = new IntersectionObserver(reached, { rootMargin: '0px 0px -67% 0px' });
  for (const heading of text.querySelectorAll(':scope > h2[id]')) observer.observe(heading);
  return observer;
}
