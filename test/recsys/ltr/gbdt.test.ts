import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gbdt } from '../../../src/recsys/ltr/gbdt';
import { random } from '../../../src/recsys/math/random';
import { congruentialTable, randomTable } from './tables';
import type { Table } from '../../../src/recsys/ltr/table';
import type { Trees } from '../../../src/recsys/ltr/trees/model';

const mse = (scores: ArrayLike<number>, { labels }: Table) =>
  labels.reduce((sum, label, row) => sum + (scores[row] - label) ** 2, 0) / labels.length;
const predict = (model: Trees, { features, rows, columns }: Table, trees?: number) =>
  model.predict(features, rows, columns, { trees });

describe('gbdt on a table worked by hand', () => {
  // x = 1, 2, 3, 4 and y = 1, 1, 4, 10: the mean is 4, so g = 3, 3, 0, −6 and h = 1.
  // Root: a cut at 1.5 gains 6, at 2.5 18, at 3.5 24 (see split.test.ts). Left of 3.5: −(3 + 3 + 0) / 3 = −2, right: 6 / 1 = 6.
  // Of {3, 3, 0}, G²/n = 12: a cut at 1.5 gains ½ (9/1 + 9/2 − 12) = 0.75, at 2.5 ½ (36/2 + 0 − 12) = 3. So −3 for x = 1, 2 and 0 for x = 3.
  const table: Table = {
    features: Float32Array.of(1, 2, 3, 4),
    rows: 4,
    columns: 1,
    labels: Float32Array.of(1, 1, 4, 10),
    names: ['x'],
  };
  const one = { trees: 1, leaves: 3, learningRate: 1, minData: 1 };

  it('makes those splits and leaves', async () => {
    const model = await gbdt(table, one);
    expect(model.base).toBe(4);
    expect(model.nodes(0)).toEqual([
      {
        id: 0,
        depth: 0,
        rows: 4,
        hessian: 4,
        value: 0,
        split: { column: 0, name: 'x', threshold: 3.5, missing: 'left', gain: 24, left: 1, right: 2 },
      },
      {
        id: 1,
        depth: 1,
        rows: 3,
        hessian: 3,
        value: -2,
        split: { column: 0, name: 'x', threshold: 2.5, missing: 'left', gain: 3, left: 3, right: 4 },
      },
      { id: 2, depth: 1, rows: 1, hessian: 1, value: 6 },
      { id: 3, depth: 2, rows: 2, hessian: 2, value: -3 },
      { id: 4, depth: 2, rows: 1, hessian: 1, value: 0 },
    ]);
    expect([...predict(model, table)]).toEqual([1, 1, 4, 10]);
    expect([...model.importance()]).toEqual([27]);
    expect([...model.importance('split')]).toEqual([2]);
  });

  it('takes half the step with half the rate, and smaller values with λ', async () => {
    // −6 / (3 + 1) = −1.5 and 6 / (1 + 1) = 3, halved
    const model = await gbdt(table, { ...one, leaves: 2, learningRate: 0.5, l2: 1 });
    expect(model.nodes(0).map(({ value }) => value)).toEqual([0, -0.75, 1.5]);
  });

  it('starts the logistic loss from the log-odds and takes Newton’s step', async () => {
    // y = 0, 0, 1, 1: p = ½, so g = ±½, h = ¼; the cut at 2.5 gains ½ (1 / ½ + 1 / ½) = 2; values −1 / ½ = −2 and 2
    const binary = { ...table, labels: Float32Array.of(0, 0, 1, 1) };
    const model = await gbdt(binary, { ...one, leaves: 2, objective: 'logistic' });
    expect(model.base).toBe(0);
    expect(model.nodes(0)[0].split).toMatchObject({ threshold: 2.5, gain: 2 });
    expect([...predict(model, binary)]).toEqual([-2, -2, 2, 2]);
  });

  it('sends missing values the way that gains more, and unseen ones where most rows went', async () => {
    const missing = { ...table, features: Float32Array.of(1, 2, NaN, NaN), labels: Float32Array.of(0, 6, 6, 8) };
    const [root] = (await gbdt(missing, { ...one, leaves: 2 })).nodes(0);
    expect(root.split).toMatchObject({ threshold: 1.5, missing: 'right' });
    const model = await gbdt(table, { ...one, leaves: 2 });
    expect([...model.predict(Float32Array.of(NaN), 1, 1)]).toEqual([2]);
  });
});

