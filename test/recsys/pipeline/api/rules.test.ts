import { expect, it } from 'vitest';
import { ageRule, diversityRule, seenRule } from '../../../../src/recsys/pipeline/api/rules';
import type { AgeRating } from '../../../../src/recsys/pipeline/api/rules';
import type { ItemFacts } from '../../../../src/recsys/types';

const ranked = [5, 3, 1, 4, 0, 2].map((item, rank) => ({ item, score: 6 - rank }));
const order = (list: { item: number }[]) => list.map(({ item }) => item);

it('seenRule drops what was seen and keeps the order', () => {
  expect(order(seenRule(new Set([1, 5, 9]))(ranked))).toEqual([3, 4, 0, 2]);
});

it('ageRule drops what is rated above the limit, and what is not rated', () => {
  const items = ['G', 'PG', 'PG-13', 'R', 'Not Rated', undefined].map((ageRating) => ({ ageRating }) as ItemFacts);
  const kept = (most: AgeRating) => order(ageRule(items, most)(ranked)).sort();
  expect([kept('G'), kept('PG-13'), kept('NC-17')]).toEqual([[0], [0, 1, 2], [0, 1, 2, 3]]);
});

it('diversityRule moves the third of a group to the end, and loses nothing', () => {
  const group = (item: number) => (item === 0 ? undefined : item % 2 ? 'odd' : 'even');
  expect(order(diversityRule(group)(ranked))).toEqual([5, 3, 4, 0, 2, 1]);
  expect(order(diversityRule(group, { most: 1 })(ranked))).toEqual([5, 4, 0, 3, 1, 2]);
  expect(diversityRule(group)([])).toEqual([]);
});
