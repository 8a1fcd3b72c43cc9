/** Events of a few viewers on one axis, divided into train and test: what the figure of the splits draws. */
import { random } from '../../recsys/math/random';
import { rowsWith } from './savedOutputs';
import type { Output } from '../../notebook/types';

/** One watch. */
export interface TimelineEvent {
  viewer: string;
  day: number;
  film: string;
}

/** How the log is divided: by a coin of this share, by each viewer's last `n`, or at a `day`. */
export type Division = { by: 'coin'; share: number; seed: number } | { by: 'last'; n: number } | { by: 'day'; day: number };

/** An event with its side of the split. */
export interface DividedEvent extends TimelineEvent {
  inTest: boolean;
  /** In train, and later than something in test: what the model should not have known. */
  leaks: boolean;
}

/**
 * Reads the events from a cell's saved outputs: a table with the columns viewer, day and film.
 *
 * @throws RangeError if there is none
 */
export function readEvents(outputs: Output[]): TimelineEvent[] {
  return rowsWith(outputs, ['viewer', 'day', 'film'], 'viewer, day and film').map(([viewer, day, film]) => ({
    viewer: String(viewer),
    day: Number(day),
    film: String(film),
  }));
}

function testMarks(events: TimelineEvent[], division: Division): boolean[] {
  if (division.by === 'day') return events.map(({ day }) => day >= division.day);
  if (division.by === 'coin') {
    const coin = random(division.seed);
    return events.map(() => coin.next() < division.share);
  }
  return events.map((event) => {
    const later = events.filter(({ viewer, day }) => viewer === event.viewer && day > event.day).length;
    return later < division.n;
  });
}

/** Divides the events, and says which share of all pairs of a training and a test event has the training one later. */
export function divide(events: TimelineEvent[], division: Division): { events: DividedEvent[]; fromTheFuture: number } {
  const inTest = testMarks(events, division);
  const tested = events.filter((_, at) => inTest[at]).map(({ day }) => day);
  const trained = events.filter((_, at) => !inTest[at]).map(({ day }) => day);
  const first = Math.min(...tested);
  const later = trained.reduce((sum, day) => sum + tested.filter((other) => other < day).length, 0);
  return {
    events: events.map((event, at) => ({ ...event, inTest: inTest[at], leaks: !inTest[at] && event.day > first })),
    fromTheFuture: tested.length * trained.length > 0 ? later / (tested.length * trained.length) : 0,
  };
}
