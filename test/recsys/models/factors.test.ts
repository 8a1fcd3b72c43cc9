import { describe, expect, it } from 'vitest';
import { eigenSymmetric } from '../../../src/recsys/math/eigen';
import { cholesky, solveCholesky } from '../../../src/recsys/math/linalg';
import { als } from '../../../src/recsys/models/als';
import { ease } from '../../../src/recsys/models/ease';
import { implicitAls } from '../../../src/recsys/models/implicitAls';
import { pureSvd } from '../../../src/recsys/models/pureSvd';
import { dense, tasteLog } from './logs';

const log = tasteLog({ users: 25, items: 16, rows: 200 });
const x = dense(log);
const users = x.length;
const items = x[0].length;

/** XᵀX, dense. */
function gram(): Float64Array {
  return Float64Array.from({ length: items * items }, (_, at) => {
    const [i, j] = [Math.floor(at / items), at % items];
    return x.reduce((sum, row) => sum + row[i] * row[j], 0);
  });
}

describe('ease', () => {
  /** B by solving each column: w_j minimises ‖x_j − X w‖² + λ ‖w‖² with w_jj = 0, a dense ridge regression on the other items. */
  function weights(lambda: number): number[][] {
    const g = gram();
    return Array.from({ length: items }, (_, j) => {
      const others = Array.from({ length: items }, (_, i) => i).filter((i) => i !== j);
      const n = others.length;
      const a = Float64Array.from({ length: n * n }, (_, at) => {
        const [p, q] = [Math.floor(at / n), at % n];
        return g[others[p] * items + others[q]] + (p === q ? lambda : 0);
      });
      const b = Float64Array.from(others, (i) => g[i * items + j]);
      cholesky(a, n);
      solveCholesky(a, n, b);
      const column = new Array<number>(items).fill(0);
      others.forEach((i, p) => (column[i] = b[p]));
      return column;
    });
  }

  it.each(['items', 'users'] as const)('by %s equals a ridge regression of every item on the others', async (side) => {
    const lambda = 3;
    const b = weights(lambda);
    const model = await ease(log, { regularization: lambda, side });
    for (let u = 0; u < users; u++) {
      const scores = model.scores(u);
      for (let j = 0; j < items; j++)
        expect(scores[j]).toBeCloseTo(
          b[j].reduce((s, w, i) => s + w * x[u][i], 0),
          5,
        );
    }
    const history = [1, 4, 5];
    model.scoresFor(history).forEach((score, j) =>
      expect(score).toBeCloseTo(
        history.reduce((s, i) => s + b[j][i], 0),
        5,
      ),
    );
    const near = model.neighbours(2, { k: items });
    near.items.forEach((j, place) => expect(near.scores[place]).toBeCloseTo(b[2][j], 5));
    expect(near.items.length).toBe(items - 1);
  });

  it('refuses a matrix too large, says how many bytes and what to use instead', async () => {
    await expect(ease(log, { side: 'items', memoryLimit: 1000 })).rejects.toThrow(
      'ease must invert a matrix of 16 items, which takes 4096 bytes, more than memoryLimit 1000; use slim, itemKnn or implicitAls',
    );
    await expect(ease(log, { regularization: 0 })).rejects.toThrow(
      'regularization must be a finite number greater than 0, got 0',
    );
  });

  it('throws when stopped: half an inverse is no model', async () => {
    await expect(ease(log, { signal: AbortSignal.abort() })).rejects.toThrow();
  });
});

describe('pureSvd', () => {
  it('equals the projection on the leading eigenvectors of XᵀX', async () => {
    const d = 5;
    const { vectors } = eigenSymmetric(gram(), items);
    const model = await pureSvd(log, { factors: d });
    for (let u = 0; u < users; u++) {
      const scores = model.scores(u);
      const along = Array.from({ length: d }, (_, f) => x[u].reduce((s, v, i) => s + v * vectors[f * items + i], 0));
      for (let i = 0; i < items; i++) {
        expect(scores[i]).toBeCloseTo(
          along.reduce((s, a, f) => s + a * vectors[f * items + i], 0),
          5,
        );
      }
    }
  });

  it('gives the same scores from another start', async () => {
    const [one, two] = [await pureSvd(log, { factors: 4, seed: 1 }), await pureSvd(log, { factors: 4, seed: 2 })];
    one.scores(3).forEach((score, i) => expect(score).toBeCloseTo(two.scores(3)[i], 5));
  });

  it('refuses more factors than items', async () => {
    await expect(pureSvd(log, { factors: 17 })).rejects.toThrow('factors must be at most min(users, items) = 16, got 17');
  });
});

