/** The charts of the results, drawn by Plot on a virtual document. */
import * as Plot from '../src/runtime/plot';
import { MEASURE } from './modelsTable';
import type { RowResult } from './models';

/** What Plot gives where there is no browser. */
export type Drawn = { outerHTML: string };

/** A chart as a file of its own: on white, with the fonts of whoever looks at it. */
export function standalone(chart: Drawn, width: number, height: number): string {
  const svg = chart.outerHTML
    .replace(/^<svg /, `<svg xmlns="http://www.w3.org/2000/svg" `)
    .replace(/(<svg[^>]*>)/, `$1<rect width="${width}" height="${height}" fill="white"/>`)
    .replaceAll('currentColor', '#222')
    .replaceAll(/<style>[^]*?<\/style>/g, '')
    .replaceAll(/\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2))))
    .replaceAll(/var\(--[^)]*\)/g, 'system-ui, sans-serif');
  return `${svg}\n`;
}

/** A chart as a part of another, at its place there. */
export function placed(chart: Drawn, x: number, y: number): string {
  return chart.outerHTML.replace(/^<svg /, `<svg x="${x}" y="${y}" `);
}

/** Times over that of plain loops in C, one line a task. */
export function drawModels(rows: RowResult[]): string {
  const dots = rows.flatMap((row) =>
    Object.entries(row.ratios).map(([name, ratio]) => ({
      name,
      ratio,
      task: `${row.name} · ${row.size.rows >= 500_000 ? 'large' : 'small'}`,
    })),
  );
  const names = [...new Set(dots.map(({ name }) => name))];
  const scales = { color: { domain: names, scheme: 'category10' }, symbol: { domain: names, legend: false } } as const;
  const mark = { stroke: 'name', symbol: 'name', r: 5 };
  const [width, height, marginLeft, line] = [900, 60 + 26 * rows.length, 400, 20];
  const chart = Plot.plot({
    ...scales,
    width,
    height,
    marginLeft,
    x: { type: 'log', label: `time over that of “${MEASURE}” →`, grid: true, tickFormat: '~g' },
    y: { label: null, domain: [...new Set(dots.map(({ task }) => task))] },
    marks: [
      Plot.ruleX([1]),
      Plot.dot(dots, { ...mark, x: 'ratio', y: 'task', title: (d) => `${d.name}: ${d.ratio.toFixed(2)}` }),
    ],
  });
  const legend = Plot.plot({
    ...scales,
    width,
    height: line * names.length,
    margin: line / 2,
    marginLeft,
    axis: null,
    x: { domain: [0, 1] },
    y: { domain: [names.length - 1, 0] },
    marks: [
      Plot.dot(names, { stroke: (name) => name, symbol: (name) => name, r: 5, x: 0, y: (_, i) => i }),
      Plot.text(names, { text: (name) => name, x: 0, y: (_, i) => i, dx: 12, textAnchor: 'start' }),
    ],
  });
  const top = line * names.length;
  const parts = [placed(legend as Drawn, 0, 0), placed(chart as Drawn, 0, top)];
  return standalone({ outerHTML: `<svg width="${width}" height="${top + height}">${parts.join('')}</svg>` }, width, top + height);
}
