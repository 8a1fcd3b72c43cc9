import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sparseCosine, sparseDot, sparseNorm, sparseRow } from '../../../src/recsys/math/sparseVector';
import { tfIdf } from '../../../src/recsys/text/tfIdf';

const documents = [['wolf', 'hunts', 'wolf'], ['the', 'wolf', 'the', 'moon'], ['moon', 'rises'], []];
const denseRow = (model: ReturnType<typeof tfIdf>, row: number) => {
  const all = new Array<number>(model.terms.length).fill(0);
  const { indices, values } = sparseRow(model.matrix, row);
  indices.forEach((at, n) => (all[at] = values[n]));
  return all;
};
const texts = fc.array(fc.array(fc.constantFrom(...'abcdefgh'), { maxLength: 12 }), { minLength: 1, maxLength: 8 });

describe('tfIdf', () => {
  // sklearn 1.2: TfidfVectorizer(analyzer=lambda d: d, sublinear_tf=…).fit_transform(documents)
  it.each([
    [
      false,
      [
        [0.53556627, 0, 0, 0, 0.8444932],
        [0, 0.34431452, 0, 0.87343862, 0.34431452],
        [0, 0.6191303, 0.78528828, 0, 0],
      ],
    ],
    [
      true,
      [
        [0.59955, 0, 0, 0, 0.8003373],
        [0, 0.38889789, 0, 0.83517475, 0.38889789],
        [0, 0.6191303, 0.78528828, 0, 0],
      ],
    ],
  ])('equals scikit-learn with sublinear %s', (sublinear, rows) => {
    const model = tfIdf(documents, { sublinear });
    expect(model.terms).toEqual(['hunts', 'moon', 'rises', 'the', 'wolf']);
    [1.916290731874155, 1.5108256237659907, 1.916290731874155, 1.916290731874155, 1.5108256237659907].forEach((idf, n) =>
      expect(model.idf[n]).toBeCloseTo(idf, 12),
    );
    [...rows, [0, 0, 0, 0, 0]].forEach((row, n) =>
      row.forEach((weight, column) => expect(denseRow(model, n)[column]).toBeCloseTo(weight, 6)),
    );
  });

  it('tells what each term weighs, heaviest first', () => {
    const model = tfIdf(documents);
    const weights = model.weights(['wolf', 'moon', 'wolf', 'unknown']);
    expect(weights.map(({ term, count, documents: n }) => [term, count, n])).toEqual([
      ['wolf', 2, 2],
      ['moon', 1, 2],
    ]);
    expect(weights[0].weight).toBeCloseTo(2 / Math.sqrt(5), 6); // both have the same idf
    expect(weights[0].idf).toBe(model.idf[4]);
  });

  it('drops rare and frequent terms', () => {
    expect(tfIdf(documents, { minDocuments: 2 }).terms).toEqual(['moon', 'wolf']);
    expect(tfIdf(documents, { maxShare: 0.25 }).terms).toEqual(['hunts', 'rises', 'the']);
  });

  it('gives vectors of length 1 or 0, the same for a document as for its text', () => {
    fc.assert(
      fc.property(texts, (tokens) => {
        const model = tfIdf(tokens);
        tokens.forEach((document, row) => {
          const vector = model.vector(document);
          expect(vector).toEqual(sparseRow(model.matrix, row));
          expect(sparseNorm(vector)).toBeCloseTo(document.length > 0 ? 1 : 0, 6);
        });
      }),
    );
  });

  it('finds the documents of the largest cosine', () => {
    fc.assert(
      fc.property(texts, (tokens) => {
        const model = tfIdf(tokens);
        const cosines = tokens.map((_, row) => sparseCosine(sparseRow(model.matrix, 0), sparseRow(model.matrix, row)));
        const near = model.nearest(0, { k: tokens.length });
        expect(near.items.includes(0)).toBe(false);
        expect([...near.items].sort()).toEqual(cosines.flatMap((cosine, row) => (row > 0 && cosine > 0 ? [row] : [])));
        near.items.forEach((row, n) => expect(near.scores[n]).toBeCloseTo(cosines[row], 5));
      }),
    );
    expect([...tfIdf(documents).nearest(tfIdf(documents).vector(['rises', 'moon'])).items]).toEqual([2, 1]);
  });

  it('survives a round trip through a buffer', () => {
    const model = tfIdf(documents, { sublinear: true });
    const back = tfIdf.fromBuffer(model.toBuffer());
    expect(back.terms).toEqual(model.terms);
    expect(back.weights(['wolf', 'moon', 'wolf'])).toEqual(model.weights(['wolf', 'moon', 'wolf']));
    expect(back.nearest(0)).toEqual(model.nearest(0));
    expect(new Uint8Array(back.toBuffer())).toEqual(new Uint8Array(model.toBuffer()));
  });

  it('refuses what makes no sense', () => {
    expect(() => tfIdf([])).toThrow('tokens must have at least one document, got 0');
    expect(() => tfIdf(documents, { minDocuments: 0 })).toThrow('minDocuments must be a positive integer, got 0');
    expect(() => tfIdf(documents, { maxShare: NaN })).toThrow('maxShare must be greater than 0 and at most 1, got NaN');
    expect(() => tfIdf(documents).nearest(4)).toThrow('document must be an index in 0 … 3, got 4');
  });
});

describe('sparse vectors', () => {
  it('multiply as dense ones do', () => {
    const vectors = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 6, maxLength: 6 });
    const sparse = (dense: number[]) => {
      const indices = dense.flatMap((value, at) => (value ? [at] : []));
      return { indices: Int32Array.from(indices), values: Float32Array.from(indices, (at) => dense[at]) };
    };
    fc.assert(
      fc.property(vectors, vectors, (a, b) => {
        expect(sparseDot(sparse(a), sparse(b))).toBe(a.reduce((sum, value, at) => sum + value * b[at], 0));
        expect(Math.abs(sparseCosine(sparse(a), sparse(b)))).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
    expect(sparseCosine(sparse([0, 0, 0, 0, 0, 0]), sparse([1, 0, 0, 0, 0, 0]))).toBe(0);
  });
});
