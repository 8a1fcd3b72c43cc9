/** The truth: what a person would do if a film were shown to them, and the ranking that knows it. */
import { DAY, START } from './calendar';
import type { Films } from './films';
import { drawPerson } from './people';
import type { Person } from './people';
import { attraction, bounce, moodShares, utilities } from './taste';
import { expectedStars } from './viewing';

/** What only a simulation can know. */
export interface Truth {
  films: Films;
  /** People in the world, its days and its seed. */
  users: number;
  days: number;
  seed: number;
  /** The person behind a user index. */
  person(user: number): Person;
  /**
   * Expected relevance of every item: the probability that the user, at the time (seconds since 1970), on seeing the film would click it and
   * watch at least a tenth; the moods averaged. With `watched` (item indices, oldest first) the pull of the next part of a series counts too.
   */
  relevances(user: number, time: number, watched?: ArrayLike<number>): Float64Array;
  /** The same of one item. */
  expectedRelevance(user: number, item: number, time: number): number;
  /**
   * Expected stars of every item, 0.5 … 5, had the user watched it at the time and rated it; the moods averaged. Of most pairs no rating is ever
   * given, and which are given depends on these numbers: that is what *missing not at random* means.
   */
  stars(user: number, time: number): Float64Array;
  /** Items in the order of expected relevance, best first; those in `exclude` left out; ties by lower index. */
  oracle(
    user: number,
    time: number,
    options?: { k?: number; exclude?: ArrayLike<number>; watched?: ArrayLike<number> },
  ): Int32Array;
}

/** People kept in memory, each of some 10 kB; another look at one who was dropped draws the same person again. */
const MOST_KEPT = 10_000;

/** The truth of the world with this seed. */
export function worldTruth(films: Films, { users, seed, days }: { users: number; seed: number; days: number }): Truth {
  const people = new Map<number, Person>();
  const person = (user: number): Person => {
    if (!(Number.isInteger(user) && user >= 0 && user < users))
      throw new RangeError(`user must be in 0 … ${users - 1}, got ${user}`);
    let known = people.get(user);
    if (known) return known;
    if (people.size >= MOST_KEPT) people.clear();
    people.set(user, (known = drawPerson(films, user, { seed, days })));
    return known;
  };
  const utility = new Float64Array(films.count);

  /** The mean of something over the moods, for every item. */
  const averaged = (user: number, time: number, of: (utility: number, item: number) => number): Float64Array => {
    if (!Number.isFinite(time)) throw new RangeError(`time must be a finite number of seconds, got ${time}`);
    const viewer = person(user);
    const day = (time - START) / DAY;
    const result = new Float64Array(films.count);
    const shares = usualShares(viewer);
    viewer.moods.forEach((mood, m) => {
      utilities(films, viewer, mood, day, utility);
      for (let i = 0; i < films.count; i++) result[i] += shares[m] * of(utility[i], i);
    });
    return result;
  };

  const relevances = (user: number, time: number, watched?: ArrayLike<number>): Float64Array => {
    const pull = seriesPull(films, watched ?? []);
    return averaged(user, time, (wish, i) => attraction(wish + pull[i]) * (1 - bounce(wish + pull[i], films.quality[i])));
  };

  return {
    films,
    users,
    days,
    seed,
    person,
    relevances,
    stars: (user, time) => averaged(user, time, (wish, i) => expectedStars(wish, films.quality[i], person(user).mildness)),
    expectedRelevance: (user, item, time) => {
      if (!(Number.isInteger(item) && item >= 0 && item < films.count)) {
        throw new RangeError(`item must be in 0 … ${films.count - 1}, got ${item}`);
      }
      return relevances(user, time)[item];
    },
    oracle: (user, time, { k = 10, exclude = [], watched } = {}) => {
      const relevance = relevances(user, time, watched);
      const out = new Uint8Array(films.count);
      for (let n = 0; n < exclude.length; n++) out[exclude[n]] = 1;
      const day = (time - START) / DAY;
      const items = Int32Array.from(relevance.keys()).filter((item) => !out[item] && films.arrives[item] <= day);
      return items.sort((a, b) => relevance[b] - relevance[a] || a - b).slice(0, k);
    },
  };
}

/** How history moves the wish for a film of a series: up for what follows a part that was seen, down for a late part of one not begun. */
export function seriesPull(films: Films, watched: ArrayLike<number>): Float64Array {
  const begun = new Map<number, number>();
  for (let n = 0; n < watched.length; n++) {
    const series = films.series[watched[n]];
    if (series >= 0) begun.set(series, Math.max(begun.get(series) ?? 0, films.part[watched[n]]));
  }
  const pull = new Float64Array(films.count);
  for (let i = 0; i < films.count; i++) {
    if (films.series[i] < 0) continue;
    const part = begun.get(films.series[i]);
    if (part === undefined) pull[i] = films.part[i] > 2 ? -1.2 : films.part[i] === 2 ? -0.7 : 0;
    else pull[i] = films.part[i] === part + 1 ? 1.6 : 0.8;
  }
  return pull;
}

/** How often each mood is met: noons and evenings, on weekdays and weekends, as visits fall. */
function usualShares(person: Person): Float64Array {
  const shares = new Float64Array(person.moods.length);
  for (const [hour, weekend, weight] of [[12, true, 0.15], [20, true, 0.2], [12, false, 0.15], [20, false, 0.5]] as const) {
    moodShares(person, hour, weekend).forEach((share, m) => (shares[m] += weight * share));
  } // prettier-ignore
  return shares;
}
