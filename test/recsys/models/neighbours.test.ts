import { describe, expect, it } from 'vitest';
import { transpose, userItemMatrix } from '../../../src/recsys/math/sparse';
import { itemKnn } from '../../../src/recsys/models/itemKnn';
import { sar } from '../../../src/recsys/models/sar';
import { nearest } from '../../../src/recsys/models/similarity';
import { similarToLast } from '../../../src/recsys/models/similarToLast';
import { regressItem, slim } from '../../../src/recsys/models/slim';
import { userKnn } from '../../../src/recsys/models/userKnn';
import { dense, tasteLog } from './logs';
import type { Csr } from '../../../src/recsys/math/sparse';

const log = tasteLog({ users: 25, items: 16, rows: 200 });
const x = dense(log);
const users = x.length;
const items = x[0].length;
const column = (i: number) => x.map((row) => row[i]);
const product = (a: number[], b: number[]) => a.reduce((sum, v, n) => sum + v * b[n], 0);

/** The stored similarity, 0 where there is none. */
function entry({ pointers, indices, values }: Csr, row: number, other: number): number {
  for (let at = pointers[row]; at < pointers[row + 1]; at++) if (indices[at] === other) return values[at];
  return 0;
}

// Each similarity by its definition on dense columns.
const oracles: Record<string, (a: number, b: number) => number> = {
  cosine: (a, b) => product(column(a), column(b)) / Math.sqrt(product(column(a), column(a)) * product(column(b), column(b))),
  jaccard: (a, b) => {
    const both = product(column(a), column(b));
    return both / (product(column(a), column(a)) + product(column(b), column(b)) - both);
  },
  tfidf: (a, b) => {
    const idf = x.map((row) => Math.max(0, Math.log(items / (1 + product(row, row)))));
    const [va, vb] = [a, b].map((i) => column(i).map((v, u) => v * idf[u]));
    return product(va, vb) / Math.sqrt(product(va, va) * product(vb, vb));
  },
  bm25: (a, b) => {
    const idf = x.map((row) => Math.max(0, Math.log(items / (1 + product(row, row)))));
    const average = x.flat().reduce((s, v) => s + v) / items;
    const weight = (i: number) => {
      const length = product(column(i), column(i));
      return column(i).map((v, u) => (v === 0 ? 0 : ((v * 2.2) / (1.2 * (0.2 + (0.8 * length) / average) + v)) * idf[u]));
    };
    return product(weight(a), weight(b));
  },
};

describe('nearest', () => {
  const byItem = transpose(userItemMatrix(log));

  it.each(Object.keys(oracles))('%s equals its definition for every pair', async (similarity) => {
    const found = await nearest(byItem, { similarity: similarity as 'cosine' });
    for (let a = 0; a < items; a++) {
      expect(entry(found, a, a)).toBe(0);
      for (let b = 0; b < items; b++) {
        const expected = a === b ? 0 : oracles[similarity](a, b);
        expect(entry(found, a, b)).toBeCloseTo(Number.isFinite(expected) ? expected : 0, 5);
      }
    }
  });

  it('pearson equals the correlation over the users who rated both', async () => {
    const ratings = userItemMatrix(log, 'last');
    const rated = (item: number) => new Map(x.map((_, u) => [u, entry(ratings, u, item)] as const).filter(([, v]) => v !== 0));
    const found = await nearest(transpose(ratings), { similarity: 'pearson' });
    for (let a = 0; a < items; a++) {
      for (let b = 0; b < a; b++) {
        const [ra, rb] = [rated(a), rated(b)];
        const both = [...ra.keys()].filter((u) => rb.has(u));
        const mean = (r: Map<number, number>) => both.reduce((s, u) => s + r.get(u)!, 0) / both.length;
        const [ma, mb] = [mean(ra), mean(rb)];
        const sum = (f: (u: number) => number) => both.reduce((s, u) => s + f(u), 0);
        const spread = Math.sqrt(sum((u) => (ra.get(u)! - ma) ** 2) * sum((u) => (rb.get(u)! - mb) ** 2));
        const r = spread > 1e-9 ? sum((u) => (ra.get(u)! - ma) * (rb.get(u)! - mb)) / spread : 0;
        expect(entry(found, a, b)).toBeCloseTo(Math.max(r, 0), 5);
      }
    }
  });

  it('keeps the k best of each row, ties by the lower index, and shrinks', async () => {
    const all = await nearest(byItem, { shrinkage: 2 });
    const three = await nearest(byItem, { k: 3, shrinkage: 2 });
    for (let a = 0; a < items; a++) {
      const row = Array.from({ length: items }, (_, b) => ({ b, s: entry(all, a, b) })).filter(({ s }) => s > 0);
      const best = row.sort((p, q) => q.s - p.s || p.b - q.b).slice(0, 3);
      expect([...three.indices.subarray(three.pointers[a], three.pointers[a + 1])]).toEqual(
        best.map(({ b }) => b).sort((p, q) => p - q),
      );
    }
    const [a, b] = [0, 2];
    const norm = Math.sqrt(product(column(a), column(a)) * product(column(b), column(b)));
    expect(entry(all, a, b)).toBeCloseTo(product(column(a), column(b)) / (norm + 2), 6);
  });

  it('refuses options out of range', async () => {
    await expect(nearest(byItem, { k: 0 })).rejects.toThrow('k must be a positive integer, got 0');
    await expect(nearest(byItem, { shrinkage: NaN })).rejects.toThrow('shrinkage must be a finite number of at least 0, got NaN');
    await expect(nearest(byItem, { similarity: 'l2' as 'cosine' })).rejects.toThrow("got 'l2'");
    await expect(nearest(byItem, { signal: AbortSignal.abort() })).rejects.toThrow();
  });
});