describe('als', () => {
  it('lowers its loss at every half-step', async () => {
    const losses: number[] = [];
    await als(log, { factors: 4, iterations: 8, onProgress: ({ values }) => losses.push(values!.loss) });
    expect(losses.length).toBe(16);
    for (let half = 1; half < losses.length; half++) expect(losses[half]).toBeLessThanOrEqual(losses[half - 1] * (1 + 1e-12));
    expect(losses[15]).toBeLessThan(losses[0]);
  });

  it('scores by its predicted ratings, and with heavy regularisation predicts the mean', async () => {
    const model = await als(log, { factors: 2 });
    expect(model.scores(3)[5]).toBeCloseTo(model.predict(3, 5), 5);
    const flat = await als(log, { factors: 2, regularization: 1e6 });
    const last = new Map<string, number>();
    log.values.forEach((v, r) => last.set(`${log.users[r]} ${log.items[r]}`, v));
    const mean = [...last.values()].reduce((a, b) => a + b) / last.size;
    expect(flat.predict(0, 0)).toBeCloseTo(mean, 3);
    expect(() => model.predict(0, 99)).toThrow('item must be an index in 0 … 15, got 99');
  });

  it('refuses factors, iterations and λ out of range', async () => {
    await expect(als(log, { factors: -3 })).rejects.toThrow('factors must be a positive integer, got -3');
    await expect(als(log, { iterations: 0.5 })).rejects.toThrow('iterations must be a positive integer, got 0.5');
    await expect(als(log, { regularization: NaN })).rejects.toThrow(
      'regularization must be a finite number greater than 0, got NaN',
    );
  });
});

describe('implicitAls', () => {
  const [d, alpha0, lambda, nu] = [3, 0.2, 0.05, 0.7];

  /** Rendle et al. 2022, equations 1 to 5, summed over every pair. */
  function loss(w: ArrayLike<number>, h: ArrayLike<number>): number {
    let sum = 0;
    const square = (v: ArrayLike<number>, row: number) =>
      Array.from({ length: d }, (_, c) => v[row * d + c] ** 2).reduce((a, b) => a + b);
    for (let u = 0; u < users; u++) {
      for (let i = 0; i < items; i++) {
        let score = 0;
        for (let c = 0; c < d; c++) score += w[u * d + c] * h[i * d + c];
        sum += x[u][i] * (score - 1) ** 2 + alpha0 * score ** 2;
      }
      sum += lambda * (x[u].reduce((a, b) => a + b) + alpha0 * items) ** nu * square(w, u);
    }
    for (let i = 0; i < items; i++) {
      sum += lambda * (x.reduce((a, row) => a + row[i], 0) + alpha0 * users) ** nu * square(h, i);
    }
    return sum;
  }

  it('reports the loss of Rendle et al., lowers it each round, and ends where the items’ gradient vanishes', async () => {
    const losses: number[] = [];
    const onProgress = ({ values }: { values?: Record<string, number> }) => losses.push(values!.loss);
    const options = { factors: d, alpha0, regularization: lambda, nu, iterations: 12, onProgress };
    const { userFactors, itemFactors } = await implicitAls(log, options);
    expect(losses.at(-1)).toBeCloseTo(loss(userFactors, itemFactors), 4);
    for (let round = 1; round < losses.length; round++) expect(losses[round]).toBeLessThanOrEqual(losses[round - 1] + 1e-5);
    // The last half-step solved the items exactly: central differences in each of their numbers are 0.
    const h = Float64Array.from(itemFactors);
    for (let at = 0; at < h.length; at++) {
      const kept = h[at];
      h[at] = kept + 1e-4;
      const up = loss(userFactors, h);
      h[at] = kept - 1e-4;
      const down = loss(userFactors, h);
      h[at] = kept;
      expect(Math.abs(up - down) / 2e-4).toBeLessThan(1e-3);
    }
  });

  it('by conjugate gradients ends where the exact solver does', async () => {
    const options = { factors: d, alpha0, regularization: lambda, nu, iterations: 60 };
    const losses: number[] = [];
    const onProgress = ({ done, values }: { done: number; values?: Record<string, number> }) =>
      done === 60 && losses.push(values!.loss);
    await implicitAls(log, { ...options, onProgress });
    await implicitAls(log, { ...options, solver: 'cg', onProgress });
    expect(losses[1]).toBeCloseTo(losses[0], 2);
  });

  it('folds in a known history as the user’s own equations would', async () => {
    const model = await implicitAls(log, { factors: d, iterations: 200, regularization: lambda });
    const met = x[4].flatMap((v, i) => (v ? [i] : []));
    const scores = model.scores(4);
    model.scoresFor(met).forEach((score, i) => expect(score).toBeCloseTo(scores[i], 2));
  });

  it('with alpha lowers the loss of Hu et al. each round', async () => {
    const losses: number[] = [];
    await implicitAls(log, { factors: d, alpha: 3, regularization: 0.5, onProgress: ({ values }) => losses.push(values!.loss) });
    for (let round = 1; round < losses.length; round++) expect(losses[round]).toBeLessThanOrEqual(losses[round - 1] + 1e-4);
    expect(losses[0]).toBeGreaterThan(losses.at(-1)!);
  });

  it('refuses Hu’s alpha beside Rendle’s options, and negative values', async () => {
    await expect(implicitAls(log, { alpha: 1, nu: 1 })).rejects.toThrow(
      'alpha0 and nu must be 1 and 0 beside alpha, got 1 and 1',
    );
    await expect(implicitAls({ ...log, values: log.values.map(() => -1) }, { alpha: 1 })).rejects.toThrow(
      'values must be at least 0',
    );
    await expect(implicitAls(log, { solver: 'lu' as 'cg' })).rejects.toThrow("solver must be one of 'cholesky', 'cg', got 'lu'");
  });
});
