import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { random } from '../../../src/recsys/math/random';
import { denseIndex } from '../../../src/recsys/search/denseIndex';
import { reciprocalRankFusion, scoreFusion } from '../../../src/recsys/search/fusion';
import { learnFusion } from '../../../src/recsys/search/learnFusion';
import type { Ranking } from '../../../src/recsys/types';

const ranking = (items: number[], scores = items.map((_, n) => items.length - n)): Ranking => ({
  items: Int32Array.from(items),
  scores: Float32Array.from(scores),
});
const rankings = fc.array(
  fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { maxLength: 8 }).map((items) => ranking(items)),
  { maxLength: 4 },
);

describe('reciprocalRankFusion', () => {
  it('adds 1 / (60 + place) of each list', () => {
    const fused = reciprocalRankFusion([ranking([7, 3, 5]), ranking([3, 9])]);
    expect([...fused.items]).toEqual([3, 7, 9, 5]);
    [1 / 62 + 1 / 61, 1 / 61, 1 / 62, 1 / 63].forEach((score, n) => expect(fused.scores[n]).toBeCloseTo(score, 8));
    expect([...reciprocalRankFusion([ranking([7, 3]), ranking([9])], { weights: [1, 3], k: 1 }).items]).toEqual([9]);
    expect([...reciprocalRankFusion([ranking([7, 3]), ranking([3, 7])]).items]).toEqual([3, 7]); // a tie: the lower item
  });

  it('keeps one list as it is, and all items of several', () => {
    fc.assert(
      fc.property(rankings, (lists) => {
        for (const list of lists) expect([...reciprocalRankFusion([list]).items]).toEqual([...list.items]);
        for (const fused of [reciprocalRankFusion(lists), scoreFusion(lists)]) {
          expect(new Set(fused.items)).toEqual(new Set(lists.flatMap(({ items }) => [...items])));
          for (let n = 1; n < fused.scores.length; n++) expect(fused.scores[n]).toBeLessThanOrEqual(fused.scores[n - 1]);
        }
      }),
    );
  });

  it('refuses what makes no sense', () => {
    expect(() => reciprocalRankFusion([], { constant: -1 })).toThrow('constant must be at least 0, got -1');
    expect(() => reciprocalRankFusion([], { k: 0 })).toThrow('k must be a positive integer, got 0');
    expect(() => scoreFusion([ranking([1])], { weights: [1, 2] })).toThrow('weights must be as long as rankings (1), got 2');
  });
});

describe('scoreFusion', () => {
  it('adds scores as shares of each list’s best', () => {
    const fused = scoreFusion([ranking([1, 2], [8, 6]), ranking([2, 3], [0.5, 0.4])], { weights: [1, 2] });
    expect([...fused.items]).toEqual([2, 3, 1]);
    [0.75 + 2, 1.6, 1].forEach((score, n) => expect(fused.scores[n]).toBeCloseTo(score, 6));
    // From −1 up, as cosines can be: (0.4 + 1) / (0.5 + 1).
    expect(scoreFusion([ranking([2, 3], [0.5, 0.4])], { lowest: [-1] }).scores[1]).toBeCloseTo(1.4 / 1.5, 6);
  });
});

