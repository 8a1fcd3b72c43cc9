/** A cell that reads what a reader's own log may lack must say so in its marker, or it fails there where it should explain itself. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listNotebooks, readNotebook } from '../src/cli/notebooks';
import { compileCell } from '../src/kernel/compile';
import { dataNeedsOf } from '../src/notebook/dataNeeds';
import { buildGraph } from '../src/notebook/graph';

const root = join(import.meta.dirname, '..');
const names = await listNotebooks(root);

/** What a cell's code asks of the data that `data()` gives. */
const SIGNS: [need: string, sign: RegExp][] = [
  [
    'times',
    /\b(splitByTime|splitLastOut|splitTwoLevel|rollingWindows|recencyPopularity)\(\s*interactions\b|\binteractions\.times\b/,
  ],
  ['impressions', /\.impressions\(\)/],
  ['searches', /\.searches\(\)/],
  ['truth', /\.truth\(\)/],
  ['rawFilms', /\.rawFilms\(\)/],
];

describe.each(names)('%s', (name) => {
  it('says what it needs of the data', async () => {
    const { cells } = await readNotebook(root, name);
    const graph = buildGraph(cells.map(({ id, code }) => compileCell(id, code)));
    for (const { id, code } of cells) {
      const said = dataNeedsOf(cells, graph, id).flatMap(({ needs }) => needs);
      for (const [need, sign] of SIGNS) if (sign.test(code)) expect(said, `[${id}] in ${name}`).toContain(need);
    }
  });
});
