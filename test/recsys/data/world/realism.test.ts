/**
 * Is the audience credible? Shapes of its log beside those of MovieLens latest-small. Tolerances: the two catalogues differ in size (3,009 films
 * against 9,724) and latest-small has only users of 20 ratings and more, so shapes are asked to be near, not equal.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { selectRows } from '../../../../src/recsys/data/interactions';
import { readMovieLens } from '../../../../src/recsys/data/movielens';
import { rowsPerItem, rowsPerUser } from '../../../../src/recsys/data/rowsPer';
import { splitByTime } from '../../../../src/recsys/data/splitByTime';
import { positionCurve } from '../../../../src/recsys/data/positionCurve';
import { splitRandom } from '../../../../src/recsys/data/splitRandom';
import { DAY, START } from '../../../../src/recsys/data/world/calendar';
import { gini } from '../../../../src/recsys/metrics/gini';
import { ndcg } from '../../../../src/recsys/metrics/ndcg';
import { topShare } from '../../../../src/recsys/metrics/topShare';
import { ease } from '../../../../src/recsys/models/ease';
import { implicitAls } from '../../../../src/recsys/models/implicitAls';
import { itemKnn } from '../../../../src/recsys/models/itemKnn';
import { popularity } from '../../../../src/recsys/models/popularity';
import { random } from '../../../../src/recsys/math/random';
import type { Interactions } from '../../../../src/recsys/types';
import { folder, world } from './builtIn';

/** Standard deviation of the logarithm of rows per user, among users with at least 20. */
function activitySpread(x: Interactions): number {
  const logs = Array.from(rowsPerUser(x))
    .filter((n) => n >= 20)
    .map(Math.log);
  const mean = logs.reduce((a, b) => a + b, 0) / logs.length;
  return Math.sqrt(logs.reduce((a, b) => a + (b - mean) ** 2, 0) / logs.length);
}

