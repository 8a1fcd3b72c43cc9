import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { gradientOf, losses } from '../../../src/recsys/ltr/losses';
import { ndcg } from '../../../src/recsys/metrics/ndcg';
import { random } from '../../../src/recsys/math/random';
import { startBackend, tf } from '../../../src/recsys/tf/tensorflow';
import type { RankingLoss } from '../../../src/recsys/ltr/loss';
import type { LossName } from '../../../src/recsys/ltr/losses';

const names = Object.keys(losses) as LossName[];
const { log, LN2, log2, exp, SQRT1_2 } = Math;

/** Value and gradient of a loss of padded queries, by TensorFlow.js's own differentiation. */
function byTensors(loss: RankingLoss, queries: { scores: number[]; labels: number[] }[], padding = 0) {
  const width = Math.max(...queries.map(({ scores }) => scores.length)) + padding;
  const padded = (row: number[], fill: number) => [...row, ...new Array<number>(width - row.length).fill(fill)];
  return tf.tidy(() => {
    const labels = tf.tensor2d(queries.map((query) => padded(query.labels, 7)));
    const mask = tf.tensor2d(queries.map((query) => padded(query.labels.map(() => 1), 0))); // prettier-ignore
    const scores = tf.tensor2d(queries.map((query) => padded(query.scores, 3)));
    const { value, grad } = tf.valueAndGrad((s: tf.Tensor) => loss(s as tf.Tensor2D, labels, mask))(scores);
    return { value: value.dataSync()[0], gradient: grad.arraySync() as number[][] };
  });
}

function expectClose(found: ArrayLike<number>, wanted: ArrayLike<number>, within: number): void {
  expect(found.length).toBe(wanted.length);
  for (let i = 0; i < wanted.length; i++) {
    if (!(Math.abs(found[i] - wanted[i]) <= within * Math.max(1, Math.abs(wanted[i])))) {
      expect([...Array.from(found)]).toEqual([...Array.from(wanted)]);
    }
  }
}

/** A query of n documents with grades 0 to 4. */
function query(seed: number, n: number) {
  const draw = random(seed);
  const scores = Array.from({ length: n }, () => draw.normal());
  return { scores, labels: Array.from({ length: n }, () => (draw.next() < 0.5 ? 0 : draw.int(5))) };
}

beforeAll(async () => {
  expect(await startBackend()).toBe('wasm');
});

