import { describe, expect, it } from 'vitest';
import { l2, squaredError } from '../../../../src/recsys/ltr/objectives/l2';
import { lambdarank } from '../../../../src/recsys/ltr/objectives/lambdarank';
import { logistic, logLoss } from '../../../../src/recsys/ltr/objectives/logistic';
import { ndcgJudge } from '../../../../src/recsys/ltr/objectives/ndcg';
import { xendcg } from '../../../../src/recsys/ltr/objectives/xendcg';
import { random } from '../../../../src/recsys/math/random';
import { ndcg } from '../../../../src/recsys/metrics/ndcg';
import { queryTable } from '../tables';
import type { Objective } from '../../../../src/recsys/ltr/objectives/objective';
import type { Table } from '../../../../src/recsys/ltr/table';

const draw = random(9);
const scoresFor = ({ rows }: Table) => Float64Array.from({ length: rows }, () => draw.normal());

function derivatives(objective: Objective, scores: Float64Array) {
  const both = new Float32Array(2 * scores.length);
  objective.gradients(scores, both);
  const pick = (offset: number) => Float64Array.from(scores, (_, row) => both[2 * row + offset]);
  return { gradients: pick(0), hessians: pick(1) };
}

/** Central differences of a loss, first and second. */
function differences(loss: (scores: Float64Array) => number, scores: Float64Array, row: number) {
  const step = 1e-3;
  const at = (offset: number) => loss(scores.map((score, r) => (r === row ? score + offset : score)));
  return { first: (at(step) - at(-step)) / (2 * step), second: (at(step) - 2 * at(0) + at(-step)) / (step * step) };
}

describe('the pointwise objectives', () => {
  const binary: Table = { features: new Float32Array(8), rows: 8, columns: 1, labels: Float32Array.of(0, 1, 1, 0, 1, 0, 0, 0.5) };

  it.each([
    ['l2', l2(binary), squaredError, 0.5],
    ['logistic', logistic(binary), logLoss, 1],
  ])('%s has the first and second differences of its loss', (_, objective, judge, factor) => {
    const scores = scoresFor(binary);
    const { gradients, hessians } = derivatives(objective, scores);
    for (let row = 0; row < 8; row++) {
      const { first, second } = differences((s) => judge.measure(s, binary) * factor * 8, scores, row);
      expect(gradients[row]).toBeCloseTo(first, 4);
      expect(hessians[row]).toBeCloseTo(second, 3);
    }
  });

  it.each([
    ['l2', l2(binary)],
    ['logistic', logistic(binary)],
  ])('%s starts from the best constant: its gradients sum to nothing there', (_, objective) => {
    const { gradients } = derivatives(objective, new Float64Array(8).fill(objective.base));
    expect(gradients.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 6);
  });

  it('logistic refuses labels that it cannot take', () => {
    expect(() => logistic({ ...binary, labels: binary.labels.map(() => 2) })).toThrow('labels must lie in 0 … 1, got 2 in row 0');
    expect(() => logistic({ ...binary, labels: binary.labels.map(() => 1) })).toThrow(
      'labels must not all be 1, got 8 such rows',
    );
  });
});

