import { beforeAll, describe, expect, it } from 'vitest';
import { fromRows } from '../../../src/recsys/data/fromRows';
import { random } from '../../../src/recsys/math/random';
import { gru4rec } from '../../../src/recsys/models/gru4rec';
import { popularity } from '../../../src/recsys/models/popularity';
import { sasrec } from '../../../src/recsys/models/sasrec';
import { startBackend, tf } from '../../../src/recsys/tf/tensorflow';
import type { Gru4recOptions } from '../../../src/recsys/models/gru4rec';
import type { SasrecOptions } from '../../../src/recsys/models/sasrec';
import type { Interactions, Progress } from '../../../src/recsys/types';

const ITEMS = 20;

/** Eighty viewers who go round a circle of 20 films: after a film comes the next one, but in one of five cases any. */
function circle(length = 12): Interactions {
  const draw = random(7);
  const rows = [];
  for (let user = 0; user < 80; user++) {
    let film = draw.int(ITEMS);
    for (let step = 0; step < length; step++) {
      rows.push({ user: `u${user}`, item: `f${film}`, time: step });
      film = draw.next() < 0.2 ? draw.int(ITEMS) : (film + 1) % ITEMS;
    }
  }
  return fromRows(rows);
}

const log = circle();
const numberOf = log.itemIds.map((id) => Number(id.slice(1)));
const indexOf = new Map(numberOf.map((film, item) => [film, item]));
const films = (...some: number[]) => some.map((film) => indexOf.get(film % ITEMS)!);
// films come again on the circle
const options = { factors: 16, length: 8, epochs: 10, batchSize: 8, negatives: ITEMS, dropout: 0.1, repeat: true };

type Options = SasrecOptions & Gru4recOptions;
const models = { sasrec, gru4rec };

beforeAll(async () => {
  await startBackend();
});

