/** Business rules: what may be shown, whatever the model thinks of it. A rule takes a ranked list and gives one. */
import type { ItemFacts } from '../../types';

/** An item of a ranked list. */
export interface Scored {
  item: number;
  score: number;
}

export type Rule = (ranked: readonly Scored[]) => Scored[];

/** Age ratings, from for all to for adults only. */
export const AGE_RATINGS = ['G', 'PG', 'PG-13', 'R', 'NC-17'] as const;

export type AgeRating = (typeof AGE_RATINGS)[number];

/** Drops what the user has met. */
export function seenRule(seen: ReadonlySet<number>): Rule {
  return (ranked) => ranked.filter(({ item }) => !seen.has(item));
}

/** Drops what is rated above `most`, and what has no rating that can be compared: a child's list must be safe, not long. */
export function ageRule(items: readonly ItemFacts[], most: AgeRating): Rule {
  const limit = AGE_RATINGS.indexOf(most);
  return (ranked) =>
    ranked.filter(({ item }) => {
      const rating = AGE_RATINGS.indexOf(items[item].ageRating as AgeRating);
      return rating >= 0 && rating <= limit;
    });
}

/**
 * Lets at most `most` items of one group into the list; the rest of the group follows at the end, so that the list is no shorter. Items
 * without a group pass.
 *
 * @param groupOf the group of an item, such as its director
 */
export function diversityRule(groupOf: (item: number) => string | undefined, { most = 2 }: { most?: number } = {}): Rule {
  return (ranked) => {
    const counts = new Map<string, number>();
    const first: Scored[] = [];
    const rest: Scored[] = [];
    for (const scored of ranked) {
      const group = groupOf(scored.item);
      if (group === undefined) {
        first.push(scored);
        continue;
      }
      const count = (counts.get(group) ?? 0) + 1;
      counts.set(group, count);
      (count <= most ? first : rest).push(scored);
    }
    return [...first, ...rest];
  };
}
