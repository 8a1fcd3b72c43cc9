import { expect, it } from 'vitest';
import { cachedFeatures } from '../../../src/recsys/serve/cachedFeatures';
import { featureStore } from '../../../src/recsys/serve/featureStore';
import { storeContract } from './storeContract';
import type { FeatureStore } from '../../../src/recsys/serve/featureStore';

// A cache that remembers nothing longer than an instant changes nothing.
storeContract('cachedFeatures', async () => cachedFeatures(featureStore(), { seconds: 1e-9 }));

async function watched() {
  const store = featureStore();
  const asked: string[][] = [];
  const spy: FeatureStore = {
    ...store,
    latest: (entities, features) => {
      asked.push([...entities]);
      return store.latest(entities, features);
    },
  };
  const write = (id: string, entity: string, value: number) => store.write([{ id, entity, feature: 'n', value, time: value }]);
  return { asked, spy, write };
}

it('cachedFeatures asks only for what it does not remember, and for no longer than it may', async () => {
  const { asked, spy, write } = await watched();
  let time = 0;
  const features = cachedFeatures(spy, { seconds: 10, now: () => time });
  await write('a', 'item:1', 1);
  expect([...(await features.latest(['item:1', 'item:2'], ['n']))]).toEqual([1, NaN]);
  await write('b', 'item:1', 2);
  expect([...(await features.latest(['item:3', 'item:1', 'item:2'], ['n']))]).toEqual([NaN, 1, NaN]);
  expect([...(await features.latest(['item:1'], ['n']))]).toEqual([1]);
  time = 10;
  expect([...(await features.latest(['item:1'], ['n']))]).toEqual([2]);
  expect(asked).toEqual([['item:1', 'item:2'], ['item:3'], ['item:1']]);
  expect(features.stats()).toMatchObject({ hits: 3, misses: 4 });
});

it('cachedFeatures never remembers what it should not, and keeps sets of features apart', async () => {
  const { asked, spy, write } = await watched();
  const features = cachedFeatures(spy, { seconds: 10, now: () => 0, only: (entity) => entity.startsWith('item:') });
  await write('a', 'user:1', 1);
  await features.latest(['user:1', 'item:1'], ['n']);
  await write('b', 'user:1', 2);
  expect([...(await features.latest(['user:1', 'item:1'], ['n']))]).toEqual([2, NaN]);
  await features.latest(['item:1'], ['n', 'm']);
  expect(asked).toEqual([['user:1', 'item:1'], ['user:1'], ['item:1']]);
});