describe('itemKnn and userKnn', () => {
  it('itemKnn sums the similarities to what the user met, and folds in a stranger alike', async () => {
    const model = await itemKnn(log, { k: 4 });
    for (let u = 0; u < users; u++) {
      const expected = Array.from({ length: items }, (_, i) => x[u].reduce((s, v, j) => s + v * entry(model.weights, i, j), 0));
      model.scores(u).forEach((score, i) => expect(score).toBeCloseTo(expected[i], 5));
      const met = x[u].flatMap((v, i) => (v ? [i] : []));
      expect(model.scoresFor(met)).toEqual(model.scores(u));
    }
    const near = model.neighbours(0, { k: 2 });
    expect(near.items.length).toBe(2);
    expect(near.scores[0]).toBe(entry(model.weights, 0, near.items[0]));
    expect(() => model.scoresFor([items])).toThrow(`items must be an index in 0 … ${items - 1}, got ${items}`);
  });

  it('userKnn sums the neighbours’ rows', async () => {
    const model = await userKnn(log, { k: 4 });
    for (let u = 0; u < users; u++) {
      const { items: near, scores: alike } = model.neighbours(u, { k: 4 });
      const expected = Array.from({ length: items }, (_, i) => near.reduce((s, v, n) => s + alike[n] * x[v][i], 0));
      model.scores(u).forEach((score, i) => expect(score).toBeCloseTo(expected[i], 5));
      expect(near.includes(u)).toBe(false);
    }
  });

  it('with pearson predict ratings on the scale of the ratings', async () => {
    for (const model of [await itemKnn(log, { similarity: 'pearson' }), await userKnn(log, { similarity: 'pearson' })]) {
      for (let u = 0; u < users; u++) {
        for (const score of model.scores(u)) {
          expect(score).toBeGreaterThan(-4);
          expect(score).toBeLessThan(10);
        }
      }
    }
  });
});

describe('sar', () => {
  it('sums faded affinities times Jaccard similarities', async () => {
    const model = await sar(log, { halfLifeDays: 20 });
    const now = Math.max(...log.times);
    for (let u = 0; u < users; u++) {
      const affinity = new Array<number>(items).fill(0);
      log.users.forEach((user, r) => {
        if (user === u) affinity[log.items[r]] += log.values[r] * 2 ** (-(now - log.times[r]) / (20 * 86400));
      });
      for (let i = 0; i < items; i++) {
        if (x[u][i]) continue;
        const expected = affinity.reduce((s, a, j) => s + (a === 0 ? 0 : a * oracles.jaccard(i, j)), 0);
        expect(model.scores(u)[i]).toBeCloseTo(expected, 4);
      }
    }
  });
});

describe('slim', () => {
  it('meets the conditions of the optimum: no gradient where a weight is positive, none downhill where it is 0', () => {
    const byItem = transpose(userItemMatrix(log));
    const residual = new Float64Array(users);
    for (let i = 0; i < items; i++) {
      const candidates = Int32Array.from(Array.from({ length: items }, (_, j) => j).filter((j) => j !== i));
      const [l1, l2] = [0.5, 2];
      const w = regressItem(byItem, i, candidates, { l1, l2, iterations: 2000, tolerance: 1e-12 }, residual);
      expect(residual.every((r) => r === 0)).toBe(true);
      const rest = x.map((row) => row[i] - candidates.reduce((s, j, c) => s + w[c] * row[j], 0));
      candidates.forEach((j, c) => {
        const gradient = -product(column(j), rest) + l2 * w[c] + l1;
        if (w[c] > 0) expect(gradient).toBeCloseTo(0, 8);
        else expect(gradient).toBeGreaterThan(-1e-8);
      });
    }
  });

  it('stores no zero weights and gets sparser with l1', async () => {
    const loose = await slim(log, { l1: 0.1 });
    const tight = await slim(log, { l1: 3 });
    expect(loose.weights.values.every((w) => w > 0)).toBe(true);
    expect(tight.weights.values.length).toBeLessThan(loose.weights.values.length);
  });

  it('refuses no regularisation at all', async () => {
    await expect(slim(log, { l1: 0, l2: 0 })).rejects.toThrow('l1 and l2 must not both be 0');
  });
});

describe('similarToLast', () => {
  it('scores by the cosines with the latest rows alone, each fading', async () => {
    const model = await similarToLast(log, { last: 2, fade: 0.5, k: items, shrinkage: 0 });
    for (let user = 0; user < users; user++) {
      const own = Array.from(log.users.keys()).filter((r) => log.users[r] === user);
      const [last, before] = own.sort((a, b) => log.times[b] - log.times[a] || b - a).map((r) => log.items[r]);
      const scores = model.scores(user);
      for (let item = 0; item < items; item++) {
        const with_ = (other: number | undefined) => (other === undefined || other === item ? 0 : oracles.cosine(item, other));
        // an item met twice in a row counts once, as its latest row
        expect(scores[item]).toBeCloseTo(with_(last) + (before === last ? 0 : 0.5 * with_(before)), 5);
      }
    }
  });

  it('refuses unknown times and a fade that grows', async () => {
    await expect(similarToLast({ ...log, times: log.times.map(() => NaN) })).rejects.toThrow(
      'times must be known in every row, got NaN',
    );
    await expect(similarToLast(log, { fade: 2 })).rejects.toThrow('fade must be at most 1, got 2');
  });
});