describe('learnFusion', () => {
  /** Of ten candidates the wanted one is drawn with P ∝ exp(Σ w s). */
  const truth = [4, 0, 1.5];
  const draw = random(5);
  const examples = Array.from({ length: 1500 }, () => {
    const scores = truth.map(() => Array.from({ length: 10 }, (_, i) => (i === 0 ? 1 : draw.next())));
    const lists = scores.map((own) => {
      const order = Array.from(own.keys()).sort((a, b) => own[b] - own[a]);
      return ranking(order, order.map((i) => own[i])); // prettier-ignore
    });
    // Each list's best has 1, so that scaling changes nothing.
    const chances = own(scores).map(Math.exp);
    return { rankings: lists, wanted: draw.weighted(chances) };
  });
  function own(scores: number[][]): number[] {
    return scores[0].map((_, i) => truth.reduce((sum, w, r) => sum + w * scores[r][i], 0));
  }

  it('finds the weights that made the choices', () => {
    const { weights, loss, used } = learnFusion(examples, { regularization: 0 });
    expect(used).toBe(1500);
    truth.forEach((weight, r) => expect(Math.abs(weights[r] - weight)).toBeLessThan(0.35)); // about three standard errors
    expect(loss.before).toBeCloseTo(Math.log(10), 6);
    expect(loss.after).toBeLessThan(loss.before);
  });

  it('ends at the optimum: no small change of a weight is better', () => {
    const { weights, loss } = learnFusion(examples.slice(0, 200), { regularization: 0 });
    const lossAt = (w: Float64Array) => {
      let sum = 0;
      for (const { rankings: lists, wanted } of examples.slice(0, 200)) {
        const score = (item: number) => lists.reduce((total, { items, scores }, r) => total + w[r] * scores[items.indexOf(item)], 0); // prettier-ignore
        const all = Array.from({ length: 10 }, (_, item) => score(item));
        sum += Math.log(all.reduce((total, s) => total + Math.exp(s), 0)) - all[wanted];
      }
      return sum / 200;
    };
    expect(lossAt(weights)).toBeCloseTo(loss.after, 6);
    for (let r = 0; r < 3; r++) {
      for (const change of [-0.05, 0.05]) {
        const moved = weights.map((w, n) => (n === r ? w + change : w));
        expect(lossAt(moved)).toBeGreaterThan(loss.after);
      }
    }
  });

  it('passes over examples that teach nothing, and refuses to learn from such alone', () => {
    expect(learnFusion([...examples.slice(0, 50), { ...examples[0], wanted: 99 }]).used).toBe(50);
    expect(() => learnFusion([{ rankings: [ranking([1])], wanted: 2 }])).toThrow(
      'examples must have a wanted item in some ranking, got none',
    );
    expect(() => learnFusion([])).toThrow('got none');
    expect(() => learnFusion([examples[0], { rankings: [], wanted: 1 }])).toThrow('rankings must be 3 in every example, got 0');
    // A list that is the same for all candidates says nothing, and does not blow up.
    const flat = examples.slice(0, 100).map((e) => ({ ...e, rankings: [...e.rankings, ranking([...e.rankings[0].items], Array(10).fill(1))] })); // prettier-ignore
    expect(Math.abs(learnFusion(flat).weights[3])).toBeLessThan(1e-6);
  });
});

describe('denseIndex', () => {
  const index = denseIndex([3, 0, 0, 2, 1, 1, 0, 0], { dimensions: 2 });

  it('ranks by the cosine', () => {
    const found = index.search([2, 1]);
    expect([...found.items]).toEqual([2, 0, 1, 3]);
    [3 / Math.sqrt(10), 2 / Math.sqrt(5), 1 / Math.sqrt(5), 0].forEach((score, n) =>
      expect(found.scores[n]).toBeCloseTo(score, 6),
    );
    expect([...index.similar(0, { k: 2 }).items]).toEqual([2, 1]);
    expect(index.search([0, 0]).items.length).toBe(0);
  });

  it('survives a round trip and refuses what makes no sense', () => {
    const back = denseIndex.fromBuffer(index.toBuffer());
    expect(back.search([2, 1])).toEqual(index.search([2, 1]));
    expect(back.size).toBe(4);
    expect(() => denseIndex([1, 2, 3], { dimensions: 2 })).toThrow('vectors must be whole rows of 2 numbers, got 3');
    expect(() => denseIndex([1, NaN], { dimensions: 2 })).toThrow('vectors must be finite, got NaN as the length of row 0');
    expect(() => index.search([1])).toThrow('vector must have 2 numbers, got 1');
    expect(() => index.similar(4)).toThrow('row must be an index in 0 … 3, got 4');
  });
});