describe('lambdarank', () => {
  const plain = { truncation: 30, sigma: 1, normalize: false, gain: 'exponential' } as const;

  it('gives an example worked by hand', () => {
    // Grades 0, 1 at scores 1, 0: the ideal DCG is 1, swapping changes nDCG by 1 − 1/log₂3 = 0.36907; ρ = 1 / (1 + e⁻¹) = 0.731059.
    // λ = 0.269812 pushes the second up; the hessian is λ (1 − ρ) = 0.072564.
    const table = { features: new Float32Array(2), rows: 2, columns: 1, labels: Float32Array.of(0, 1) };
    const { gradients, hessians } = derivatives(lambdarank(table, plain), Float64Array.of(1, 0));
    expect(gradients[0]).toBeCloseTo(0.269812, 6);
    expect(gradients[1]).toBeCloseTo(-0.269812, 6);
    expect(hessians[0]).toBeCloseTo(0.072564, 6);
  });

  it.each([2, 5, 30])('weighs each pair by what swapping it would change in nDCG@%i', (truncation) => {
    const table = queryTable(1, 4);
    const { rows, labels } = table;
    const scores = scoresFor(table);
    const { gradients, hessians } = derivatives(lambdarank(table, { ...plain, truncation, sigma: 2 }), scores);
    const relevant = new Map(Array.from(labels, (label, row) => [row, label]));
    const order = [...scores.keys()].sort((a, b) => scores[b] - scores[a]);
    const at = (list: number[]) => ndcg(list, relevant, { k: truncation, gain: 'exponential' });
    const [expected, second] = [new Float64Array(rows), new Float64Array(rows)];
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < rows; j++) {
        if (!(labels[i] > labels[j])) continue;
        const swapped = order.map((row) => (row === i ? j : row === j ? i : row));
        const delta = Math.abs(at(swapped) - at(order));
        const rho = 1 / (1 + Math.exp(2 * (scores[i] - scores[j])));
        expected[i] -= 2 * delta * rho;
        expected[j] += 2 * delta * rho;
        second[i] += 4 * delta * rho * (1 - rho);
        second[j] += 4 * delta * rho * (1 - rho);
      }
    }
    for (let row = 0; row < rows; row++) {
      expect(gradients[row]).toBeCloseTo(expected[row], 5);
      expect(hessians[row]).toBeCloseTo(second[row], 5);
    }
  });

  it('pulls with no net force on a query, and not at all where all grades are alike', () => {
    const table = queryTable(30, 5);
    table.labels.subarray(0, table.groups[0]).fill(2);
    for (const normalize of [false, true]) {
      const { gradients, hessians } = derivatives(lambdarank(table, { ...plain, normalize }), scoresFor(table));
      let begin = 0;
      for (const size of table.groups) {
        const own = gradients.subarray(begin, (begin += size));
        expect(own.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 5);
      }
      expect([...gradients.subarray(0, table.groups[0])]).toEqual(Array(table.groups[0]).fill(0));
      expect(Math.min(...hessians)).toBeGreaterThanOrEqual(0);
    }
  });

  it('with normalize, divides a pair by its distance and a query by its sum, worked by hand', () => {
    // as above: Δ = 0.36907 / 1.01, λ = 0.267141, Σ = 2λ = 0.534281, factor log₂(1.534281) / 0.534281 = 1.155876
    const table = { features: new Float32Array(2), rows: 2, columns: 1, labels: Float32Array.of(0, 1) };
    const { gradients } = derivatives(lambdarank(table, { ...plain, normalize: true }), Float64Array.of(1, 0));
    expect(gradients[0]).toBeCloseTo(0.267141 * 1.155876, 5);
  });

  it('does not depend on the order in which it saw the scores before', () => {
    const table = queryTable(20, 6);
    const [first, second] = [scoresFor(table), scoresFor(table)];
    const seasoned = lambdarank(table, plain);
    derivatives(seasoned, first);
    expect(derivatives(seasoned, second)).toEqual(derivatives(lambdarank(table, plain), second));
  });

  it('refuses grades below 0 and groups that do not fit', () => {
    const table = queryTable(2, 7);
    expect(() => lambdarank({ ...table, labels: table.labels.map(() => -1) }, plain)).toThrow(
      'labels must be grades in 0 … 31, got -1',
    );
    expect(() => lambdarank({ ...table, groups: Int32Array.of(1) }, plain)).toThrow('rows together, got 1');
  });
});

describe('xendcg', () => {
  it('has the gradient and the diagonal of the second differences of its loss', () => {
    const table = queryTable(3, 8);
    const scores = scoresFor(table);
    const { gradients, hessians } = derivatives(xendcg(table, 11), scores);
    const noise = random(11);
    const target = Float64Array.from(table.labels, (label) => 2 ** label - noise.next());
    const loss = (s: Float64Array) => {
      let [sum, begin] = [0, 0];
      for (const size of table.groups) {
        const [own, phi] = [s, target].map((column) => column.slice(begin, begin + size));
        begin += size;
        const [total, all] = [own.reduce((a, x) => a + Math.exp(x), 0), phi.reduce((a, x) => a + x, 0)];
        own.forEach((x, i) => (sum -= (phi[i] / all) * (x - Math.log(total))));
      }
      return sum;
    };
    for (let row = 0; row < table.rows; row++) {
      const { first, second } = differences(loss, scores, row);
      expect(gradients[row]).toBeCloseTo(first, 4);
      expect(hessians[row]).toBeCloseTo(second, 3);
    }
  });

  it('shakes its target anew each time, and pulls nowhere where nothing is relevant', () => {
    const table = queryTable(5, 9);
    table.labels.subarray(0, table.groups[0]).fill(0);
    const objective = xendcg(table, 1);
    const scores = scoresFor(table);
    const [a, b] = [derivatives(objective, scores), derivatives(objective, scores)];
    expect(a.gradients).not.toEqual(b.gradients);
    expect([...a.gradients.subarray(0, table.groups[0])]).toEqual(Array(table.groups[0]).fill(0));
  });
});

describe('ndcgJudge', () => {
  it('leaves out queries in which nothing is relevant', () => {
    const table = {
      features: new Float32Array(4),
      rows: 4,
      columns: 1,
      labels: Float32Array.of(0, 1, 0, 0),
      groups: Int32Array.of(2, 2),
    };
    expect(ndcgJudge({ k: 10 }).measure(Float64Array.of(0, 1, 5, 6), table)).toBe(1);
  });
});
