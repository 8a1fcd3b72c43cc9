import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completions } from '../../../src/recsys/search/completions';
import { correctQuery } from '../../../src/recsys/search/correctQuery';
import { damerauLevenshtein, prefixDistance } from '../../../src/recsys/search/damerauLevenshtein';
import { spelling, tolerance } from '../../../src/recsys/search/spelling';

/** The definition, without a table. */
function slow(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const least = Math.min(
    slow(a.slice(0, -1), b) + 1,
    slow(a, b.slice(0, -1)) + 1,
    slow(a.slice(0, -1), b.slice(0, -1)) + (a.at(-1) === b.at(-1) ? 0 : 1),
  );
  const swapped = a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1);
  return swapped ? Math.min(least, slow(a.slice(0, -2), b.slice(0, -2)) + 1) : least;
}
const short = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });

describe('damerauLevenshtein', () => {
  it.each([
    ['ca', 'abc', 3], // 2 for the unrestricted distance
    ['martix', 'matrix', 1],
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
    ['abcd', 'badc', 2],
    ['shcinlder', 'schindler', 2],
    ['same', 'same', 0],
  ])('of %s and %s is %i', (a, b, distance) => {
    expect(damerauLevenshtein(a, b)).toBe(distance);
  });

  it('equals its definition, and with a limit is exact up to it', () => {
    fc.assert(
      fc.property(short, short, fc.integer({ min: 0, max: 4 }), (a, b, max) => {
        const distance = slow(a, b);
        expect(damerauLevenshtein(a, b)).toBe(distance);
        expect(damerauLevenshtein(a, b, { max })).toBe(Math.min(distance, max + 1));
      }),
    );
  });

  it('to a beginning is the least over all beginnings', () => {
    fc.assert(
      fc.property(short, short, (typed, text) => {
        const all = Array.from({ length: text.length + 1 }, (_, end) => slow(typed, text.slice(0, end)));
        expect(prefixDistance(typed, text)).toBe(Math.min(...all));
      }),
    );
    expect(prefixDistance('teh matr', 'the matrix')).toBe(1);
  });
});

describe('spelling', () => {
  const words = fc.uniqueArray(fc.string({ unit: fc.constantFrom(...'abcd'), minLength: 1, maxLength: 11 }), { minLength: 1, maxLength: 40 }); // prettier-ignore

  it('finds every word within the distance, and no other', () => {
    fc.assert(
      fc.property(
        words,
        fc.string({ unit: fc.constantFrom(...'abcd'), maxLength: 11 }),
        fc.integer({ min: 0, max: 2 }),
        (known, typed, max) => {
          const dictionary = spelling(new Map(known.map((word, n) => [word, n + 1])), { prefixLength: 5 });
          const found = dictionary.candidates(typed, { maxDistance: max });
          const expected = known.filter((word) => damerauLevenshtein(word, typed) <= max);
          expect(found.map(({ term }) => term).sort()).toEqual(expected.sort());
          found.forEach(({ term, distance, frequency }, n) => {
            expect(distance).toBe(damerauLevenshtein(term, typed));
            expect(frequency).toBe(known.indexOf(term) + 1);
            const before = found[n - 1];
            if (before) expect(before.distance * 100 - before.frequency).toBeLessThan(distance * 100 - frequency);
          });
        },
      ),
      { numRuns: 200 },
    );
  });

  it('allows fewer slips in short words', () => {
    expect(['', 'it', 'fog', 'alien', 'matrix'].map(tolerance)).toEqual([0, 0, 1, 1, 2]);
    const dictionary = spelling(new Map([['fog', 1], ['frog', 2], ['dog', 9]])); // prettier-ignore
    expect(dictionary.candidates('fog').map(({ term }) => term)).toEqual(['fog', 'dog', 'frog']);
    expect(dictionary.candidates('fo')).toEqual([]);
  });

  it('survives a round trip, and names like __proto__', () => {
    const dictionary = spelling(new Map([['__proto__', 3], ['constructor', 1]])); // prettier-ignore
    const back = spelling.fromBuffer(dictionary.toBuffer());
    expect(back.candidates('__porto__')).toEqual([{ term: '__proto__', distance: 1, frequency: 3 }]);
    expect(back.frequency('toString')).toBe(0);
    expect(new Uint8Array(back.toBuffer())).toEqual(new Uint8Array(dictionary.toBuffer()));
  });

  it('refuses what makes no sense', () => {
    expect(() => spelling(new Map())).toThrow('dictionary must have at least one word, got 0');
    expect(() => spelling(new Map([['a', 1]]), { maxDistance: 4 })).toThrow('maxDistance must be at most 3, got 4');
    expect(() => spelling(new Map([['a', 1]]), { prefixLength: 2 })).toThrow(
      'prefixLength must be more than maxDistance = 2, got 2',
    );
    expect(() => spelling(new Map([['a', 1]])).candidates('a', { maxDistance: 3 })).toThrow(
      'maxDistance must be an index in 0 … 2, got 3',
    );
  });
});

