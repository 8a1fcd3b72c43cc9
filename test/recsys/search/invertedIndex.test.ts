import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inverseDocumentFrequency, saturation } from '../../../src/recsys/search/bm25';
import { invertedIndex } from '../../../src/recsys/search/invertedIndex';
import { spelling } from '../../../src/recsys/search/spelling';
import { stem } from '../../../src/recsys/text/stem';
import { tokenize } from '../../../src/recsys/text/tokenize';

const films = [
  { title: 'The Matrix', director: 'Andy Wachowski', synopsis: 'A programmer wakes. The world is a program.' },
  { title: 'The Matrix Reloaded', director: 'Andy Wachowski', synopsis: 'The machines dig.' },
  { title: 'Mad Max', director: 'George Miller', synopsis: 'A road, a matrix of revenge.' },
  { title: 'Maverick', director: 'Richard Donner', synopsis: 'Cards.' },
  { title: 'Untitled', director: '', synopsis: '' },
];
const index = invertedIndex(films, { weights: { title: 4, director: 3 } });
const titles = (ranking: { items: Int32Array }) => Array.from(ranking.items, (item) => films[item].title);

const word = fc.constantFrom('sea', 'sun', 'seal', 'sand', 'tide', 'tie', 'star');
const documentsOf = fc.array(fc.record({ title: fc.array(word, { maxLength: 3 }), text: fc.array(word, { maxLength: 8 }) }), { minLength: 1, maxLength: 12 }); // prettier-ignore
const joined = (documents: { title: string[]; text: string[] }[]) =>
  documents.map(({ title, text }) => ({ title: title.join(' '), text: text.join(' ') }));

