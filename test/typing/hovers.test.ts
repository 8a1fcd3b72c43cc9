import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { hashSource } from '../../src/notebook/stale';
import { hoverAt, hoversOf } from '../../src/typing/hovers';
import type { ChapterHovers } from '../../src/typing/hovers';
import { createTypeService } from '../../src/typing/service';
import { readPacks } from './declarations';

const cells = [
  { id: 'one', code: "import { ndcg } from 'recsys';\nconst films = ['Alien'];" },
  { id: 'two', code: 'films.length; films;' },
  { id: 'check', code: 'films;' },
];
let hovers: ChapterHovers;
beforeAll(async () => {
  const service = createTypeService({ ts });
  service.add((await readPacks()).library);
  hovers = hoversOf({ ts, service, chapter: 'test', cells, isShown: (id) => id !== 'check', hash: hashSource });
}, 120_000);

describe('hoversOf(source)', () => {
  it('finds each name of the cells on the page, and says of which code', () => {
    expect(Object.keys(hovers.cells)).toEqual(['one', 'two']);
    expect(hovers.cells.two.code).toBe(hashSource(cells[1].code));
    expect(hovers.cells.two.spans.map(([from, to]) => cells[1].code.slice(from, to))).toEqual(['films', 'length', 'films']);
  });

  it('keeps what is known of a name once', () => {
    const [first, , last] = hovers.cells.two.spans;
    expect(first[2]).toBe(last[2]);
    expect(new Set(hovers.infos.map((info) => JSON.stringify(info))).size).toBe(hovers.infos.length);
  });
});

describe('hoverAt(hovers, cell, offset)', () => {
  it('tells what stands there, and nothing between names or of another cell', () => {
    expect(hoverAt(hovers, 'one', 10)?.info.signature).toMatch(/^function ndcg\(/);
    expect(hoverAt(hovers, 'two', 4)).toMatchObject({ from: 0, to: 5, info: { signature: 'const films: string[]' } });
    expect(hoverAt(hovers, 'two', 5)).toBeUndefined();
    expect(hoverAt(hovers, 'check', 0)).toBeUndefined();
  });
});