describe('worked by hand,', () => {
  const worked = <L extends LossName>(
    loss: L,
    scores: number[],
    labels: number[],
    wanted: { loss: number; gradient: number[] },
    options?: Parameters<(typeof losses)[L]['gradient']>[2],
  ) => {
    const plain = gradientOf(loss, scores, labels, options);
    expect(plain.loss).toBeCloseTo(wanted.loss, 6); // erf is good to 7 digits
    expectClose(plain.gradient, wanted.gradient, 1e-6);
    const tensors = byTensors(
      (s, y, m) => (losses[loss] as (...args: unknown[]) => ReturnType<RankingLoss>)(s, y, m, options),
      [{ scores, labels }],
    );
    expect(tensors.value).toBeCloseTo(wanted.loss, 5);
    expectClose(tensors.gradient[0], wanted.gradient, 1e-5);
  };

  it('pointwise is the mean squared error: errors 1, −2, 0', () => {
    worked('pointwise', [3, -1, 0], [2, 1, 0], { loss: 5 / 3, gradient: [2 / 3, -4 / 3, 0] });
  });

  it('pointwise logistic: σ(ln 3) = ¾, σ(−ln 3) = ¼', () => {
    // −ln ¾ where relevant, −ln(1 − ¼) where not
    const gradient = [(3 / 4 - 1) / 2, 1 / 4 / 2];
    worked('pointwise', [log(3), -log(3)], [2, 0], { loss: -log(3 / 4), gradient }, { kind: 'logistic' });
  });

  it('rankNet: the relevant document trails one by ln 3 and leads another by ln 3', () => {
    // ln(1 + 3) + ln(1 + ⅓) ; forces σ(ln 3) = ¾ and σ(−ln 3) = ¼
    worked('rankNet', [0, log(3), -log(3)], [1, 0, 0], { loss: log(16 / 3), gradient: [-1, 3 / 4, 1 / 4] });
    // with σ = 2 a difference of ½ ln 3 counts as ln 3, and every force is doubled
    worked('rankNet', [0, log(3) / 2], [1, 0], { loss: log(4), gradient: [-3 / 2, 3 / 2] }, { sigma: 2 });
  });

  it('lambdaRank weighs a pair by what changing places would do to nDCG', () => {
    // places 2, 1, 3; gains 1, 0, 0; ideal DCG 1. ΔnDCG: 1 − 1/log₂3 with the one above, 1/log₂3 − ½ with the one below
    const up = 1 - 1 / log2(3);
    const down = 1 / log2(3) - 0.5;
    worked('lambdaRank', [0, log(3), -log(3)], [1, 0, 0], {
      loss: up * log(4) + down * log(4 / 3),
      gradient: [-(up * 3 + down) / 4, (up * 3) / 4, down / 4],
    });
  });

  it('lambdaRank with grades 2 and 1: gains 3 and 1, ideal 3 + 1/log₂3', () => {
    const ideal = 3 + 1 / log2(3);
    const weight = (2 * (1 - 1 / log2(3))) / ideal;
    worked('lambdaRank', [0, 0], [1, 2], { loss: weight * LN2, gradient: [weight / 2, -weight / 2] });
    // linear gains 2 and 1; nDCG@1 sees the first place only
    worked('lambdaRank', [0, 0], [1, 2], { loss: LN2 / 2, gradient: [1 / 4, -1 / 4] }, { gain: 'linear', k: 1 });
  });

  it('listNet compares shares of the first place: P_s = ½, ⅓, ⅙ and P_y = ⅖, ⅖, ⅕', () => {
    worked('listNet', [log(3), log(2), 0], [log(2), log(2), 0], {
      loss: 0.4 * log(2) + 0.4 * log(3) + 0.2 * log(6),
      gradient: [1 / 2 - 2 / 5, 1 / 3 - 2 / 5, 1 / 6 - 1 / 5],
    });
  });

  it('softmaxCrossEntropy shares the target among the relevant: P_s = ½, ⅓, ⅙, target ¾, 0, ¼', () => {
    worked('softmaxCrossEntropy', [log(3), log(2), 0], [3, 0, 1], {
      loss: 0.75 * log(2) + 0.25 * log(6),
      gradient: [1 / 2 - 3 / 4, 1 / 3, 1 / 6 - 1 / 4],
    });
  });

  it('listMle is −log of the chance of the right order: 2/6 of the first draw, 3/4 of the second', () => {
    // grades say: document 1, then 0, then 2; exp(s) = 3, 2, 1
    worked('listMle', [log(3), log(2), 0], [1, 2, 0], {
      loss: -log((2 / 6) * (3 / 4)),
      gradient: [3 / 6 + 3 / 4 - 1, 2 / 6 - 1, 1 / 6 + 1 / 4],
    });
  });

  it('listMle draws documents of one grade from all of their grade and below', () => {
    worked('listMle', [log(3), log(2), 0], [1, 1, 0], {
      loss: -log((3 / 6) * (2 / 6)),
      gradient: [3 / 6 + 3 / 6 - 1, 2 / 6 + 2 / 6 - 1, 1 / 6 + 1 / 6],
    });
  });

  it('approxNdcg at α = 1: the relevant document trails by ln 3, so that its place is 1 + ¾', () => {
    const slope = 1 / (log(2.75) * log2(2.75) * 2.75); // −∂ (1 / log₂(1 + π̂)) / ∂ π̂
    const force = slope * (3 / 4) * (1 / 4);
    worked('approxNdcg', [0, log(3)], [1, 0], { loss: 1 - 1 / log2(2.75), gradient: [-force, force] }, { alpha: 1 });
  });

  it('softRank of two: the place of the relevant one is 2 with the chance that the other beats it', () => {
    // equal scores: ½. SoftNDCG = ½ + ½ / log₂3; the density of the difference, N(0, 2), at 0 is 1 / √(4π)
    const step = (1 - 1 / log2(3)) / Math.sqrt(4 * Math.PI);
    worked('softRank', [1, 1], [1, 0], { loss: 0.5 - 0.5 / log2(3), gradient: [-step, step] });
    // a lead of σ √2 is one standard deviation of the difference: Φ(1) = .8413447, φ(1) = .2419707
    const lead = 2 / SQRT1_2;
    const force = (0.2419707245 / lead) * (1 - 1 / log2(3));
    worked(
      'softRank',
      [lead, 0],
      [1, 0],
      { loss: (1 - 0.8413447461) * (1 - 1 / log2(3)), gradient: [-force, force] },
      { sigma: 2 },
    );
  });
});

