/** The data sets that `npm run data` fetches: where their publisher keeps them, what they hold, and what may be done with them. */

/** Where GroupLens keeps its archives. */
export const GROUPLENS = 'https://files.grouplens.org/datasets/movielens/';

/** A number must lie between the two, both included. */
export type Range = readonly [least: number, most: number];

/** What is known of a set before it is fetched. */
export interface PublishedSet {
  /** What a person types after `movielens`. */
  version: string;
  /** Its folder below `static/data`, and its id in `sets.json`. */
  id: string;
  name: string;
  /** The archive's name at the publisher. */
  archive: string;
  /** Files of the archive, by base name, that are needed; the last is the publisher's own description with the licence. */
  files: readonly string[];
  /** Size of the archive in bytes. */
  bytes: Range;
  ratings: Range;
  users: Range;
  /** Films with a rating; 1M lists 3,883 and rates 3,706. */
  items: Range;
  licence: string;
  acknowledgement: string;
  /** Why it may not stand on a site of ours; absent where it may. */
  notRepublished?: string;
}

const HARPER_KONSTAN =
  'F. Maxwell Harper and Joseph A. Konstan. 2015. The MovieLens Datasets: History and Context. ACM Transactions on Interactive Intelligent ' +
  'Systems (TiiS) 5, 4: 19:1–19:19. https://doi.org/10.1145/2827872';

const KEPT = {
  licence:
    'For research; not to be redistributed without separate permission of GroupLens, nor used commercially. The terms are in the README of the archive.',
  acknowledgement: HARPER_KONSTAN,
};

/** latest-small is renewed now and then, so its ranges are wide; the other two are final, and are counted as their READMEs count them. */
export const PUBLISHED: readonly PublishedSet[] = [
  {
    version: 'latest-small',
    id: 'movielens-latest-small',
    name: 'MovieLens latest-small',
    archive: 'ml-latest-small.zip',
    files: ['ratings.csv', 'movies.csv', 'tags.csv', 'README.txt'],
    bytes: [700_000, 2_000_000],
    ratings: [80_000, 200_000],
    users: [400, 2000],
    items: [5000, 20_000],
    licence:
      'For research; not for commercial use without permission of GroupLens. May be redistributed under these same conditions, which are in ' +
      'README.txt beside the files. Neither the University of Minnesota nor GroupLens endorses this book.',
    acknowledgement: HARPER_KONSTAN,
  },
  {
    version: '100k',
    id: 'movielens-100k',
    name: 'MovieLens 100K',
    archive: 'ml-100k.zip',
    files: ['u.data', 'u.item', 'u.user', 'README'],
    bytes: [3_000_000, 8_000_000],
    ratings: [100_000, 100_000],
    users: [943, 943],
    items: [1682, 1682],
    ...KEPT,
    notRepublished: 'its licence says that it may not be redistributed without separate permission',
  },
  {
    version: '1m',
    id: 'movielens-1m',
    name: 'MovieLens 1M',
    archive: 'ml-1m.zip',
    files: ['ratings.dat', 'movies.dat', 'users.dat', 'README'],
    bytes: [4_000_000, 10_000_000],
    ratings: [1_000_209, 1_000_209],
    users: [6040, 6040],
    items: [3706, 3706],
    ...KEPT,
    notRepublished: 'its licence says that it may not be redistributed without separate permission',
  },
];
