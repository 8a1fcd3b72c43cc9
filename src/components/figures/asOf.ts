/** What a join may see of a film's counts at a moment: the arithmetic of the figure of features. Times in days. */
import { lastBefore } from '../../recsys/serve/timeline';
import type { FeatureEvent } from '../../recsys/serve/timeline';

/** When a count can first be served: at once, or when the nightly job has run, at four the next morning. */
export type Job = 'at once' | 'nightly';

/** What became of one event at the moment of a row. */
export type Sight = 'seen' | 'not yet known' | 'the future';

/** Made up: the moments at which a film was watched. */
export const WATCHES = [0.6, 1.2, 1.85, 2.8, 3.3, 3.75, 4.9, 5.4, 5.8, 6.6, 7.3, 8.2, 8.7];

/** The day on which the nightly job makes known what happened at `time`: four in the morning after. */
export function knownAt(time: number, job: Job): number {
  return job === 'at once' ? time : Math.floor(time) + 1 + 4 / 24;
}

/** The film's count after each watch, as events of a feature store. */
export function countsOf(watches: readonly number[], job: Job): FeatureEvent[] {
  return watches.map((time, n) => ({
    id: `w${String(n).padStart(3, '0')}`,
    entity: 'item:7',
    feature: 'watches',
    value: n + 1,
    time,
    known: knownAt(time, job),
  }));
}

/** What a row of this moment sees, and what a join on today's value would have given it. */
export function joinAt(events: FeatureEvent[], moment: number): { asOf: number; naive: number; sights: Sight[] } {
  const newest = lastBefore(events, moment);
  return {
    asOf: newest?.value ?? NaN,
    naive: events.at(-1)?.value ?? NaN,
    sights: events.map(({ time, known = time }) => (time >= moment ? 'the future' : known >= moment ? 'not yet known' : 'seen')),
  };
}