describe('every tree of gbdt', () => {
  /** The rows at each node, by walking down. */
  function rowsByNode(model: Trees, tree: number, { features, rows, columns }: Table): number[][] {
    const nodes = model.nodes(tree);
    const at: number[][] = nodes.map(() => []);
    for (let row = 0; row < rows; row++) {
      for (let id = 0; ;) {
        at[id].push(row);
        const { split } = nodes[id];
        if (!split) break;
        const value = features[row * columns + split.column];
        id = (value === value ? value <= split.threshold : split.missing === 'left') ? split.left : split.right;
      }
    }
    return at;
  }

  it('has the leaves, counts, values and gains that its rows give it, and its limits are kept', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 12 }),
        fc.integer({ min: 1, max: 9 }),
        fc.nat(),
        async (leaves, minData, seed) => {
          const table = randomTable(80, 3, seed);
          const l2 = 0.5;
          const model = await gbdt(table, { trees: 3, leaves, minData, learningRate: 0.3, l2, bins: 4 });
          for (let tree = 0; tree < model.trees; tree++) {
            const nodes = model.nodes(tree);
            const before = predict(model, table, tree);
            const gradient = (rows: number[]) => rows.reduce((sum, row) => sum + before[row] - table.labels[row], 0);
            const score = (rows: number[]) => gradient(rows) ** 2 / (rows.length + l2);
            expect(nodes.filter(({ split }) => !split).length).toBeLessThanOrEqual(leaves);
            const rows = rowsByNode(model, tree, table);
            for (const { id, split, value, rows: count, hessian } of nodes) {
              expect(count).toBe(rows[id].length);
              expect(count).toBeGreaterThanOrEqual(minData);
              expect(hessian).toBeCloseTo(count, 6);
              expect(value).toBeCloseTo((-0.3 * gradient(rows[id])) / (count + l2), 3);
              if (!split) continue;
              const gain = (score(rows[split.left]) + score(rows[split.right]) - score(rows[id])) / 2;
              expect(split.gain / gain).toBeCloseTo(1, 3);
              // best first: whatever could have been split then and was split later gained no more
              const made = (split.left - 1) / 2;
              for (const other of nodes) {
                if (other.split && other.split.left > split.left && other.id <= 2 * made)
                  expect(other.split.gain).toBeLessThanOrEqual(split.gain);
              }
            }
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('is not better cut in any other way: one split of many columns, against a search of all', async () => {
    for (let seed = 0; seed < 20; seed++) {
      const table = randomTable(40, 4, seed);
      const model = await gbdt(table, { trees: 1, leaves: 2, minData: 3, learningRate: 1 });
      const gradients = table.labels.map((label) => model.base - label);
      let most = 0;
      for (let column = 0; column < 4; column++) {
        for (let threshold = 0; threshold < 8; threshold++) {
          for (const missingLeft of [false, true]) {
            const sides = [[0, 0], [0, 0]]; // prettier-ignore
            gradients.forEach((g, row) => {
              const value = table.features[4 * row + column];
              const side = sides[(value === value ? value <= threshold : missingLeft) ? 0 : 1];
              side[0] += g;
              side[1]++;
            });
            if (sides.every(([, n]) => n >= 3))
              most = Math.max(
                most,
                sides.reduce((sum, [g, n]) => sum + (g * g) / n / 2, 0),
              );
          }
        }
      }
      expect(model.nodes(0)[0].split!.gain).toBeCloseTo(most, 2);
    }
  });
});

describe('gbdt against outside oracles', () => {
  // Debian 12: python3-sklearn 1.2.1, python3-xgboost 1.7.4. `table` as in tables.ts, X, y = table(2000, 1), Xn, yn = table(200, 2).
  const train = congruentialTable(2000, 1);
  const fresh = congruentialTable(200, 2);
  const some = [0, 1, 2, 100, 199];
  const options = { trees: 20, leaves: 15, learningRate: 0.1, l2: 1 };
  const over110 = (table: Table) => ({ ...table, labels: table.labels.map((y) => (y > 110 ? 1 : 0)) });
  const near = (scores: ArrayLike<number>, expected: number[]) =>
    some.forEach((row, i) => expect(Math.abs(scores[row] / expected[i] - 1)).toBeLessThan(1e-5));

  it('predicts what scikit-learn predicts: squared error', async () => {
    // m = HistGradientBoostingRegressor(max_iter=20, max_leaf_nodes=15, learning_rate=.1, min_samples_leaf=20, l2_regularization=1,
    //                                   early_stopping=False).fit(X, y); m.predict(Xn)[[0, 1, 2, 100, 199]]; np.mean((m.predict(Xn) - yn) ** 2)
    const model = await gbdt(train, { ...options, minData: 20 });
    const scores = predict(model, fresh);
    near(scores, [68.24143808124379, 115.5349311152658, 94.10702592566773, 110.52874262409108, 89.51385909896297]);
    expect(mse(scores, fresh)).toBeCloseTo(157.89975, 4);
    expect(mse(predict(model, train), train)).toBeCloseTo(118.30548, 4);
  });

  it('predicts what scikit-learn predicts: logistic loss', async () => {
    // HistGradientBoostingClassifier with the same options, fitted to y > np.float32(110); decision_function(Xn)
    const model = await gbdt(over110(train), { ...options, minData: 20, objective: 'logistic' });
    near(
      predict(model, fresh),
      [-2.5780009866391707, 1.2830308987942913, -2.070639192849469, 0.19652124579329394, -2.417734955946663],
    );
  });

  // b = xgb.train(dict(tree_method='hist', grow_policy='lossguide', max_leaves=15, max_depth=0, eta=.1, reg_lambda=1, min_child_weight=20,
  //               objective='reg:squarederror', base_score=np.mean(y, dtype=np.float64)), xgb.DMatrix(X, y), 20)
  // Its cuts lie on values, ours between them, so rows of the training table are compared.
  it('predicts, explains and weighs columns as XGBoost does', async () => {
    const model = await gbdt(train, { ...options, minData: 1, minHessian: 20 });
    near(
      predict(model, train),
      [96.05892181396484, 116.64414978027344, 126.19097900390625, 144.29298400878906, 111.32288360595703],
    );
    // b.predict(D, pred_contribs=True)[0], the base last; TreeSHAP too
    const { base, values } = model.contributions(train.features.subarray(0, 6));
    const theirs = [-7.639495372772217, 6.955600261688232, -7.270369529724121, 0, -5.6278557777404785, 0];
    expect(base).toBeCloseTo(109.64104461669922, 4);
    theirs.forEach((value, column) => expect(values[column]).toBeCloseTo(value, 4));
    // b.get_score(importance_type='weight') and 'total_gain'; XGBoost's gain leaves out the ½ of its paper's equation 7
    expect([...model.importance('split')]).toEqual([92, 70, 67, 0, 51, 0]);
    const gains = [3094933, 1496877, 8719750, 0, 746776, 0];
    model
      .importance('gain')
      .forEach((gain, column) => expect((2 * gain) / (gains[column] || 1)).toBeCloseTo(gains[column] ? 1 : 0, 4));
  });

  it('predicts what XGBoost predicts: logistic loss', async () => {
    // the same with objective='binary:logistic', base_score=np.mean(z), min_child_weight=5; b.predict(D, output_margin=True)
    const model = await gbdt(over110(train), { ...options, minData: 1, minHessian: 5, objective: 'logistic' });
    near(
      predict(model, train),
      [-2.1853320598602295, 1.415096640586853, 1.2554972171783447, 2.187863826751709, 0.9847874641418457],
    );
  });
});

describe('gbdt trains', () => {
  const table = congruentialTable(600, 3);
  const validation = congruentialTable(300, 4);

  it('the same model from the same seed, and another from another', async () => {
    const options = { trees: 10, rowShare: 0.5, columnShare: 0.5 };
    const bytes = async (seed: number) => new Uint8Array((await gbdt(table, { ...options, seed })).toBuffer());
    expect(await bytes(1)).toEqual(await bytes(1));
    expect(await bytes(1)).not.toEqual(await bytes(2));
  });

  it('each tree on its share of rows and columns, and tells the loss of all rows', async () => {
    const losses: number[] = [];
    const model = await gbdt(table, {
      trees: 12,
      rowShare: 0.3,
      columnShare: 0.34,
      onProgress: ({ values }) => losses.push(values!.loss),
    });
    for (let tree = 0; tree < 12; tree++) {
      const nodes = model.nodes(tree);
      expect(nodes[0].rows).toBe(180);
      expect(new Set(nodes.flatMap(({ split }) => (split ? [split.column] : []))).size).toBeLessThanOrEqual(2);
      expect(mse(predict(model, table, tree + 1), table)).toBeCloseTo(losses[tree], 2);
    }
    expect(losses[11]).toBeLessThan(losses[0]);
  });

  it('until the validation table has seen no better for a while, and keeps the trees up to its best', async () => {
    const losses: number[] = [];
    const model = await gbdt(table, {
      trees: 400,
      minData: 2,
      learningRate: 0.3,
      validation,
      patience: 5,
      onProgress: ({ values }) => losses.push(values!.validationLoss),
    });
    const best = losses.indexOf(Math.min(...losses)) + 1;
    expect(losses.length).toBe(best + 5);
    expect(model.trees).toBe(best);
    expect(mse(predict(model, validation), validation)).toBeCloseTo(Math.min(...losses), 2);
  });

  it('until it is stopped, and keeps what was learned by then', async () => {
    const stop = new AbortController();
    const model = await gbdt(table, { trees: 50, signal: stop.signal, onProgress: ({ done }) => done === 3 && stop.abort() });
    expect(model.trees).toBe(3);
    const whole = await gbdt(table, { trees: 50 });
    expect([...predict(model, table)]).toEqual([...predict(whole, table, 3)]);
  });

  it('and lets timers fire meanwhile', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 60);
    expect((await gbdt(table, { trees: 1e6, minData: 2, signal: stop.signal })).trees).toBeLessThan(1e6);
  });

  it('ends when a tree finds no split', async () => {
    const flat = { ...table, labels: new Float32Array(600).fill(3) };
    const model = await gbdt(flat, { trees: 10 });
    expect(model.trees).toBe(0);
    expect(predict(model, flat)[0]).toBe(3);
  });
});

