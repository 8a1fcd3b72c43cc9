/** A trained model as the API asks it. Inside, users and items are indices; ids are translated at the door. */
import type { ItemFacts, Ranking } from '../../types';

/** Candidates to be put in order. */
export interface RankRequest<Found extends Ranking = Ranking> {
  user: number;
  /** What the first stage gave. */
  candidates: Found;
  /** The user's features in the order of `userFeatures`; NaN where unknown. */
  userFeatures: Float64Array;
  /** candidates × `itemFeatures`, row-major; NaN where unknown. */
  itemFeatures: Float64Array;
}

/** What one artefact becomes once it is loaded. It never changes: a new artefact is a new model. */
export interface ServedModel<Found extends Ranking = Ranking> {
  /** Shown in every answer. */
  version: string;
  /** By item index. */
  items: readonly ItemFacts[];
  /** By user index. */
  userIds: readonly string[];
  /** All items, most popular first: what is shown to strangers, and to everyone when a stage fails. */
  popular: Ranking;
  /**
   * First stage: about k promising items, best first. It may leave out what the user met before the training ended, and add what its ranker
   * wants to know of them.
   */
  candidates(user: number, options: { k: number }): Found | Promise<Found>;
  /** Features of `user:<id>` that the ranker reads, by name; none by default. */
  userFeatures?: readonly string[];
  /** Features of `item:<id>` that the ranker reads; none by default. */
  itemFeatures?: readonly string[];
  /** Second stage: a score for each candidate. Without it the first stage's order stands. */
  rank?(request: RankRequest<Found>): Float32Array | Promise<Float32Array>;
  /** The item's vector in the space of the index that answers `/similar`. */
  itemVector?(item: number): ArrayLike<number>;
}

/** Ids to indices of a model. */
export interface Ids {
  user(id: string): number | undefined;
  item(id: string): number | undefined;
}

export function idsOf({ items, userIds }: Pick<ServedModel, 'items' | 'userIds'>): Ids {
  const users = new Map(userIds.map((id, user) => [id, user]));
  const byId = new Map(items.map(({ id }, item) => [id, item]));
  return { user: (id) => users.get(id), item: (id) => byId.get(id) };
}
