import { beforeAll, describe, expect, it } from 'vitest';
import { fromRows } from '../../../src/recsys/data/fromRows';
import { random } from '../../../src/recsys/math/random';
import { twoTower } from '../../../src/recsys/models/twoTower';
import { startBackend, tf } from '../../../src/recsys/tf/tensorflow';
import type { TwoTowerOptions } from '../../../src/recsys/models/twoTower';
import type { Interactions, Progress } from '../../../src/recsys/types';

/**
 * Sixty viewers of two tastes: viewer u meets 8 of the 15 films of taste u mod 2, films 0–14 or 15–29. Two more films, 30 and 31, are in
 * the catalogue and nobody met them.
 */
function twoTastes(): Interactions {
  const draw = random(3);
  const rows = [];
  for (let user = 0; user < 60; user++) {
    const films = draw.shuffle(Int32Array.from({ length: 15 }, (_, film) => film + 15 * (user % 2)));
    for (const film of films.subarray(0, 8)) rows.push({ user: `u${user}`, item: `f${film}` });
  }
  const log = fromRows(rows);
  return { ...log, itemIds: [...log.itemIds, 'f30', 'f31'] };
}

const log = twoTastes();
const items = log.itemIds.length;
const users = log.userIds.length;
const tasteOfFilm = log.itemIds.map((id) => {
  const film = Number(id.slice(1));
  return film < 30 ? Math.floor(film / 15) : film % 2; // 30 is of taste 0, 31 of taste 1
});
const tasteOfUser = (user: number) => Number(log.userIds[user].slice(1)) % 2;
const genres = tasteOfFilm.map((taste) => [`taste:${taste}`]);
const options: TwoTowerOptions = { factors: 8, epochs: 30, batchSize: 32, history: 5 };

/** How many of the k films recommended to everyone are of their taste. */
function rightShare(model: Awaited<ReturnType<typeof twoTower>>, k = 5): number {
  let right = 0;
  for (let user = 0; user < users; user++) {
    for (const item of model.recommend(user, { k }).items) right += tasteOfFilm[item] === tasteOfUser(user) ? 1 : 0;
  }
  return right / users / k;
}

beforeAll(async () => {
  await startBackend();
});

