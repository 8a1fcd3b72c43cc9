/** The chart of `scale`: a row a model, a column an axis. */
import * as Plot from '../src/runtime/plot';
import { placed, standalone } from './charts';
import type { Drawn } from './charts';
import type { Axis, Point } from './scaleResult';

/** The lines of a panel. */
const lines = [
  { name: 'milliseconds', colour: '#1f6fb4', dashes: 'none', value: ({ milliseconds }: Point) => milliseconds },
  { name: 'milliseconds of C', colour: '#222', dashes: '3 3', value: ({ native }: Point) => native?.milliseconds },
  { name: 'megabytes added', colour: '#c4650c', dashes: 'none', value: ({ addedBytes }: Point) => addedBytes / 1e6 },
];

const [width, height, left, top] = [215, 130, 150, 50];

/** 8000 as 8k. */
const short = (x: number) => (x >= 1e6 ? `${x / 1e6}M` : x >= 1000 ? `${x / 1000}k` : String(x));

/** One model along one axis of these sizes, on logarithms; numbers below 0.1 stand at 0.1. */
function panel(points: Point[], axis: Axis, sizes: number[]): Drawn {
  return Plot.plot({
    width,
    height,
    marginLeft: 35,
    marginBottom: 22,
    x: {
      type: 'log',
      label: null,
      domain: [Math.min(...sizes), Math.max(...sizes)],
      ticks: [...new Set(sizes)],
      tickFormat: short,
    },
    y: { type: 'log', label: null, domain: [0.1, 1e5], ticks: [0.1, 10, 1000, 1e5], tickFormat: short, grid: true },
    marks: [
      Plot.axisX([...new Set(sizes)], { text: short, label: null }),
      ...lines.map(({ colour, dashes, value }) => {
        const known = points.flatMap((point) => {
          const y = value(point);
          return y === undefined ? [] : [{ x: point[axis], y: Math.max(y, 0.1) }];
        });
        return Plot.line(known, { x: 'x', y: 'y', stroke: colour, strokeDasharray: dashes, marker: 'dot' });
      }),
    ],
  }) as Drawn;
}

const text = (x: number, y: number, words: string, colour = '#222') =>
  `<text x="${x}" y="${y}" fill="${colour}" font-family="system-ui, sans-serif" font-size="13">${words}</text>`;

/** Time here and in C, and the memory that training adds, of every model along every axis. */
export function drawScale(points: Point[]): string {
  const models = [...new Set(points.map(({ model }) => model))];
  const axes = [...new Set(points.map(({ axis }) => axis))];
  const sizes = axes.map((axis) => points.filter((point) => point.axis === axis).map((point) => point[axis]));
  const legend = lines.map(({ name, colour, dashes }, i) => {
    const at = 10 + 190 * i;
    return `<path d="M${at},14h28" stroke="${colour}" stroke-width="2" stroke-dasharray="${dashes}"/>${text(at + 36, 18, name)}`;
  });
  const heads = axes.map((axis, column) => text(left + width * column + 35, 44, `${axis} →`));
  const rows = models.flatMap((model, row) => [
    text(10, top + height * row + height / 2, model),
    ...axes.map((axis, column) => {
      const own = points.filter((point) => point.model === model && point.axis === axis);
      return own.length > 0 ? placed(panel(own, axis, sizes[column]), left + width * column, top + height * row) : '';
    }),
  ]);
  const [wide, high] = [left + width * axes.length, top + height * models.length];
  const whole = [...legend, ...heads, ...rows].join('');
  return standalone(
    { outerHTML: `<svg width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}">${whole}</svg>` },
    wide,
    high,
  );
}