describe('gradientOf', () => {
  it('equals finite differences of its own loss, for every loss', () => {
    for (const name of names) {
      if (name === 'lambdaRank') continue; // its weights jump where places change; below
      for (let seed = 1; seed <= 5; seed++) {
        const { scores, labels } = query(seed, 7);
        const { gradient } = gradientOf(name, scores, labels);
        for (let i = 0; i < scores.length; i++) {
          const at = (change: number) =>
            gradientOf(
              name,
              scores.map((s, j) => (i === j ? s + change : s)),
              labels,
            ).loss;
          expect(gradient[i]).toBeCloseTo((at(1e-4) - at(-1e-4)) / 2e-4, 5);
        }
      }
    }
  });

  it('of lambdaRank equals finite differences while the places stay', () => {
    const scores = [2, 1, 0, -1, -2];
    const labels = [0, 2, 1, 0, 4];
    const { gradient } = gradientOf('lambdaRank', scores, labels);
    scores.forEach((_, i) => {
      const at = (change: number) =>
        gradientOf(
          'lambdaRank',
          scores.map((s, j) => (i === j ? s + change : s)),
          labels,
        ).loss;
      expect(gradient[i]).toBeCloseTo((at(1e-4) - at(-1e-4)) / 2e-4, 6);
    });
  });

  it('moves no document on the whole: the forces of all but pointwise cancel', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 12 }), (seed, n) => {
        const { scores, labels } = query(seed, n);
        for (const name of names) {
          if (name === 'pointwise') continue;
          const sum = gradientOf(name, scores, labels).gradient.reduce((a, b) => a + b, 0);
          expect(Math.abs(sum)).toBeLessThan(1e-9);
        }
      }),
    );
  });

  it('follows the documents when they change places in the list', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 2, max: 8 }), (seed, n) => {
        const { scores, labels } = query(seed, n);
        const order = random(seed).shuffle(Array.from({ length: n }, (_, i) => i));
        for (const name of names) {
          const here = gradientOf(name, scores, labels);
          const there = gradientOf(
            name,
            order.map((i) => scores[i]),
            order.map((i) => labels[i]),
          );
          expect(there.loss).toBeCloseTo(here.loss, 9);
          expectClose(
            there.gradient,
            order.map((i) => here.gradient[i]),
            1e-9,
          );
        }
      }),
    );
  });

  it('names a loss that is not there, and lengths that differ', () => {
    expect(() => gradientOf('hinge' as LossName, [1], [1])).toThrow("loss must be one of 'pointwise', 'rankNet'");
    for (const name of names) expect(() => gradientOf(name, [1, 2], [1])).toThrow('labels must be as long as scores (2), got 1');
    expect(() => gradientOf('rankNet', [1], [1], { sigma: 0 })).toThrow('sigma must be a finite number greater than 0, got 0');
    expect(() => gradientOf('approxNdcg', [1], [1], { alpha: NaN })).toThrow('alpha must be a finite number greater than 0');
    expect(() => gradientOf('lambdaRank', [1], [1], { k: 0.5 })).toThrow('k must be a positive integer, got 0.5');
    expect(() => gradientOf('softRank', [1], [1], { gain: 'square' as 'linear' })).toThrow("gain must be one of 'linear'");
  });
});

