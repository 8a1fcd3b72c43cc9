/** Tells which of a cell's needs the data set in use does not meet. */
import type { DataNeed, DataSet } from '../recsys/types';
import type { Lack } from '../kernel/execute';

/** What each need is called in a sentence that begins `This data set has no …`. */
const WORDS: Record<DataNeed, string> = {
  times: 'times',
  genres: 'genres',
  attributes: 'attributes of its users',
  ratings: 'ratings',
  impressions: 'impressions',
  propensities: 'propensities',
  searches: 'searches',
  truth: 'known truth',
  synopses: 'synopses',
  rawFilms: 'film table from before its cleaning',
};

/** @throws RangeError for a need that no data set could meet: a slip of the notebook's author */
export function lackOf({ name, has }: DataSet, needs: string[]): Lack {
  const isNeed = (need: string): need is DataNeed => Object.hasOwn(WORDS, need);
  const missing = needs.flatMap((need) => {
    if (!isNeed(need)) throw new RangeError(`needs must be of ${Object.keys(WORDS).join(', ')}, got ${need}`);
    return has.includes(need) ? [] : [WORDS[need]];
  });
  return { data: name, missing };
}

/** Below so many users or items with a row, code written for crowds divides by nothing and looks up what is not there. */
const FEWEST = 50;

/** A sentence about a log that is too small for the book's code; nothing of one that is not. */
export function smallness({ name, interactions }: DataSet): string | undefined {
  const users = new Set(interactions.users).size;
  const items = new Set(interactions.items).size;
  if (users >= FEWEST && items >= FEWEST) return undefined;
  const count = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;
  return (
    `This data set (${name}) has rows of ${count(users, 'user')} and ${count(items, 'item')}; the code of this book ` +
    `expects at least ${FEWEST} of each, and that may be all that is wrong.`
  );
}