describe('search', () => {
  it('finds what has a word, best first, and nothing else', () => {
    expect(titles(index.search('matrix'))).toEqual(['The Matrix', 'The Matrix Reloaded', 'Mad Max']);
    expect(titles(index.search('WACHOWSKI reloaded'))).toEqual(['The Matrix Reloaded', 'The Matrix']);
    expect(titles(index.search('matrix', { k: 1 }))).toEqual(['The Matrix']);
    expect(titles(index.search('matrix', { exclude: Int32Array.of(0, 2) }))).toEqual(['The Matrix Reloaded']);
    for (const nothing of ['', '!', 'unknown', 'matr']) expect(index.search(nothing).items.length).toBe(0);
  });

  it('takes the last word for a beginning when asked, the whole word first', () => {
    expect(titles(index.search('the matr', { prefix: true }))).toEqual(['The Matrix', 'The Matrix Reloaded', 'Mad Max']);
    expect(titles(index.search('ma', { prefix: true })).sort()).toEqual([
      'Mad Max',
      'Maverick',
      'The Matrix',
      'The Matrix Reloaded',
    ]);
    expect(titles(index.search('m', { prefix: true })).sort()).toEqual(titles(index.search('ma', { prefix: true })).sort());
    expect(titles(index.search('ma the', { prefix: true }))).not.toContain('Maverick'); // only the last
    const program = invertedIndex([{ t: 'programs' }, { t: 'program' }]);
    expect([...program.search('program', { prefix: true }).items]).toEqual([1, 0]);
  });

  it('takes unknown words for near ones when it has a dictionary', () => {
    const dictionary = spelling(index.dictionary());
    expect(titles(index.search('martix', { spelling: dictionary }))).toEqual(titles(index.search('matrix')));
    expect(titles(index.search('relodaed martix', { spelling: dictionary }))[0]).toBe('The Matrix Reloaded');
    const [exact] = index.search('matrix', { spelling: dictionary }).scores;
    expect(index.search('martix', { spelling: dictionary }).scores[0]).toBeCloseTo(0.6 * exact, 6);
    expect(index.read('martix', { spelling: dictionary })[0].readings[0].kind).toBe('spelling');
  });

  it('equals the formula over all documents, with prefixes read as one word', () => {
    fc.assert(
      fc.property(documentsOf, fc.array(word, { minLength: 1, maxLength: 3 }), fc.boolean(), (documents, query, prefix) => {
        const weights = { title: 2, text: 1 };
        const made = invertedIndex(joined(documents), { weights, k1: 0.9, b: 0.6 });
        const found = made.search(query.join(' '), { prefix, k: documents.length });
        const mean = (field: 'title' | 'text') => {
          const lengths = documents.map((d) => d[field].length).filter((length) => length > 0);
          return lengths.reduce((a, b) => a + b, 0) / (lengths.length || 1);
        };
        const f = (d: (typeof documents)[number], term: string) =>
          (['title', 'text'] as const).reduce((sum, field) => {
            const count = d[field].filter((t) => t === term).length;
            return sum + (count && (weights[field] * count) / (0.4 + (0.6 * d[field].length) / mean(field)));
          }, 0);
        const vocabulary = [...new Set(documents.flatMap((d) => [...d.title, ...d.text]))];
        const score = (d: (typeof documents)[number]) =>
          query.reduce((sum, typed, at) => {
            const reading = (terms: string[], weight: number) => {
              const n = documents.filter((other) => terms.some((t) => f(other, t) > 0)).length;
              const best = Math.max(0, ...terms.map((t) => saturation(f(d, t), 0.9)));
              return weight * best * inverseDocumentFrequency(n, documents.length);
            };
            const longer = vocabulary.filter((t) => t.startsWith(typed) && t !== typed);
            const begun = prefix && at === query.length - 1 ? reading(longer, 0.8) : 0;
            return sum + Math.max(reading([typed], 1), begun);
          }, 0);
        const expected = documents.map(score);
        expect(found.items.length).toBe(expected.filter((value) => value > 0).length);
        found.items.forEach((item, n) => {
          expect(found.scores[n]).toBeCloseTo(expected[item], 5);
          if (n > 0) expect(found.scores[n]).toBeLessThanOrEqual(found.scores[n - 1]);
        });
        // Its parts add up, in `explain` and in `shares`.
        const words = made.read(query.join(' '), { prefix });
        const all = Array.from(documents.keys());
        const shares = made.shares(words, all);
        for (const d of all) {
          const parts = made.explain(words, d);
          expect(parts.reduce((sum, part) => sum + part.score, 0)).toBeCloseTo(expected[d], 5);
          for (const part of parts) expect(part.fields.title + part.fields.text).toBeCloseTo(part.score, 6);
          const own = shares.subarray(d * words.length * 2, (d + 1) * words.length * 2);
          expect(own.reduce((a, b) => a + b, 0)).toBeCloseTo(expected[d], 5);
        }
      }),
    );
  });
});

describe('explain', () => {
  it('tells which term matched, where, and how much it gives', () => {
    const [the, matrix] = index.explain('the matr', 2, { prefix: true });
    expect(matrix).toBeUndefined(); // Mad Max has no `the`
    expect(the).toMatchObject({ word: 'matr', term: 'matrix', reading: 'prefix', fields: { title: 0, director: 0 } });
    expect(the.fields.synopsis).toBe(the.score);
    expect(the.score).toBeCloseTo(0.8 * the.idf * saturation(the.frequency, 1.2), 6);
    expect(index.explain('matrix', 3)).toEqual([]);
  });

  it('gives a document asked for twice the same shares twice', () => {
    const words = index.read('the matrix');
    const [once, twice] = [index.shares(words, [1]), index.shares(words, [1, 0, 1])];
    expect(twice.subarray(0, 6)).toEqual(once);
    expect(twice.subarray(12)).toEqual(once);
  });
});

