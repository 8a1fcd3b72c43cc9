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
