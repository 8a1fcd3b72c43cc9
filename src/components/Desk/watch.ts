/** Follows the work: when it begins, what ends on the way, when all of it is over. */
import { beginning, ending, isGood, plainTitle, summing, titleMark } from './say';
import type { Ended } from './say';
import type { Job, Work } from './work';

/** What the desk does to the page around it. */
export interface Page {
  title: string;
  /** The reader looks at another tab or window. */
  readonly hidden: boolean;
}

/** `say` is given a sentence for those who hear the page. Returns how to stop. */
export function watchWork(work: Work, page: Page, say: (sentence: string) => void): () => void {
  let before: Job[] = work.get();
  let ended: Ended[] = [];
  const show = (mark: string): void => {
    const title = mark + plainTitle(page.title);
    if (title !== page.title) page.title = title;
  };
  return work.subscribe(() => {
    const jobs = work.get();
    if (jobs.length > 0 || before.length > 0) show(titleMark(jobs));
    if (jobs === before || jobs.length + before.length === 0) return;
    const over = before
      .filter(({ session, id, isRunning }) => isRunning && session.line.running !== id)
      .map(({ session, id, title }): Ended => ({ title, state: session.state(id) }));
    ended.push(...over);
    if (before.length === 0) say(beginning(jobs));
    else if (jobs.length > 0) over.filter((run) => !isGood(run)).forEach((run) => say(ending(run)));
    else if (ended.length > 0) {
      say(summing(ended));
      if (page.hidden) show(ended.every(isGood) ? '✓ ' : '✕ ');
    }
    if (jobs.length === 0) ended = [];
    before = jobs;
  });
}
