import { describe, expect, it } from 'vitest';
import { judgedQueries, queryKind, typeQuery } from '../../../../src/recsys/data/world/search';
import { random } from '../../../../src/recsys/math/random';
import { films, world } from './builtIn';

const searches = await world.searches();
const judged = judgedQueries(searches, world.items);

describe('queryKind', () => {
  it('tells what a query was meant as, but for one in a hundred', () => {
    const draw = random(1);
    let right = 0;
    const n = 5000;
    for (let i = 0; i < n; i++) {
      const item = draw.int(films.count);
      const { query, kind } = typeQuery(films, item, draw);
      if (queryKind(query, films.facts[item]) === kind) right++;
    }
    expect(right / n).toBeGreaterThan(0.99);
  });
});

describe('the search log', () => {
  it('tells query, results, click and what was wanted', () => {
    const { queries, results, clicks, wanted, users, times } = searches;
    expect(queries.length).toBeGreaterThan(20_000);
    for (let row = 0; row < queries.length; row++) {
      expect(queries[row]).not.toBe('');
      expect(results[row].length).toBeLessThanOrEqual(10);
      expect(new Set(results[row]).size).toBe(results[row].length);
      for (const item of [...results[row], wanted[row]]) expect(world.items[item]).toBeDefined();
      if (clicks[row] >= 0) expect(results[row]).toContain(clicks[row]);
      expect(world.users[users[row]]).toBeDefined();
      if (row > 0 && users[row] === users[row - 1]) expect(times[row]).toBeGreaterThanOrEqual(times[row - 1]);
    }
  });

  it('is made of every question once, in the order of time', () => {
    expect(judged.reduce((sum, { count }) => sum + count, 0)).toBe(searches.queries.length);
    expect(new Set(judged.map(({ query, wanted }) => `${wanted} ${query}`)).size).toBe(judged.length);
    for (let n = 1; n < judged.length; n++) expect(judged[n].time).toBeGreaterThanOrEqual(judged[n - 1].time);
    expect(new Set(judged.map(({ kind }) => kind))).toEqual(new Set(['title', 'prefix', 'typo', 'director', 'genre', 'mixed']));
  });
});
