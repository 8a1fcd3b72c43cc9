/** The charts of the results, drawn by Plot on a virtual document. */
import * as Plot from '../src/runtime/plot';
import type { RowResult } from './models';

/** A chart as a file of its own: on white, with the fonts of whoever looks at it. */
export function standalone(chart: { outerHTML: string }, width: number, height: number): string {
  const svg = chart.outerHTML
    .replace(/^<svg /, `<svg xmlns="http://www.w3.org/2000/svg" `)
    .replace(/(<svg[^>]*>)/, `$1<rect width="${width}" height="${height}" fill="white"/>`)
    .replaceAll('currentColor', '#222')
    .replaceAll(/var\(--[^)]*\)/g, 'system-ui, sans-serif');
  return `${svg}\n`;
}

/** Times over that of C with the same blocking, one line a task. */
export function drawModels(rows: RowResult[]): string {
  const dots = rows.flatMap((row) =>
    Object.entries(row.ratios).map(([name, ratio]) => ({
      name,
      ratio,
      task: `${row.name} · ${row.size.rows >= 500_000 ? 'large' : 'small'}`,
    })),
  );
  const height = 60 + 26 * rows.length;
  const chart = Plot.plot({
    width: 900,
    height,
    marginLeft: 380,
    x: { type: 'log', label: 'time over that of C with the same blocking, -O3 -msse4.2 →', grid: true, tickFormat: '~g' },
    y: { label: null, domain: [...new Set(dots.map(({ task }) => task))] },
    color: { legend: false },
    symbol: { legend: true },
    marks: [
      Plot.ruleX([1]),
      Plot.dot(dots, {
        x: 'ratio',
        y: 'task',
        stroke: 'name',
        symbol: 'name',
        r: 5,
        title: (d) => `${d.name}: ${d.ratio.toFixed(2)}`,
      }),
    ],
  });
  return standalone(chart as unknown as { outerHTML: string }, 900, height);
}