describe('the built-in world', () => {
  const { interactions: x } = world;

  it('has the promised size, and its files stay small', async () => {
    const watches = await world.watches();
    expect(world.users.length).toBeGreaterThanOrEqual(3000);
    expect(watches.users.length).toBeGreaterThanOrEqual(150_000);
    for (const name of ['impressions.csv', 'searches.csv'])
      expect(readFileSync(join(folder, name)).length).toBeLessThan(3_000_000);
  });

  it('gives every film a synopsis of 30 to 60 words', () => {
    for (const { synopsis, title } of world.items) {
      const words = synopsis!.split(/\s+/).length;
      expect(words >= 30 && words <= 60, title).toBe(true);
    }
  });

  const ml = process.env.MOVIELENS_DIR;
  it.skipIf(!ml || !existsSync(join(ml, 'ratings.csv')))('has MovieLens’s long tail, sparsity and rating histogram', async () => {
    const files = ['ratings.csv', 'movies.csv'].map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(ml!, name))) }));
    const { interactions: y } = await readMovieLens(files);
    const table = [x, y].map((z) => ({
      gini: gini(rowsPerItem(z)),
      top1: topShare(rowsPerItem(z), { share: 0.01 }),
      top10: topShare(rowsPerItem(z), { share: 0.1 }),
      density: z.users.length / z.userIds.length / z.itemIds.length,
      busiest1: topShare(rowsPerUser(z), { share: 0.01 }),
      busiest10: topShare(rowsPerUser(z), { share: 0.1 }),
      activity: activitySpread(z),
    }));
    const [ours, theirs] = table;
    expect(Math.abs(ours.gini - theirs.gini)).toBeLessThan(0.05);
    expect(Math.abs(ours.top1 - theirs.top1)).toBeLessThan(0.05);
    expect(Math.abs(ours.top10 - theirs.top10)).toBeLessThan(0.06);
    // of one order: within a third
    expect(ours.density / theirs.density).toBeGreaterThan(2 / 3);
    expect(ours.density / theirs.density).toBeLessThan(3 / 2);
    expect(Math.abs(ours.busiest1 - theirs.busiest1)).toBeLessThan(0.03);
    expect(Math.abs(ours.busiest10 - theirs.busiest10)).toBeLessThan(0.08);
    // .81 against 1.06: half a year of evenings has no room for MovieLens's 2,698 films a person
    expect(ours.activity / theirs.activity).toBeGreaterThan(0.75);
    expect(ours.activity / theirs.activity).toBeLessThan(1.2);
    const { stars } = await world.ratings();
    const [a, b] = [starShares(stars), starShares(y.values)];
    // total variation: the share of ratings that would have to move
    const moved = a.reduce((sum, share, i) => sum + Math.abs(share - b[i]), 0) / 2;
    expect(moved).toBeLessThan(0.12);
    expect(Math.abs(mean(stars) - mean(y.values))).toBeLessThan(0.15);
  });

  it('has many light viewers and few heavy ones, none of whom watches day and night', async () => {
    const rows = rowsPerUser(x)
      .filter((n) => n > 0)
      .sort();
    const quantile = (share: number) => rows[Math.floor(share * rows.length)];
    expect(rows.length).toBeGreaterThanOrEqual(3000);
    expect(quantile(0.5)).toBeLessThan(20);
    expect(quantile(0.99)).toBeGreaterThan(300);
    const { users, starts, ends, seconds } = await world.sessions();
    const total = new Float64Array(world.users.length);
    const byDay = new Map<string, number>();
    let shortest = Infinity;
    users.forEach((user, s) => {
      const day = `${user} ${Math.floor(starts[s] / DAY)}`;
      byDay.set(day, (byDay.get(day) ?? 0) + seconds[s] / 3600);
      total[user] += seconds[s] / 3600;
      if (users[s - 1] === user) shortest = Math.min(shortest, starts[s] - ends[s - 1]);
    });
    expect(shortest).toBeGreaterThanOrEqual(1800);
    expect(Math.max(...total) / 180).toBeLessThan(6);
    const hours = Float64Array.from(byDay.values()).sort();
    expect(hours[Math.floor(0.999 * hours.length)]).toBeLessThan(11);
    expect(hours[hours.length - 1]).toBeLessThan(16);
  });

  it('has whole stars more often than halves, and 4 most often', async () => {
    const shares = starShares((await world.ratings()).stars);
    expect(shares.indexOf(Math.max(...shares))).toBe(8);
    for (const half of [1, 3, 5, 7, 9]) expect(shares[half]).toBeLessThan(shares[half + 1]);
  });

  it('has sessions of a film or two, busiest on weekend evenings', async () => {
    const { clicks, seconds, starts } = await world.sessions();
    const perSession = mean(clicks);
    expect(perSession).toBeGreaterThan(0.8);
    expect(perSession).toBeLessThan(2);
    const longest = seconds.reduce((a, b) => Math.max(a, b), 0) / 3600;
    expect(longest).toBeLessThan(14);
    const perDay = new Float64Array(7);
    const perHour = new Float64Array(24);
    for (const start of starts) {
      perDay[(Math.floor((start - START) / DAY) + 5) % 7]++;
      perHour[Math.floor(((start - START) % DAY) / 3600)]++;
    }
    expect(perDay.indexOf(Math.max(...perDay)) % 6).toBe(0);
    expect(perHour.indexOf(Math.max(...perHour))).toBeGreaterThanOrEqual(19);
    expect(perHour.indexOf(Math.min(...perHour))).toBeLessThan(7);
  });

  it('has a position curve that falls as 1/position^0.6 once propensities are taken into account', async () => {
    const curve = positionCurve(await world.impressions());
    // after a click nothing lower is clicked, so the curve falls a little faster than examination alone
    for (const k of [1, 3, 6, 9]) {
      const expected = (k + 1) ** -0.6;
      expect(curve[k].relative).toBeLessThan(expected * 1.15);
      expect(curve[k].relative).toBeGreaterThan(expected * 0.6);
    }
  });

  it('writes propensities that are what they claim: a film is put first as often as its propensity says', async () => {
    const { positions, propensities } = await world.impressions();
    let inverse = 0;
    let first = 0;
    positions.forEach((position, r) => {
      if (position !== 0) return;
      first++;
      inverse += 1 / propensities[r];
    });
    // E[1/p] over draws is the number of films that can be drawn: some 2,700, of whom some were watched, some have not come
    expect(inverse / first).toBeGreaterThan(2000);
    expect(inverse / first).toBeLessThan(3009);
  });
});