describe('gbdt with categories', () => {
  // 30 categories of 20 rows each with an effect of their own, in no order
  const draw = random(5);
  const effects = Float32Array.from({ length: 30 }, () => draw.normal(0, 3));
  const make = (rows: number): Table => {
    const features = Float32Array.from({ length: 2 * rows }, (_, at) => (at % 2 === 0 ? draw.int(30) : draw.normal()));
    const labels = Float32Array.from(
      { length: rows },
      (_, row) => effects[features[2 * row]] + features[2 * row + 1] + draw.normal(0, 0.5),
    );
    return { features, rows, columns: 2, labels };
  };
  const [train, test] = [make(600), make(400)];

  it('learns them from fewer splits than as numbers', async () => {
    const options = { trees: 30, leaves: 4, minData: 5 };
    const asNumbers = await gbdt(train, options);
    const asNames = await gbdt(train, { ...options, categorical: [0] });
    expect(mse(predict(asNames, test), test)).toBeLessThan(mse(predict(asNumbers, test), test) / 2);
  });

  it('does not learn from a category that says nothing, even where each row has its own', async () => {
    const noise = { ...train, features: train.features.map((value, at) => (at % 2 === 0 ? at : value)) };
    const model = await gbdt(noise, { trees: 30, leaves: 4, categorical: [0] });
    expect(model.importance()[0]).toBeLessThan(0.01 * model.importance()[1]);
  });

  it('takes a category it has not met as the mean, and a missing one as one of them', async () => {
    const some = { ...train, features: train.features.map((value, at) => (at % 2 === 0 && value === 7 ? NaN : value)) };
    const model = await gbdt(some, { trees: 30, leaves: 4, minData: 5, categorical: [0] });
    const at = (category: number) => model.predict(Float32Array.of(category, 0), 1, 2)[0];
    expect(Math.abs(at(NaN) - effects[7])).toBeLessThan(1);
    expect(at(1000)).toBe(at(-5));
  });

  it('comes back from its buffer with them, and explains itself by the columns of the table', async () => {
    const model = await gbdt({ ...train, names: ['film', 'age'] }, { trees: 10, categorical: [0] });
    const back = gbdt.fromBuffer(model.toBuffer());
    expect([...predict(back, test)]).toEqual([...predict(model, test)]);
    expect(back.names).toEqual(['film', 'age']);
    const row = test.features.subarray(0, 2);
    const { base, values } = back.contributions(row);
    expect(base + values[0] + values[1]).toBeCloseTo(predict(back, test)[0], 4);
  });
});