describe.each(Object.keys(models) as (keyof typeof models)[])('%s', (name) => {
  const train = models[name];

  it.each<[string, Options]>([
    ['the whole catalogue', {}],
    ['drawn items', { negatives: 10 }],
    ['vectors that begin as noise', { start: 'random' }],
    ...(name === 'sasrec'
      ? ([['two blocks', { blocks: 2 }]] as [string, Options][])
      : ([
          ['bprMax', { loss: 'bprMax', regularization: 0, epochs: 20 }],
          ['top1Max', { loss: 'top1Max', regularization: 0, epochs: 20 }],
        ] as [string, Options][])),
  ])('learns that the next film is the one after the last, by %s', async (_, own) => {
    const model = await train(log, { ...options, ...own });
    const best = (scores: Float32Array) => scores.indexOf(Math.max(...scores));
    let [right, popular] = [0, 0];
    const byPopularity = best(popularity(log).scores(0));
    for (let start = 0; start < ITEMS; start++) {
      // the order counts, not which films they are: backwards they have another last
      for (const [met, next] of [
        [films(start, start + 1, start + 2), start + 3],
        [films(start + 2, start + 1, start), start + 1],
      ] as const) {
        const [wanted] = films(next);
        right += best(model.scoresFor(met)) === wanted ? 1 : 0;
        popular += byPopularity === wanted ? 1 : 0;
      }
    }
    expect(popular / 40).toBeLessThan(0.06);
    expect(right / 40).toBeGreaterThan(0.8);
  });

  it('scores a user by the last items they met, in order of time', async () => {
    const model = await train(log, { ...options, epochs: 2 });
    const rows = Array.from(log.users.keys()).filter((row) => log.users[row] === 5);
    const met = rows.sort((a, b) => log.times[a] - log.times[b]).map((row) => log.items[row]);
    const close = (a: Float32Array, b: Float32Array) => a.forEach((value, at) => expect(value).toBeCloseTo(b[at], 4));
    close(model.scores(5), model.scoresFor(met));
    close(model.scoresFor(met), model.scoresFor([...met.slice(0, -1), met.at(-1)!]));
    expect(model.scoresFor(met)).not.toEqual(model.scoresFor(met.toReversed()));
    // what came before the last `length` is not read
    expect(model.stateOf([met[3], ...met.slice(-8)])).toEqual(model.stateOf(met.slice(-8)));
    expect(() => model.scoresFor([ITEMS])).toThrow(`items must be an index in 0 … ${ITEMS - 1}, got ${ITEMS}`);
  });

  it('scores who met nothing by the biases alone', async () => {
    const model = await train({ ...log, userIds: [...log.userIds, 'silent'] }, { ...options, epochs: 1 });
    expect(model.scores(80)).toEqual(model.itemBiases);
    expect(model.scoresFor([])).toEqual(model.itemBiases);
  });

  it('survives a round trip through its buffer', async () => {
    const model = await train(log, { ...options, epochs: 1, blocks: 2 } as Options);
    const again = train.fromBuffer(model.toBuffer());
    expect(again.scores(7)).toEqual(model.scores(7));
    expect(again.scoresFor([3, 1, 2])).toEqual(model.scoresFor([3, 1, 2]));
    expect(again.recommend(7)).toEqual(model.recommend(7));
    expect(new Uint8Array(again.toBuffer())).toEqual(new Uint8Array(model.toBuffer()));
  });

  it('gives the same bits for the same seed, and others for another', async () => {
    const scores = async (seed: number) => (await train(log, { ...options, epochs: 2, negatives: 9, seed })).scores(0);
    const first = await scores(1);
    expect(await scores(1)).toEqual(first);
    expect(await scores(2)).not.toEqual(first);
  });

  it('tells of a falling loss, and keeps what it has when it is stopped', async () => {
    const told: Progress[] = [];
    await train(log, { ...options, epochs: 3, onProgress: (progress) => told.push(progress) });
    expect(told.at(-1)!.done).toBe(told.at(-1)!.total);
    expect(told.at(-1)!.values!.loss).toBeLessThan(told[0].values!.loss);
    const controller = new AbortController();
    const stopped = await train(log, {
      ...options,
      epochs: 1000,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    expect(stopped.scores(0).every(Number.isFinite)).toBe(true);
  });

  it('leaves no tensor behind in 100 runs, also when it fails', async () => {
    const small = fromRows([...Array(12).keys()].map((n) => ({ user: `u${n % 4}`, item: `i${n % 5}`, time: n })));
    const { numTensors, numDataBuffers } = tf.memory();
    for (let run = 0; run < 100; run++) {
      await train(small, {
        ...{ factors: 4 + (run % 3), length: 2, batchSize: 2, epochs: 1, negatives: 2 + (run % 4), dropout: (run % 2) / 2 },
        ...(name === 'gru4rec' && { loss: (['crossEntropy', 'bprMax', 'top1Max'] as const)[run % 3] }),
        ...(run % 7 === 0 && { signal: AbortSignal.abort() }),
      });
    }
    const onProgress = () => {
      throw new Error('full');
    };
    await expect(train(small, { onProgress })).rejects.toThrow('full');
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
  });

  it('names what is out of its range', async () => {
    const bad = (own: Options) => expect(train(log, own)).rejects;
    await expect(train(fromRows([]))).rejects.toThrow('train must have at least one row, got 0');
    await expect(train(fromRows([{ user: 'a', item: 'x', time: 1 }]))).rejects.toThrow(
      'train must have a user with at least two rows, got none',
    );
    await bad({ length: 0 }).toThrow('length must be a positive integer, got 0');
    await bad({ factors: -3 }).toThrow('factors must be a positive integer, got -3');
    await bad({ negatives: 1.5 }).toThrow('negatives must be a positive integer, got 1.5');
    await bad({ start: 'some' as 'svd' }).toThrow("start must be one of 'svd', 'random', got 'some'");
    await bad({ dropout: 1 }).toThrow('dropout must lie in 0 … 1, 1 left out, got 1');
    await bad({ learningRate: NaN }).toThrow('learningRate must be a finite number greater than 0, got NaN');
    await bad({ regularization: -1 }).toThrow('regularization must be a finite number of at least 0, got -1');
    if (name === 'sasrec') await bad({ blocks: 0 }).toThrow('blocks must be a positive integer, got 0');
    else await bad({ loss: 'some' as 'bprMax' }).toThrow("loss must be one of 'crossEntropy', 'bprMax', 'top1Max', got 'some'");
  });
});