describe('models on the world', () => {
  // a third of the people, to be quick; on all of them the same order holds and every model is a little better
  const rows = Array.from(world.interactions.users.keys()).filter((r) => world.interactions.users[r] < 1000);
  const firstUsers = selectRows(world.interactions, rows);

  it('order themselves as on real data, and the oracle leaves room', { timeout: 120_000 }, async () => {
    const { train, test } = splitRandom(firstUsers, { testShare: 0.25, seed: 42 });
    const scores = await compareModels(train, test);
    expect(scores.popularity).toBeGreaterThan(4 * scores.random);
    expect(scores.popularity).toBeGreaterThan(0.08);
    expect(scores.popularity).toBeLessThan(0.25);
    expect(scores.itemKnn).toBeGreaterThan(1.5 * scores.popularity);
    expect(scores.ease).toBeGreaterThan(scores.itemKnn);
    expect(scores.als).toBeGreaterThan(scores.itemKnn);
    expect(Math.abs(scores.als / scores.ease - 1)).toBeLessThan(0.15);
    expect(scores.oracle).toBeGreaterThan(1.2 * scores.ease);
  });

  it('gain over popularity also when the future is held out', { timeout: 120_000 }, async () => {
    const { train, test } = splitByTime(firstUsers, { testDays: 28 });
    const scores = await compareModels(train, test);
    expect(scores.itemKnn).toBeGreaterThan(1.5 * scores.popularity);
    expect(scores.ease).toBeGreaterThan(scores.itemKnn);
    expect(scores.als).toBeGreaterThan(scores.itemKnn);
    expect(Math.abs(scores.als / scores.ease - 1)).toBeLessThan(0.15);
    expect(scores.oracle).toBeGreaterThan(1.2 * scores.ease);
  });
});

async function compareModels(train: Interactions, test: Interactions) {
  const relevant: number[][] = world.users.map(() => []);
  test.users.forEach((user, r) => relevant[user].push(test.items[r]));
  const seen: number[][] = world.users.map(() => []);
  train.users.forEach((user, r) => seen[user].push(train.items[r]));
  const users = world.users.map((_, user) => user).filter((user) => relevant[user].length && seen[user].length);
  const models = {
    als: await implicitAls(train, { factors: 32, seed: 1 }),
    popularity: await popularity(train),
    itemKnn: await itemKnn(train, { k: 100 }),
    ease: await ease(train, { regularization: 200 }),
  };
  const truth = await world.truth();
  const chance = random(1);
  const rankings: Record<string, (user: number) => Int32Array> = {
    random: (user) => chance.shuffle(Int32Array.from(world.items.keys()).filter((i) => !seen[user].includes(i))).slice(0, 10),
    popularity: (user) => models.popularity.recommend(user).items,
    itemKnn: (user) => models.itemKnn.recommend(user).items,
    als: (user) => models.als.recommend(user).items,
    ease: (user) => models.ease.recommend(user).items,
    oracle: (user) =>
      truth.oracle(user, Math.min(...test.times.filter((_, r) => test.users[r] === user)), {
        exclude: seen[user],
        watched: seen[user],
      }),
  };
  const scores: Record<string, number> = {};
  for (const [name, ranking] of Object.entries(rankings)) {
    scores[name] = mean(users.map((user) => ndcg(ranking(user), new Set(relevant[user]), { k: 10 })));
  }
  return scores;
}

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;

/** Share of each number of half stars, 0 … 10. */
function starShares(values: ArrayLike<number>): number[] {
  const shares = Array(11).fill(0);
  for (let r = 0; r < values.length; r++) shares[2 * values[r]] += 1 / values.length;
  return shares;
}
