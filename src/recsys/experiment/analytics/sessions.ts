/** Sessions: events of a user without a long pause between them. */
import { checkPositive } from '../../math/check';
import type { Events } from './events';
import { checkEvents } from './events';

export interface SessionOptions {
  /** Seconds without an event after which a new session starts; 1,800 by default. */
  gap?: number;
}

export interface UserSessions {
  /** The session of each event, in the order of the log: an index into the columns below. */
  session: Int32Array;
  /** User of each session. */
  users: (number | string)[];
  /** Time of the first event. */
  starts: Float64Array;
  /** Time from the first event to the last, in seconds; 0 with one event. */
  lengths: Float64Array;
  /** Events of each. */
  events: Int32Array;
}

/**
 * Sessions are numbered by user in order of first appearance in the log, then by time. A pause of exactly `gap` seconds does not split.
 *
 *     sessions(interactions, { gap: 1800 }).lengths
 *
 * L. Catledge, J. Pitkow: Characterizing browsing strategies in the World-Wide Web. 1995 (the time-out).
 *
 * @throws RangeError if columns differ in length, a time is not finite, or the gap is not positive
 */
export function sessions(log: Events, { gap = 1800 }: SessionOptions = {}): UserSessions {
  checkEvents(log);
  checkPositive('gap', gap);
  const { users, times } = log;
  const number = new Map<number | string, number>();
  const of = Int32Array.from({ length: users.length }, (_, i) => {
    const known = number.get(users[i]);
    if (known !== undefined) return known;
    number.set(users[i], number.size);
    return number.size - 1;
  });
  const order = Uint32Array.from(of, (_, i) => i).sort((i, j) => of[i] - of[j] || times[i] - times[j] || i - j);
  const session = new Int32Array(users.length);
  const out = { users: [] as (number | string)[], starts: [] as number[], lengths: [] as number[], events: [] as number[] };
  let before = -1;
  for (const at of order) {
    const opens = before < 0 || of[at] !== of[before] || times[at] - times[before] > gap;
    if (opens) {
      out.users.push(users[at]);
      out.starts.push(times[at]);
      out.lengths.push(0);
      out.events.push(0);
    }
    const last = out.users.length - 1;
    out.lengths[last] = times[at] - out.starts[last];
    out.events[last]++;
    session[at] = last;
    before = at;
  }
  return {
    session,
    users: out.users,
    starts: Float64Array.from(out.starts),
    lengths: Float64Array.from(out.lengths),
    events: Int32Array.from(out.events),
  };
}
