import { describe, expect, it } from 'vitest';
import { chartFormatter } from '../../src/runtime/charts';
import * as Plot from '../../src/runtime/plot';
import type { SvgOutput } from '../../src/notebook/types';

const films = [
  { film: 'Alien', year: 1979, share: 0.25, low: 0.2, high: 0.3 },
  { film: 'Heat', year: 1995, share: 0.5, low: 0.4, high: 0.6 },
];

/** What the page would get of a chart: names of columns, rows, places. */
function dataOf(options: Plot.PlotOptions) {
  const { data, views } = chartFormatter(Plot.plot(options)) as SvgOutput;
  return data && { names: data.columns.map(({ name }) => name), rows: data.rows, total: data.total, at: views[0].at! };
}

describe('the data of a chart', () => {
  it('are the values of its marks under the names of their columns, each where it is drawn', () => {
    const marks = [Plot.dot(films, { x: 'year', y: 'share' })];
    const { at, ...data } = dataOf({ width: 640, height: 400, marks })!;
    expect(data).toEqual({ names: ['year', 'share'], rows: [[1979, 0.25], [1995, 0.5]], total: 2 }); // prettier-ignore
    // The first film stands at the lower left, the second at the upper right.
    expect(at[0]).toBeLessThan(at[2]);
    expect(at[1]).toBeGreaterThan(at[3]);
    expect(at.every((pixel) => pixel >= 0 && pixel <= 640)).toBe(true);
  });

  it('join the marks that share one list, and leave out rules and axes', () => {
    const data = dataOf({
      marks: [
        Plot.ruleX([0]),
        Plot.ruleY(films, { y: 'film', x1: 'low', x2: 'high' }),
        Plot.dot(films, { y: 'film', x: 'share', title: (d: { share: number }) => `${d.share}!` }),
      ],
    })!;
    expect(data.names).toEqual(['film', 'low', 'high', 'share', 'title']);
    expect(data.rows[1]).toEqual(['Heat', 0.4, 0.6, 0.5, '0.5!']);
  });

  it('say what a percent axis counts, and which facet a row is in, where it stands', () => {
    const rows = [
      { by: 'a', x: 1, y: 0.5 },
      { by: 'b', x: 1, y: 0.5 },
    ];
    const data = dataOf({
      width: 640,
      y: { percent: true },
      marks: [Plot.barY(rows, { fx: 'by', x: 'x', y: 'y' }), Plot.ruleY([0])],
    })!;
    expect(data.names).toEqual(['by', 'y, %', 'x']);
    expect(data.rows).toEqual([['a', 50, 1], ['b', 50, 1]]); // prettier-ignore
    expect(data.at[2] - data.at[0]).toBeGreaterThan(200);
    expect(data.at[1]).toBe(data.at[3]);
  });

  it('count what a transform has counted, and take the length of what is stacked', () => {
    const values = Array.from({ length: 100 }, (_, i) => ({ v: i % 10, kind: i % 2 ? 'odd' : 'even' }));
    const data = dataOf({ marks: [Plot.rectY(values, Plot.binX({ y: 'count' }, { x: 'v', fill: 'kind' } as object))] })!;
    expect([...data.names].sort()).toEqual(['Frequency', 'kind', 'v from', 'v to']);
    const count = data.names.indexOf('Frequency');
    expect(data.rows.reduce((sum, row) => sum + Number(row[count]), 0)).toBe(100);
  });

  it('are taken evenly where there are many, and cut to six digits', () => {
    const line = Array.from({ length: 3000 }, (_, i) => ({ i, third: i / 3 }));
    const data = dataOf({ marks: [Plot.lineY(line, { x: 'i', y: 'third' })] })!;
    expect(data.rows).toHaveLength(200);
    expect(data.total).toBe(3000);
    expect(data.rows[199]).toEqual([2985, 995]);
    expect(data.rows[67]).toEqual([1005, 335]);
  });

  it('follow the margin that long labels ask for', () => {
    const long = films.map((film) => ({ ...film, film: `${film.film}, or a much longer title than that` }));
    const { at, rows } = dataOf({ width: 640, marks: [Plot.dot(long, { y: 'film', x: 'share' })] })!;
    expect(rows).toHaveLength(2);
    expect(at[0]).toBeGreaterThan(200);
  });

  it('are absent where nothing was drawn from data', () => {
    expect(dataOf({ marks: [Plot.frame()] })).toBeUndefined();
  });
});
