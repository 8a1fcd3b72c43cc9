/** The first stage: several sources name candidates, and their lists become one. */
import { topk } from '../../math/topk';
import type { Interactions, Recommender } from '../../types';

/** What names candidates: any model, fitted anew on each part of the log that it is shown. */
export interface CandidateSource {
  /** In reports and feature names: `als`, `recent`. */
  name: string;
  /** How many candidates it names; 100 by default. */
  k?: number;
  /** Trains it, such as `(train) => implicitAls(train, { factors: 32 })`. */
  fit(train: Interactions, options: { signal?: AbortSignal }): Recommender | Promise<Recommender>;
}

/** A source that is trained. */
export interface FittedSource {
  name: string;
  k: number;
  model: Recommender;
}

/** The candidates of one user, each once, those of the first source first. */
export interface Candidates {
  items: Int32Array;
  /** By source, its score of each candidate, also of those that other sources named; NaN for a source that is switched off. */
  scores: Float32Array[];
  /** By source, its rank of each candidate, from 1; NaN where it did not name it. */
  ranks: Float32Array[];
}

/**
 * The candidates of one source. An item that it scores exactly 0 is none: that is how a model says that it knows nothing, of a user without history
 * or of an item like nothing met.
 */
export function nameCandidates({ model, k }: FittedSource, user: number, exclude: ArrayLike<number>): SourceList {
  const scores = model.scores(user);
  const open = new Float32Array(scores.length);
  // A loop, not a map: a call for each item of the catalogue would cost as much as all the rest.
  for (let item = 0; item < open.length; item++) open[item] = scores[item] === 0 ? -Infinity : scores[item];
  for (let i = 0; i < exclude.length; i++) open[exclude[i]] = -Infinity;
  return { items: topk(open, k).items, scores };
}

/** What one source says. */
export interface SourceList {
  /** Its candidates, best first. */
  items: Int32Array;
  /** Its score of every item. */
  scores: Float32Array;
}

/** One list of all, in the order of the sources, each item where it is named first. */
export function mergeCandidates(lists: readonly (SourceList | undefined)[]): Candidates {
  const place = new Map<number, number>();
  for (const list of lists) for (const item of list?.items ?? []) if (!place.has(item)) place.set(item, place.size);
  const items = Int32Array.from(place.keys());
  return {
    items,
    scores: lists.map((list) => {
      const scores = new Float32Array(items.length).fill(NaN);
      if (list) for (let at = 0; at < items.length; at++) scores[at] = list.scores[items[at]];
      return scores;
    }),
    ranks: lists.map((list) => {
      const ranks = new Float32Array(items.length).fill(NaN);
      list?.items.forEach((item, at) => (ranks[place.get(item)!] = at + 1));
      return ranks;
    }),
  };
}