describe('gbdt refuses', () => {
  const table = congruentialTable(50, 1);
  it.each([
    [{ leaves: 1 }, 'leaves must be at least 2, got 1'],
    [{ bins: 256 }, 'bins must be at most 255, got 256'],
    [{ trees: 0 }, 'trees must be a positive integer, got 0'],
    [{ learningRate: NaN }, 'learningRate must be a finite number greater than 0, got NaN'],
    [{ rowShare: 0 }, 'rowShare must be above 0 and at most 1, got 0'],
    [{ l2: -1 }, 'l2 must be a finite number of at least 0, got -1'],
    [{ categorical: [6] }, 'categorical must be an index in 0 … 5, got 6'],
    [{ objective: 'poisson' as 'l2' }, "objective must be one of 'l2', 'logistic', got 'poisson'"],
    [{ objective: 'logistic' as const }, 'labels must lie in 0 … 1'],
    [{ validation: randomTable(10, 3, 1) }, 'validation must have 6 columns as train has, got 3'],
  ])('%o', async (options, message) => {
    await expect(gbdt(table, options)).rejects.toThrow(message);
  });

  it('tables that are none', async () => {
    await expect(gbdt({ ...table, rows: 49 })).rejects.toThrow('features must hold rows × columns = 294 numbers, got 300');
    await expect(gbdt({ ...table, labels: new Float32Array(3) })).rejects.toThrow('labels must be as many as rows (50), got 3');
    const infinite = table.features.slice();
    infinite[8] = Infinity;
    await expect(gbdt({ ...table, features: infinite })).rejects.toThrow('got Infinity in row 1, column 2');
    const model = await gbdt(table, { trees: 1 });
    expect(() => model.predict(new Float32Array(4), 1, 4)).toThrow('columns must be 6 as in training, got 4');
    expect(() => gbdt.fromBuffer(new ArrayBuffer(16))).toThrow('buffer must hold a model');
  });
});
