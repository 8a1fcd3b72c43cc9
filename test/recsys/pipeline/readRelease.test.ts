import { beforeAll, describe, expect, it } from 'vitest';
import { readArtefact, writeArtefact } from '../../../src/recsys/pipeline/artefact';
import { onlineSeed, onlineUpdates } from '../../../src/recsys/pipeline/onlineFeatures';
import { readRelease } from '../../../src/recsys/pipeline/readRelease';
import { recommendApi } from '../../../src/recsys/pipeline/recommendApi';
import { serveTwoStage } from '../../../src/recsys/pipeline/serveTwoStage';
import { featureStore } from '../../../src/recsys/serve/featureStore';
import { streamConsumer } from '../../../src/recsys/serve/streamConsumer';
import { items, log, trainTiny } from './tinyTwoStage';
import type { Release } from '../../../src/recsys/pipeline/api/release';
import type { TwoStage } from '../../../src/recsys/pipeline/twoStage/model';

const DAY = 86_400;

let pipeline: TwoStage;
let file: ArrayBuffer;
let release: Release;

beforeAll(async () => {
  pipeline = await trainTiny();
  file = pipeline.toBuffer({ version: '2011-07', metrics: { ndcg: 0.3 } });
  release = await readRelease(file);
});

describe('readRelease', () => {
  it('answers as the pipeline that was exported', async () => {
    const api = recommendApi({ ...release, perDirector: 99 });
    for (const user of log.userIds.slice(0, 30)) {
      const answer = await api.request(`/recommend?user_id=${user}&top_k=10`);
      const body = (await answer.json()) as { items: { score: number }[]; source: string; model_version: string };
      expect(body).toMatchObject({ source: 'ranker', model_version: '2011-07', degraded: [] });
      const expected = pipeline.recommend(log.userIds.indexOf(user), { k: 10 });
      expect(body.items.map(({ score }) => score)).toEqual([...expected.scores].map((score) => expect.closeTo(score, 4)));
    }
  });

  it('searches titles, begun and misspelt, and finds what is alike', async () => {
    const api = recommendApi(release);
    for (const query of ['green', 'gree', 'greem']) {
      const { items: found } = (await (await api.request(`/search?q=${query}&top_k=5`)).json()) as { items: { title: string }[] };
      expect(found.length).toBe(5);
      for (const { title } of found) expect(title).toContain('Green');
    }
    expect((await api.request(`/similar/${items[0].id}`)).status).toBe(200);
  });

  it('refuses an artefact of another kind, and one whose log is not that of its name', async () => {
    const { parts, ...about } = readArtefact(file);
    await expect(readRelease(writeArtefact({ ...about, kind: 'other', parts }))).rejects.toThrow(
      'artefact must have the kind twoStage, got other',
    );
    const wrong = writeArtefact({ ...about, dataHash: '0123456789abcdef', parts });
    await expect(readRelease(wrong)).rejects.toThrow('artefact must hold the log of the hash 0123456789abcdef');
  });
});

describe('online features', () => {
  it('say at first what the ranker was trained with, so that the store changes no score', async () => {
    const store = featureStore();
    await store.write(release.seed!());
    for (const user of log.userIds.slice(0, 20)) {
      const path = `/recommend?user_id=${user}&top_k=20`;
      const [plain, fed] = [recommendApi(release), recommendApi({ ...release, features: store })];
      const answers = await Promise.all([plain, fed].map(async (api) => (await (await api.request(path)).json()) as object));
      expect(answers[1]).toEqual(answers[0]);
    }
  });

  it('are the same from a whole log, and from its first half with the rest as a stream', async () => {
    const half = { ...log, users: log.users.slice(0, 2000), items: log.items.slice(0, 2000), values: log.values.slice(0, 2000) };
    const store = featureStore();
    await store.write(onlineSeed(half, 1, 'half'));
    const stream = await streamConsumer({
      ...{ store, name: 'x', lateness: DAY },
      update: (event: { id: string; time: number; user: string; item: string; value: number }) => onlineUpdates(event),
    });
    const rest = Array.from(log.users.subarray(2000), (user, at) => ({
      ...{ id: `e${at}`, time: 10 + at, user: log.userIds[user] },
      ...{ item: log.itemIds[log.items[2000 + at]], value: log.values[2000 + at] },
    }));
    await stream.push(rest.map((event, offset) => ({ offset, event })));
    await stream.flush();
    const whole = featureStore();
    await whole.write(onlineSeed(log, 1, 'whole'));
    const entities = [...log.userIds.map((id) => `user:${id}`), ...log.itemIds.map((id) => `item:${id}`)];
    const [a, b] = await Promise.all([store, whole].map((one) => one.latest(entities, ['events', 'value'])));
    expect([...a]).toEqual([...b].map((value) => expect.closeTo(value, 6)));
  });

  it('move the scores as what they count moves', async () => {
    const store = featureStore();
    await store.write(release.seed!());
    const user = log.userIds[0];
    const scores = async () => {
      const answer = await recommendApi({ ...release, features: store }).request(`/recommend?user_id=${user}&top_k=20`);
      return ((await answer.json()) as { items: { score: number }[] }).items.map(({ score }) => score);
    };
    const before = await scores();
    await store.write(
      log.itemIds.map((id) => ({ id: `more/${id}`, entity: `item:${id}`, feature: 'events', value: 1, time: 1e9 })),
    );
    expect(await scores()).not.toEqual(before);
  });
});

it('serveTwoStage needs to know the items', () => {
  expect(() => serveTwoStage({ ...pipeline, items: undefined }, { version: '1' })).toThrow(
    'pipeline must know its items, got none',
  );
});