describe('an index', () => {
  it('can be set anew without reading the documents again', () => {
    const flat = index.with({ k1: 0 });
    for (const score of flat.search('matrix').scores) expect(score).toBeCloseTo(inverseDocumentFrequency(3, 5), 6);
    const noText = index.with({ weights: { synopsis: 0 } });
    expect(titles(noText.search('matrix'))).toEqual(['The Matrix', 'The Matrix Reloaded']);
    expect(noText.documentFrequency('matrix')).toBe(2);
    expect(noText.settings.weights.title.weight).toBe(4);
    expect(noText.search('programmer').items.length).toBe(0);
    const back = noText.with({ weights: { synopsis: 1 } });
    expect(back.search('the matrix')).toEqual(index.search('the matrix'));
    expect(index.with({ b: 0 }).settings).toMatchObject({ b: 0, k1: 1.2, idf: 'lucene' });
    const own = invertedIndex(films, { weights: { title: { b: 0.2 } } });
    expect(own.with({ b: 0.9 }).settings.weights.title.b).toBe(0.2);
  });

  it('knows its terms', () => {
    expect(index.size).toBe(5);
    expect(index.fields).toEqual(['title', 'director', 'synopsis']);
    expect(index.documentFrequency('matrix')).toBe(3);
    expect(index.documentFrequency('nothing')).toBe(0);
    expect(index.dictionary({ fields: ['title'] }).get('matrix')).toBe(2);
    expect(index.dictionary().get('matrix')).toBe(3);
    expect(index.hasPrefix('wacho')).toBe(true);
    expect(index.hasPrefix('zz')).toBe(false);
  });

  it('counts more than 255 mentions as 255', () => {
    const long = (n: number) => ({ t: `${'a '.repeat(n)}b` });
    const scores = invertedIndex([long(255), long(300)], { b: 0 }).search('a').scores;
    expect(scores[0]).toBe(scores[1]);
  });

  it('survives a round trip through a buffer', () => {
    const root = (text: string) => tokenize(text, { root: stem });
    const stemmed = invertedIndex(films, { weights: { title: { weight: 4, b: 0.3 } }, k1: 2, tokenize: root });
    const buffer = stemmed.toBuffer();
    const back = invertedIndex.fromBuffer(buffer, { tokenize: root });
    for (const query of ['programs', 'the matrices', 'mill']) {
      expect(back.search(query, { prefix: true })).toEqual(stemmed.search(query, { prefix: true }));
    }
    expect(back.settings).toEqual(stemmed.settings);
    expect(new Uint8Array(back.toBuffer())).toEqual(new Uint8Array(buffer));
    expect(() => invertedIndex.fromBuffer(buffer)).toThrow('tokenize must part texts as the index’s did'.replace('’', "'"));
    expect(() => invertedIndex.fromBuffer(new ArrayBuffer(4))).toThrow('buffer must hold a model');
  });

  it('takes terms of any kind', () => {
    const odd = invertedIndex([{ t: 'constructor __proto__ 1999' }, { t: '😀 夜警 москва' }, { t: 'a' }, { t: '' }]);
    expect([...odd.search('constructor').items]).toEqual([0]);
    expect([...odd.search('мос', { prefix: true }).items]).toEqual([1]);
    expect([...odd.search('夜', { prefix: true }).items]).toEqual([1]);
    expect([...odd.search('a', { prefix: true }).items]).toEqual([2]);
  });

  it('refuses what makes no sense', () => {
    expect(() => invertedIndex([])).toThrow('documents must have at least one, got 0');
    expect(() => invertedIndex([{}])).toThrow('documents must have at least one field, got 0');
    expect(() => invertedIndex(films, { k1: -1 })).toThrow('k1 must be a finite number of at least 0, got -1');
    expect(() => invertedIndex(films, { b: NaN })).toThrow('b must lie in 0 … 1, got NaN');
    expect(() => invertedIndex(films, { weights: { title: -1 } })).toThrow(
      'weight of title must be a finite number of at least 0',
    );
    expect(() => index.with({ weights: { tilte: 1 } as object })).toThrow(
      "weights must be one of 'title', 'director', 'synopsis', got 'tilte'",
    );
    expect(() => index.search('a', { k: 0 })).toThrow('k must be a positive integer, got 0');
    expect(() => index.search('a', { exclude: Int32Array.of(5) })).toThrow('exclude must be an index in 0 … 4, got 5');
    expect(() => index.explain('a', 5)).toThrow('document must be an index in 0 … 4, got 5');
  });
});
