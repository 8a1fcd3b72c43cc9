/** The events of one feature of one entity, in the order of time. */

/** What became known of an entity. */
export interface FeatureEvent {
  /** Idempotency key: an event that comes twice counts once. */
  id: string;
  /** Whose feature: `user:42`, `item:7`. */
  entity: string;
  /** Its name: `watches`, `mean_share`. */
  feature: string;
  /** A finite number. */
  value: number;
  /** When it became true, seconds since 1970-01-01 UTC. */
  time: number;
  /** When it could first be served, no earlier than `time`; equal to it by default. A nightly job's counts are true at midnight, known at four. */
  known?: number;
}

/** Negative if a is the older: by time, then by id. */
function order(a: FeatureEvent, b: FeatureEvent): number {
  return a.time - b.time || (a.id < b.id ? -1 : 1);
}

/** Puts an event in its place; most come last. */
export function insertInOrder(line: FeatureEvent[], event: FeatureEvent): void {
  let low = 0;
  for (let high = line.length; low < high;) {
    // The last place first, then by halves.
    const middle = high === line.length ? high - 1 : (low + high) >> 1;
    if (order(line[middle], event) < 0) low = middle + 1;
    else high = middle;
  }
  line.splice(low, 0, event);
}

/** The newest event of before this time that was also known before it. */
export function lastBefore(line: FeatureEvent[], time: number): FeatureEvent | undefined {
  let low = 0;
  for (let high = line.length; low < high;) {
    const middle = (low + high) >> 1;
    if (line[middle].time < time) low = middle + 1;
    else high = middle;
  }
  for (let at = low - 1; at >= 0; at--) if ((line[at].known ?? line[at].time) < time) return line[at];
  return undefined;
}
