/** How well the neural models rank the built-in world, beside the simpler models that they must beat. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { splitTwoLevel } from '../src/recsys/data/splitTwoLevel';
import { loadWorld } from '../src/recsys/data/world/readWorld';
import { dcn } from '../src/recsys/ltr/dcn';
import { deepFm } from '../src/recsys/ltr/deepFm';
import { compare } from '../src/recsys/metrics/compare';
import { evaluate } from '../src/recsys/metrics/evaluate';
import { gru4rec } from '../src/recsys/models/gru4rec';
import { itemKnn } from '../src/recsys/models/itemKnn';
import { mfTf } from '../src/recsys/models/mfTf';
import { popularity } from '../src/recsys/models/popularity';
import { sasrec } from '../src/recsys/models/sasrec';
import { twoTower } from '../src/recsys/models/twoTower';
import { userKnn } from '../src/recsys/models/userKnn';
import { twoStage } from '../src/recsys/pipeline/twoStage';
import { root } from '../scripts/site.mjs';
import type { Ranked } from '../src/recsys/metrics/evaluate';
import type { NeuralQuality, NeuralResult } from './neuralResult';

const [K, SEED] = [10, 42];

/** Fits each model on all but the last tenth of the rows, with the options that `test/recsys` says were chosen on a validation split. */
export async function neuralQuality(): Promise<NeuralResult['quality']> {
  const world = await loadWorld(async (name) => readFileSync(join(root, 'static/data', name)));
  const split = splitTwoLevel(world.interactions, { rankingShare: 0.1, testShare: 0.1 });
  const { train, test } = split;
  const seed = SEED;
  const itemFeatures = world.items.map(({ genres, director, year, ageRating }) => [
    ...genres.map((genre) => `genre:${genre}`),
    ...(director ? [`director:${director}`] : []),
    ...(year ? [`years:${5 * Math.floor(year / 5)}`] : []),
    ...(ageRating ? [`age:${ageRating}`] : []),
  ]);
  const userFeatures = world.users.map(({ attributes }) => Object.entries(attributes).map(([name, value]) => `${name}:${value}`));
  const above = (fit: typeof deepFm | typeof dcn) =>
    twoStage(split, {
      sources: [
        { name: 'items', k: 50, fit: (log, options) => itemKnn(log, options) },
        { name: 'users', k: 50, fit: (log, options) => userKnn(log, options) },
        { name: 'popular', k: 20, fit: (log) => popularity(log) },
      ],
      ...{ items: world.items, users: world.users, negatives: 20, validationShare: 0.2, seed },
      ranker: (table, options) => fit(table, { ...options, factors: 4 }),
    });
  const simpler: [string, () => Ranked | Promise<Ranked>][] = [
    ['popularity', () => popularity(train)],
    ['itemKnn', () => itemKnn(train)],
    ['userKnn', () => userKnn(train)],
  ];
  const neural: [string, () => Ranked | Promise<Ranked>][] = [
    ['mfTf, 64 factors, 30 epochs', () => mfTf(train, { factors: 64, epochs: 30, seed })],
    ['twoTower without features', () => twoTower(train, { seed })],
    ['twoTower', () => twoTower(train, { itemFeatures, userFeatures, seed })],
    ['sasrec', () => sasrec(train, { seed })],
    ['gru4rec, 4 epochs', () => gru4rec(train, { epochs: 4, seed })],
    ['deepFm above neighbours and popularity', () => above(deepFm)],
    ['dcn above neighbours and popularity', () => above(dcn)],
  ];
  const measure = async ([name, fit]: (typeof neural)[number]) => {
    const start = performance.now();
    const model = await fit();
    const seconds = (performance.now() - start) / 1000;
    const evaluation = await evaluate(model, { train, test, k: K, metrics: ['ndcg'] });
    console.log(`${evaluation.mean.ndcg.toFixed(4).padStart(8)} nDCG@${K}, ${seconds.toFixed(1)} s  ${name}`);
    return { name, ndcg: evaluation.mean.ndcg, interval: evaluation.interval.ndcg, seconds, evaluation };
  };
  const bases: Awaited<ReturnType<typeof measure>>[] = [];
  for (const line of simpler) bases.push(await measure(line));
  const models: NeuralQuality[] = bases.map(({ evaluation: _, ...told }) => told);
  for (const line of neural) {
    const { evaluation, ...told } = await measure(line);
    const over = Object.fromEntries(bases.map((base) => [base.name, compare(evaluation, base.evaluation).interval]));
    models.push({ ...told, over });
  }
  return {
    split: 'trained on the first nine tenths by time and judged on the last',
    k: K,
    users: bases[0].evaluation.users.length,
    seed,
    models,
  };
}
