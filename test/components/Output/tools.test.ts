import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutVariables } from '../../../src/notebook/withoutVariables';
import { csvOf } from '../../../src/components/Output/csv';
import { fileName } from '../../../src/components/Output/download';
import { countLines, foldText } from '../../../src/components/Output/foldText';
import { nearest } from '../../../src/components/Output/nearest';

describe('nearest(at, x, y)', () => {
  const at = [100, 100, 110, 100, 300, 200];

  it('is the nearest row, when one is close', () => {
    expect([nearest(at, 103, 102), nearest(at, 108, 98), nearest(at, 301, 201)]).toEqual([0, 1, 2]);
  });

  it('is one in the same column or line, when none is close: a bar is pointed at anywhere', () => {
    expect(nearest(at, 298, 20)).toBe(2);
    expect(nearest(at, 180, 196)).toBe(2);
  });

  it('is none far from everything', () => {
    expect(nearest(at, 600, 500)).toBeUndefined();
    expect(nearest([], 0, 0)).toBeUndefined();
  });
});

describe('csvOf', () => {
  it('quotes what would break a field, and leaves out what is missing', () => {
    const columns = [{ name: 'film, year', type: 'text' as const }, { name: 'n', type: 'number' as const }]; // prettier-ignore
    const rows = [['He said "no"', 1], ['two\nlines', null], ['Pi', { special: 'NaN' as const }]]; // prettier-ignore
    expect(csvOf({ columns, rows })).toBe('"film, year",n\r\n"He said ""no""",1\r\n"two\nlines",\r\nPi,NaN\r\n');
  });
});

describe('foldText', () => {
  it('leaves a short text as it is', () => {
    expect(foldText('a\n'.repeat(24))).toBeUndefined();
    expect(foldText('x'.repeat(4000))).toBeUndefined();
  });

  it('folds many lines, and one long line', () => {
    const lines = foldText(Array.from({ length: 30 }, (_, i) => `line ${i}`).join('\n'))!;
    expect(lines.shown.split('\n')).toHaveLength(12);
    expect(lines.rest).toMatch(/^line 12\n/);
    expect(lines.more).toBe('18 more lines');
    const long = foldText('x'.repeat(10_000))!;
    expect([long.shown.length, long.rest.length, long.more]).toEqual([2002, 8000, '8,000 more characters']);
  });

  it('loses nothing but the line feed at the end', () => {
    const line = fc.string({ maxLength: 30 }).map((words) => words.replaceAll('\n', ' '));
    fc.assert(
      fc.property(fc.array(line, { minLength: 25, maxLength: 60 }), fc.boolean(), (lines, isEnded) => {
        const text = lines.join('\n');
        fc.pre(!text.endsWith('\n'));
        const { shown, rest, more } = foldText(isEnded ? `${text}\n` : text)!;
        expect(`${shown}\n${rest}`).toBe(text);
        expect(shown.split('\n')).toHaveLength(12);
        expect(more).toBe(`${lines.length - 12} more lines`);
      }),
    );
  });

  it('folds many long lines by their characters', () => {
    expect(foldText(Array(100).fill('y'.repeat(1000)).join('\n'))!.more).toMatch(/characters/);
  });
});

describe('countLines', () => {
  it('counts no line behind the last line feed, and none past the most that are asked for', () => {
    expect(['', 'a', 'a\n', 'a\nb', 'a\n\n', '\n\n\nb'].map((text) => countLines(text))).toEqual([1, 1, 1, 2, 2, 4]);
    expect(countLines('a\n'.repeat(1000), 12)).toBe(12);
  });
});

describe('withoutVariables', () => {
  it('writes the page’s values in, or else the fallback', () => {
    const valueOf = (name: string) => ({ '--ink': '#111', '--font-ui': '"Segoe UI", sans-serif' })[name] ?? '';
    expect(
      withoutVariables('fill="var(--ink)" a="var(--gone, rgb(1, 2, 3))" b="var(--font-ui, serif)" c="var(--gone)"', valueOf),
    ).toBe('fill="#111" a="rgb(1, 2, 3)" b="\'Segoe UI\', sans-serif" c=""');
  });
});

describe('fileName', () => {
  it('is made of the label', () => {
    expect(fileName('nDCG@10 of each baseline, with its 95 % interval')).toBe('ndcg-10-of-each-baseline-with-its-95-interval');
    expect(fileName('…')).toBe('chart');
  });
});