describe('correctQuery', () => {
  const dictionary = spelling(new Map([['the', 90], ['matrix', 3], ['reloaded', 1], ['man', 9], ['mad', 4], ['max', 5], ['spider', 2], ['i', 7], ['am', 3]])); // prettier-ignore
  const mend = (query: string, begins?: (prefix: string) => boolean) =>
    correctQuery(query.split(' '), dictionary, { begins }).words.join(' ');

  it.each([
    ['the matrix', 'the matrix'],
    ['the martix', 'the matrix'],
    ['teh matrx relaoded', 'the matrix reloaded'],
    ['thematrix', 'the matrix'], // the space left out
    ['theqmatrix', 'the matrix'], // a letter in its place
    ['th ematrix', 'the matrix'], // struck late
    ['them atrix', 'the matrix'], // struck early
    ['mat rix', 'matrix'], // one too many
    ['spiderman', 'spider man'],
    ['zzzz', 'zzzz'],
    ['mix', 'max'], // the more frequent of those one slip away
  ])('makes %s into %s', (typed, mended) => {
    expect(mend(typed)).toBe(mended);
  });

  it('never changes a known word', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('the', 'matrix', 'man', 'max', 'i'), { maxLength: 5 }), (query) => {
        const result = correctQuery(query, dictionary);
        expect(result.words).toEqual(query);
        expect(result.changed).toBe(false);
      }),
    );
  });

  it('leaves an unfinished last word alone', () => {
    const begins = (prefix: string) => 'matrix'.startsWith(prefix);
    expect(mend('the matri', begins)).toBe('the matri');
    expect(mend('matri the', begins)).toBe('matrix the');
    expect(mend('the matri')).toBe('the matrix');
  });

  it('shows what else it thought of', () => {
    const { steps, changed } = correctQuery(['mx', 'max'], dictionary);
    expect(changed).toBe(false);
    expect(steps[1]).toEqual({ typed: 'max', words: ['max'], candidates: [{ term: 'max', distance: 0, frequency: 5 }, { term: 'man', distance: 1, frequency: 9 }, { term: 'mad', distance: 1, frequency: 4 }] }); // prettier-ignore
    expect(correctQuery(['th', 'ematrix'], dictionary).steps[0]).toMatchObject({ typed: 'th ematrix', candidates: [{ term: 'the matrix', distance: 1, frequency: 3 }] }); // prettier-ignore
  });
});

describe('completions', () => {
  const titles = ['The Matrix', 'The Mask', 'Matrix Reloaded', 'Amélie', 'The The'];
  const { complete } = completions(titles, { weights: [5, 9, 7, 1, 2] });
  const texts = (typed: string, k?: number) => complete(typed, { k }).map(({ text }) => text);

  it('are the most wanted texts that begin so, then those with such a word', () => {
    expect(texts('the ma')).toEqual(['The Mask', 'The Matrix']);
    expect(texts('ma')).toEqual(['Matrix Reloaded', 'The Mask', 'The Matrix']);
    expect(complete('ma')[1]).toEqual({ index: 1, text: 'The Mask', weight: 9, at: 'word' });
    expect(texts('THE')).toEqual(['The Mask', 'The Matrix', 'The The']);
    expect(texts('the', 1)).toEqual(['The Mask']);
    expect(texts('amé')).toEqual(['Amélie']);
    expect(texts('the ')).toEqual(['The Mask', 'The Matrix', 'The The']);
    expect(texts('mask ')).toEqual([]);
    for (const nothing of ['', ' ', 'zz']) expect(texts(nothing)).toEqual([]);
  });

  it('refuses weights that do not fit', () => {
    expect(() => completions(titles, { weights: [1] })).toThrow('weights must be as long as texts (5), got 1');
    expect(() => complete('a', { k: 0 })).toThrow('k must be a positive integer, got 0');
  });
});
