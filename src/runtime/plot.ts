/** What a cell gets as '@observablehq/plot': Plot on a virtual document, with this book's look. The exports below stand before Plot's own. */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom/worker';
import { withData } from './chartData';
import { dataOf } from './charts';

export * from '@observablehq/plot';

const { document } = parseHTML('<!doctype html><html><body></body></html>');

const STYLE = {
  background: 'transparent',
  fontFamily: 'var(--font-ui, system-ui, sans-serif)',
  fontSize: '12px',
  overflow: 'visible',
};

/** Pixels of an average character at 12 px, and between a tick label and the frame. */
const CHARACTER = 6.4;
const TICK = 12;

type Element = HTMLElement | SVGElement;

/** Draws a chart; see Plot's documentation. Without a `marginLeft` or `marginRight`, the labels at that side get the room they need. */
export function plot(options: Plot.PlotOptions = {}): ReturnType<typeof Plot.plot> {
  const style = { ...STYLE, ...styleOf(options.style) } as unknown as Plot.PlotOptions['style'];
  const settings = { ...bottomMargin(options), ...options, style, document: document as unknown as Document };
  return withCanvasHint(() => {
    const chart = drawn(settings);
    const needed = sideMargins(chart, options);
    return Object.keys(needed).length > 0 ? drawn({ ...settings, ...needed }) : chart;
  });
}

/** Room for the label of the horizontal axis below its ticks, whose type is larger than Plot's own. */
function bottomMargin({ margin, x, axis }: Plot.PlotOptions): Plot.PlotOptions {
  const hasLabel = margin === undefined && axis !== null && x?.axis !== null && x?.axis !== 'top' && x?.label !== null;
  return hasLabel ? { marginBottom: 40 } : {};
}

/** A chart, with what it was drawn from beside it. */
function drawn(settings: Plot.PlotOptions): ReturnType<typeof Plot.plot> {
  const { drawn: chart, data } = withData(settings.marks, () => Plot.plot(settings));
  if (data) dataOf.set(chart, data);
  return chart;
}

/** Draws a legend by itself; see Plot's documentation. */
export function legend(options: Plot.LegendOptions): Element {
  return withCanvasHint(() => Plot.legend({ ...options, document: document as unknown as Document } as Plot.LegendOptions));
}

Plot.Mark.prototype.plot = function (this: Plot.Mark, { marks = [], ...options }: Plot.PlotOptions = {}) {
  return plot({ ...options, marks: [...marks, this as Plot.Markish] });
};

/** A style as an object: the virtual document takes no text for it. */
function styleOf(style: Plot.PlotOptions['style']): Record<string, unknown> {
  if (typeof style !== 'string') return { ...style };
  const declarations = style.split(';').map((declaration) => declaration.split(/:(.*)/s).map((part) => part.trim()));
  const camel = (name: string) => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(declarations.filter(([name, value]) => name && value).map(([name, value]) => [camel(name), value]));
}

/** Where the labels at a side ask for more than Plot gives, the margin of that side. Rows of facets have theirs at the right unless told otherwise. */
function sideMargins(
  chart: Element,
  { margin, marginLeft, marginRight, width = 640, y, fy }: Plot.PlotOptions,
): Plot.PlotOptions {
  if (margin !== undefined) return {};
  const facetsAt = fy?.axis ?? (y?.axis === 'right' ? 'left' : 'right');
  const tall = longestLabel(chart, 'y');
  const rows = longestLabel(chart, 'fy');
  const turned = /rotate/.test(chart.querySelector('[aria-label$="y-axis label"] text')?.getAttribute('transform') ?? '');
  const room = (label: number) => Math.min(Math.ceil(label * CHARACTER + TICK + (turned ? 16 : 0)), Math.floor(width * 0.4));
  const left = marginLeft === undefined ? room(facetsAt === 'left' ? Math.max(tall, rows) : tall) : 0;
  const right = marginRight === undefined && facetsAt === 'right' && rows > 0 ? room(rows) : 0;
  return { ...(left > 40 && { marginLeft: left }), ...(right > 40 && { marginRight: right }) };
}

/** Characters of the longest line among an axis's tick labels; 0 without any. */
function longestLabel(chart: Element, axis: 'y' | 'fy'): number {
  let longest = 0;
  for (const text of chart.querySelectorAll(`[aria-label="${axis}-axis tick label"] text`)) {
    longest = Math.max(longest, ...(text.textContent ?? '').split('\n').map((line) => line.length));
  }
  return longest;
}

/** A continuous ramp and a raster paint on a canvas, which a worker's document has none of. */
function withCanvasHint<T>(draw: () => T): T {
  try {
    return draw();
  } catch (error) {
    if (!(error instanceof TypeError) || !/fillStyle|putImageData|createImageData|getContext/.test(error.message)) throw error;
    throw new Error(
      "this chart needs a canvas, which is not to be had here: use a colour scale of steps, such as color: { type: 'quantize', legend: true }, and no raster",
    );
  }
}
