import { describe, expect, it } from 'vitest';
import { bm25Shares } from '../../../src/components/figures/bm25Shares';

const texts = ['ghost ship', 'ship ship ship storm', 'ship island love'];
const ask = (query: string, dials: { k1?: number; b?: number } = {}) => bm25Shares(texts, query, { k1: 1.2, b: 0.75, ...dials });

describe('bm25Shares', () => {
  it('agrees with the chapter’s three documents, worked by hand', () => {
    const { terms, average, ranked } = ask('ghost ship');
    expect(average).toBe(3);
    expect(terms.map(({ having }) => having)).toEqual([1, 3]);
    // idf(ghost) = ln(1 + 2.5 / 1.5); f = 1 / (.25 + .75 · 2 / 3) = 1.3333
    expect(ranked[0].parts[0].score).toBeCloseTo((Math.log(8 / 3) * (4 / 3)) / (1.2 + 4 / 3), 9);
    expect(ranked.map(({ text }) => text)).toEqual([0, 1, 2]);
  });

  it('counts a mention as all at k1 = 0, and the length for nothing at b = 0', () => {
    const { terms, ranked } = ask('ship', { k1: 0 });
    for (const { score } of ranked) expect(score).toBeCloseTo(terms[0].idf, 9);
    const [first, ...rest] = ask('ship', { b: 0 }).ranked;
    expect(first.text).toBe(1);
    expect(rest[0].score).toBe(rest[1].score);
  });

  it('takes a repeated word once, at most four words, and gives nothing to texts without any', () => {
    expect(ask('ship Ship SHIP').terms).toHaveLength(1);
    expect(ask('a b c d e f').terms).toHaveLength(4);
    expect(ask('').ranked.every(({ score }) => score === 0)).toBe(true);
    expect(ask('ghost').ranked.filter(({ score }) => score > 0)).toHaveLength(1);
  });
});
