/** The nouns of the library: what every room of `recsys` speaks in. */

/** A log of who did what, as columns of one length; row r says that user `users[r]` met item `items[r]`. */
export interface Interactions {
  /** Index into `userIds` of each row. */
  users: Int32Array;
  /** Index into `itemIds` of each row. */
  items: Int32Array;
  /** Strength of each row: a rating, a share watched, or 1. */
  values: Float32Array;
  /** Seconds since 1970-01-01 UTC of each row; NaN where unknown. */
  times: Float64Array;
  /** The publisher's id of each user. */
  userIds: string[];
  /** The publisher's id of each item. */
  itemIds: string[];
}

/** A short list of items, best first. */
export interface Ranking {
  /** Item indices, best first. */
  items: Int32Array;
  /** The score of each, falling. */
  scores: Float32Array;
}

/** How many to recommend, and what to leave out. */
export interface RecommendOptions {
  /** Length of the list, a positive integer; 10 by default. */
  k?: number;
  /** Item indices that must not appear. By default the items the user met in training; pass an empty array to allow them. */
  exclude?: Int32Array;
}

/** A fitted model that ranks items for the users it was trained on. */
export interface Recommender {
  /** One score per item, in the order of `itemIds`; throws a RangeError for an unknown user index. */
  scores(user: number): Float32Array;
  /** The k best-scored items outside `exclude`, ties by lower item index. */
  recommend(user: number, options?: RecommendOptions): Ranking;
  /** The whole model in one transferable buffer; `name.fromBuffer` reads it back. */
  toBuffer(): ArrayBuffer;
}

/** What a training loop tells of itself. */
export interface Progress {
  /** Units done so far. */
  done: number;
  /** Units in all. */
  total: number;
  /** The unit: `epoch`, `iteration`, `tree`; `step` by default. */
  label?: string;
  /** Loss and metrics at this point, by name. */
  values?: Record<string, number>;
}

/** What every training function takes beside its own options. */
export interface TrainOptions {
  /** Same seed, same model, on every machine. */
  seed?: number;
  /** Aborting it ends the training at the next unit; what was learned by then is kept. */
  signal?: AbortSignal;
  /** Told after each unit. */
  onProgress?: (progress: Progress) => void;
}

/** What is known of an item. */
export interface ItemFacts {
  /** The publisher's id, equal to `interactions.itemIds[index]`. */
  id: string;
  title: string;
  /** Year of release; absent where unknown. */
  year?: number;
  genres: string[];
  director?: string;
  /** Running time in minutes. */
  minutes?: number;
  /** Age rating as published, such as `PG-13`. */
  ageRating?: string;
  /** Thirty to sixty words on the item. */
  synopsis?: string;
}

/** What is known of a user: attribute name to value, such as `age: '25-34'`. */
export interface UserFacts {
  /** The publisher's id, equal to `interactions.userIds[index]`. */
  id: string;
  attributes: Record<string, string>;
}

/** What a data set may or may not have, as named by a cell's `needs=`. */
export type DataNeed =
  'times' | 'genres' | 'attributes' | 'ratings' | 'impressions' | 'propensities' | 'searches' | 'truth' | 'synopses' | 'rawFilms';

/** A log with what is known of its users and items: what `data()` gives a notebook. */
export interface DataSet {
  /** Shown with every output: `built-in world`, `MovieLens latest-small`. */
  name: string;
  /** Where it is from, under which terms, and what of it is simulated, in one or two sentences. */
  notice: string;
  interactions: Interactions;
  /** By item index. */
  items: ItemFacts[];
  /** By user index. */
  users: UserFacts[];
  /** What the set has beside users and items. */
  has: DataNeed[];
}
