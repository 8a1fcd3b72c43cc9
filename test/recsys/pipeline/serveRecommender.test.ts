import { expect, it } from 'vitest';
import { popularity } from '../../../src/recsys/models/popularity';
import { serveRecommender } from '../../../src/recsys/pipeline/serveRecommender';
import { recommendApi } from '../../../src/recsys/pipeline/recommendApi';
import { items, train } from './api/app';

it('serveRecommender serves a model without vectors or ranker', async () => {
  const model = serveRecommender(popularity(train), { train, items, version: '1' });
  expect(model.itemVector).toBeUndefined();
  expect(model.popular.items.length).toBe(40);
  const answer = await recommendApi({ model }).request('/recommend?user_id=u1');
  expect(await answer.json()).toMatchObject({ source: 'candidates', degraded: [] });
});

it('serveRecommender refuses facts of other items', () => {
  expect(() => serveRecommender(popularity(train), { train, items: items.slice(1), version: '1' })).toThrow(
    'items must be as many as in train (40), got 39',
  );
});
