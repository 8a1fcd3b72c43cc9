/** What each user met, in its order, and the windows that are cut from it to train on. */
import { checkTimes } from '../data/interactions';
import { checkInteractions, groupRows } from '../math/sparse';
import type { Interactions } from '../types';

/** The items of all users, each user's oldest first: user u's are `items[starts[u]]` … `items[starts[u + 1] − 1]`. */
export interface Sequences {
  starts: Int32Array;
  items: Int32Array;
}

/** Stretches of sequences: window w reads `lengths[w]` items of user `users[w]` from `from[w]` on, and after each should expect the next. */
export interface Windows {
  users: Int32Array;
  from: Int32Array;
  lengths: Int32Array;
}

/** Windows side by side, padded behind to the longest. */
export interface WindowBatch {
  /** Places of a padded window. */
  length: number;
  /** Places of each window without padding. (windows) */
  lengths: Int32Array;
  /** The item read at each place; 0 where a window has ended. (windows · length) */
  inputs: Int32Array;
  /** Which of the places are no padding. (targets) */
  places: Int32Array;
  /** The item that follows at each of these. (targets) */
  targets: Int32Array;
  /** Whose it is. (targets) */
  users: Int32Array;
}

/**
 * Each user's rows by time, ties by place in the log.
 *
 * @throws RangeError if a time is unknown
 */
export function sequencesOf(log: Interactions): Sequences {
  checkInteractions(log);
  checkTimes(log);
  const { starts, order } = groupRows(log.users, log.userIds.length);
  for (let user = 0; user < log.userIds.length; user++) {
    order.subarray(starts[user], starts[user + 1]).sort((a, b) => log.times[a] - log.times[b] || a - b);
  }
  return { starts: Int32Array.from(starts), items: Int32Array.from(order, (row) => log.items[row]) };
}

/**
 * Cuts the sequences into windows of at most so many places, from the end, so that every item but a user's first is expected exactly once.
 */
export function windowsOf({ starts }: Sequences, length: number): Windows {
  const users: number[] = [];
  const from: number[] = [];
  const lengths: number[] = [];
  for (let user = 0; user < starts.length - 1; user++) {
    for (let end = starts[user + 1] - 1; end > starts[user]; end -= length) {
      const start = Math.max(starts[user], end - length);
      users.push(user);
      from.push(start);
      lengths.push(end - start);
    }
  }
  return { users: Int32Array.from(users), from: Int32Array.from(from), lengths: Int32Array.from(lengths) };
}

/** These windows, to be read at once. */
export function padWindows({ items }: Sequences, windows: Windows, batch: Int32Array): WindowBatch {
  const { from, lengths } = windows;
  const length = batch.reduce((longest, window) => Math.max(longest, lengths[window]), 0);
  const inputs = new Int32Array(batch.length * length);
  const places: number[] = [];
  const targets: number[] = [];
  const users: number[] = [];
  batch.forEach((window, row) => {
    for (let place = 0; place < lengths[window]; place++) {
      inputs[row * length + place] = items[from[window] + place];
      places.push(row * length + place);
      targets.push(items[from[window] + place + 1]);
      users.push(windows.users[window]);
    }
  });
  const [whose, what, where] = [users, targets, places].map((list) => Int32Array.from(list));
  return { length, lengths: batch.map((window) => lengths[window]), inputs, places: where, targets: what, users: whose };
}