describe('twoTower', () => {
  it.each<[string, TwoTowerOptions]>([
    ['ids and histories', {}],
    ['ids alone', { history: 0 }],
    ['histories alone', { userIds: false, itemIds: true }],
    ['features of items', { itemFeatures: genres }],
    ['features without ids', { itemFeatures: genres, itemIds: false, userIds: false }],
    ['hidden layers', { hidden: [16], learningRate: 0.01 }],
    ['vectors of length 1', { temperature: 0.2 }],
    ['mixed negatives', { uniformNegatives: 8 }],
    ['streamed frequencies', { correction: 'streaming' }],
    ['no correction', { correction: 'none' }],
  ])('recommends unseen films of the viewer’s own taste, by %s', async (_, own) => {
    expect(rightShare(await twoTower(log, { ...options, ...own }))).toBeGreaterThan(0.95);
  });

  it('places a film that nobody met by its features, as `itemVector` does', async () => {
    const model = await twoTower(log, { ...options, itemFeatures: genres });
    for (let user = 0; user < users; user++) {
      const scores = model.scores(user);
      expect(Math.sign(scores[items - 2] - scores[items - 1])).toBe(tasteOfUser(user) === 0 ? 1 : -1);
    }
    const { dimensions, items: vectors } = model.vectors;
    for (const item of [items - 2, items - 1]) {
      const placed = model.itemVector(genres[item]);
      expect([...placed]).toEqual([...vectors.subarray(item * dimensions, (item + 1) * dimensions)]);
    }
    expect([...model.itemVector(['taste:7'])]).toEqual(new Array(dimensions).fill(0)); // nothing is known of it
    // to have met it says nothing of a user
    expect(model.userVector([], [items - 1])).toEqual(model.userVector([]));
  });

  it('gives vectors whose inner product is the score', async () => {
    for (const own of [{}, { temperature: 0.5 }, { hidden: [6] }]) {
      const model = await twoTower(log, { ...options, ...own, epochs: 2 });
      const { dimensions, users: p, items: q } = model.vectors;
      expect(p.length / dimensions).toBe(users);
      expect(q.length / dimensions).toBe(items);
      const scores = model.scores(7);
      for (let item = 0; item < items; item++) {
        let product = 0;
        for (let f = 0; f < dimensions; f++) product += p[7 * dimensions + f] * q[item * dimensions + f];
        expect(scores[item]).toBeCloseTo(product, 4);
      }
    }
  });

  it('places a stranger by what they met and what is known of them', async () => {
    const attributes = log.userIds.map((_, user) => [`taste:${tasteOfUser(user)}`]);
    const model = await twoTower(log, { ...options, userFeatures: attributes, userIds: false });
    const meanScore = (vector: Float32Array, taste: number) => {
      const { dimensions, items: q } = model.vectors;
      let sum = 0;
      for (let item = 0; item < 30; item++) {
        if (tasteOfFilm[item] !== taste) continue;
        for (let f = 0; f < dimensions; f++) sum += vector[f] * q[item * dimensions + f];
      }
      return sum / 15;
    };
    const films = [0, 1].map((taste) => tasteOfFilm.flatMap((own, item) => (own === taste && item < 30 ? [item] : [])));
    for (const taste of [0, 1]) {
      const met = films[taste].slice(0, 3);
      for (const vector of [model.userVector([`taste:${taste}`]), model.userVector([], met)]) {
        expect(meanScore(vector, taste)).toBeGreaterThan(meanScore(vector, 1 - taste) + 0.5);
      }
      const scores = model.scoresFor(met);
      const meanOf = (some: number[]) => some.reduce((sum, item) => sum + scores[item], 0) / some.length;
      expect(meanOf(films[taste].slice(3))).toBeGreaterThan(meanOf(films[1 - taste]) + 0.5);
    }
    // the vector of a user of the log is that of their features and all that they met
    const own = log.items.filter((_, row) => log.users[row] === 4);
    const { dimensions, users: p } = model.vectors;
    const placed = model.userVector(attributes[4], own);
    placed.forEach((value, f) => expect(value).toBeCloseTo(p[4 * dimensions + f], 5));
    expect(() => model.userVector([], [items])).toThrow(`items must be an index in 0 … ${items - 1}, got ${items}`);
  });

  it('survives a round trip through its buffer', async () => {
    for (const own of [
      { itemFeatures: genres, hidden: [4] },
      { temperature: 0.2, history: 0 },
    ]) {
      const model = await twoTower(log, { ...options, ...own, epochs: 1 });
      const again = twoTower.fromBuffer(model.toBuffer());
      expect(again.scores(7)).toEqual(model.scores(7));
      expect(again.recommend(7)).toEqual(model.recommend(7));
      expect(again.itemVector(['taste:1'])).toEqual(model.itemVector(['taste:1']));
      expect(again.scoresFor([1, 2])).toEqual(model.scoresFor([1, 2]));
      expect(again.vectors).toEqual(model.vectors);
      expect(new Uint8Array(again.toBuffer())).toEqual(new Uint8Array(model.toBuffer()));
    }
  });

  it('gives the same bits for the same seed, and others for another', async () => {
    const scores = async (seed: number) => (await twoTower(log, { ...options, epochs: 2, seed })).scores(0);
    const first = await scores(1);
    expect(await scores(1)).toEqual(first);
    expect(await scores(2)).not.toEqual(first);
  });

  it('tells of a falling loss, and keeps what it has when it is stopped', async () => {
    const told: Progress[] = [];
    await twoTower(log, { ...options, onProgress: (progress) => told.push(progress) });
    expect(told.at(-1)!.done).toBe(told.at(-1)!.total);
    expect(told.at(-1)!.values!.loss).toBeLessThan(told[0].values!.loss);
    const controller = new AbortController();
    const stopped = await twoTower(log, { epochs: 1000, signal: controller.signal, onProgress: () => controller.abort() });
    expect(stopped.scores(0).every(Number.isFinite)).toBe(true);
  });

  it('takes one row, a user without rows, and a batch of one', async () => {
    const one = { ...fromRows([{ user: 'u', item: 'i' }]), itemIds: ['i', 'new'], userIds: ['u', 'silent'] };
    const model = await twoTower(one, { epochs: 2 });
    for (const user of [0, 1]) expect(model.scores(user).every(Number.isFinite)).toBe(true);
    expect([...model.recommend(0).items]).toEqual([1]);
    expect((await twoTower(log, { epochs: 1, batchSize: 1, uniformNegatives: 3 })).scores(0).every(Number.isFinite)).toBe(true);
  });

  it('leaves no tensor behind in 100 runs, also when it fails', async () => {
    const small = fromRows([...Array(12).keys()].map((n) => ({ user: `u${n % 4}`, item: `i${n % 5}` })));
    const { numTensors, numDataBuffers } = tf.memory();
    for (let run = 0; run < 100; run++) {
      await twoTower(small, {
        ...{ factors: 4, batchSize: 4, epochs: 2, uniformNegatives: run % 3, history: run % 2 },
        ...(run % 4 === 0 && { hidden: [3] }),
        ...(run % 5 === 0 && { temperature: 0.2 }),
        ...(run % 7 === 0 && { signal: AbortSignal.abort() }),
      });
    }
    const onProgress = () => {
      throw new Error('full');
    };
    await expect(twoTower(small, { onProgress })).rejects.toThrow('full');
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
  });

  it('names the option that is out of its range', async () => {
    const bad = (own: TwoTowerOptions) => expect(twoTower(log, own)).rejects;
    await expect(twoTower(fromRows([]))).rejects.toThrow('train must have at least one row, got 0');
    await bad({ factors: -3 }).toThrow('factors must be a positive integer, got -3');
    await bad({ history: 1.5 }).toThrow('history must be a positive integer, got 1.5');
    await bad({ hidden: [0] }).toThrow('hidden[0] must be a positive integer, got 0');
    await bad({ correction: 'some' as 'none' }).toThrow("correction must be one of 'counts', 'streaming', 'none', got 'some'");
    await bad({ learningRate: NaN }).toThrow('learningRate must be a finite number greater than 0, got NaN');
    await bad({ temperature: 0 }).toThrow('temperature must be a finite number greater than 0, got 0');
    await bad({ regularization: -1 }).toThrow('regularization must be a finite number of at least 0, got -1');
    await bad({ itemFeatures: [['a']] }).toThrow(`features must have a row for each of the ${items} ids, got 1`);
  });
});