describe.each(names)('%s on tensors', (name) => {
  const loss = losses[name] as RankingLoss;

  it('equals the plain numbers, value and gradient, as the mean over padded queries', () => {
    const queries = [query(1, 6), query(2, 3), query(3, 9), query(4, 1)];
    for (const padding of [0, 2]) {
      const { value, gradient } = byTensors(loss, queries, padding);
      const wanted = queries.map(({ scores, labels }) => gradientOf(name, scores, labels));
      expect(value).toBeCloseTo(wanted.reduce((sum, query) => sum + query.loss, 0) / queries.length, 4);
      gradient.forEach((row, q) => {
        const { length } = queries[q].scores;
        expectClose(
          row.slice(0, length),
          wanted[q].gradient.map((g) => g / queries.length),
          2e-5,
        );
        expect(row.slice(length).every((g) => g === 0)).toBe(true);
      });
    }
  });

  it('is finite with one document, nothing relevant, ties, far scores, and a query of padding only', () => {
    const cases = [
      { scores: [2], labels: [1] },
      { scores: [2], labels: [0] },
      { scores: [1, 0, -1], labels: [0, 0, 0] },
      { scores: [0, 0, 0], labels: [1, 0, 1] },
      { scores: [40, -40, 0], labels: [0, 1, 2] },
      { scores: [], labels: [] },
    ];
    const { value, gradient } = byTensors(loss, cases);
    const plain = cases.map(({ scores, labels }) => gradientOf(name, scores, labels));
    expect(value).toBeCloseTo(plain.reduce((sum, { loss }) => sum + loss, 0) / cases.length, 3);
    for (const { loss: own } of plain) expect(Number.isFinite(own)).toBe(true);
    gradient.forEach((row, q) => expectClose(row.slice(0, cases[q].scores.length), plain[q].gradient.map((g) => g / cases.length), 1e-5)); // prettier-ignore
  });

  it('has nothing to learn from one document or, but for pointwise and listNet, where nothing is relevant', () => {
    const still = (scores: number[], labels: number[]) => gradientOf(name, scores, labels).gradient.every((g) => g === 0);
    if (name !== 'pointwise') expect(still([2], [1])).toBe(true);
    expect(still([1, 0, -1], [0, 0, 0])).toBe(name !== 'pointwise' && name !== 'listNet');
  });

  it('leaves no tensor behind', () => {
    const { numTensors } = tf.memory();
    for (let run = 0; run < 100; run++) byTensors(loss, [query(run, 4)]);
    expect(tf.memory().numTensors).toBe(numTensors);
  });

  it('moves wrongly ordered scores to the right order on WASM', async () => {
    const labels = tf.tensor2d([[0, 1, 2, 0]]);
    const mask = tf.ones([1, 4]) as tf.Tensor2D;
    const scores = tf.variable(tf.tensor2d([[0.3, 0.2, 0.1, 0]]));
    const optimizer = tf.train.adam(0.05);
    for (let step = 0; step < 100; step++) optimizer.minimize(() => loss(scores as unknown as tf.Tensor2D, labels, mask));
    const [row] = (await scores.array()) as unknown as number[][];
    const order = [0, 1, 2, 3].sort((a, b) => row[b] - row[a]);
    expect(ndcg(order, new Map([[1, 1], [2, 2]]))).toBe(1); // prettier-ignore
    tf.dispose([labels, mask, scores]);
    optimizer.dispose();
  });
});

describe('the approximations of nDCG', () => {
  const { scores, labels } = query(11, 8);
  const graded = new Map(labels.map((grade, i) => [i, grade]));
  const order = scores.map((_, i) => i).sort((a, b) => scores[b] - scores[a]);
  const exact = 1 - ndcg(order, graded, { gain: 'exponential' });

  it('approach it: approxNdcg as α grows, softRank as σ shrinks', () => {
    expect(gradientOf('approxNdcg', scores, labels, { alpha: 1e4 }).loss).toBeCloseTo(exact, 6);
    expect(gradientOf('softRank', scores, labels, { sigma: 1e-4 }).loss).toBeCloseTo(exact, 6);
    expect(gradientOf('approxNdcg', scores, labels, { alpha: 1 }).loss).not.toBeCloseTo(exact, 2);
  });

  it('softRank of two is the mean of nDCG over noisy scores', () => {
    const draw = random(5);
    const [lead, sigma] = [0.7, 0.9];
    let sum = 0;
    const draws = 200_000;
    for (let n = 0; n < draws; n++) sum += draw.normal(lead, sigma) > draw.normal(0, sigma) ? 1 : 1 / log2(3);
    // the standard error is .369 √(p (1 − p) / 200,000) < .0005
    expect(Math.abs(gradientOf('softRank', [lead, 0], [1, 0], { sigma }).loss - (1 - sum / draws))).toBeLessThan(0.0015);
  });

  it('listMle with grades 0 and 1 is softmaxCrossEntropy times the number of relevant documents', () => {
    const binary = [0, 1, 1, 0, 1];
    const s = [0.3, -1, 2, 0.5, 0];
    expect(gradientOf('listMle', s, binary).loss).toBeCloseTo(3 * gradientOf('softmaxCrossEntropy', s, binary).loss, 10);
    expect(exp(-gradientOf('listMle', [1, 0], [1, 0]).loss)).toBeCloseTo(exp(1) / (exp(1) + 1), 12);
  });
});
