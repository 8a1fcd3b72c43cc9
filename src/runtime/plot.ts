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

/** Draws a chart; see Plot's documentation. Without a `marginLeft`, the labels of the vertical axis get the room they need. */
export function plot(options: Plot.PlotOptions = {}): ReturnType<typeof Plot.plot> {
  const style = { ...STYLE, ...styleOf(options.style) } as unknown as Plot.PlotOptions['style'];
  const settings = { ...bottomMargin(options), ...options, style, document: document as unknown as Document };
  return withCanvasHint(() => {
    const chart = drawn(settings);
    const needed = options.margin === undefined && options.marginLeft === undefined ? leftMargin(chart, options.width ?? 640) : 0;
    return needed > 40 ? drawn({ ...settings, marginLeft: needed }) : chart;
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

/** What the longest tick label at the left asks for, at most two fifths of the width. */
function leftMargin(chart: Element, width: number): number {
  let longest = 0;
  for (const text of chart.querySelectorAll('[aria-label="y-axis tick label"] text, [aria-label="fy-axis tick label"] text')) {
    longest = Math.max(longest, ...(text.textContent ?? '').split('\n').map((line) => line.length));
  }
  const turned = /rotate/.test(chart.querySelector('[aria-label$="y-axis label"] text')?.getAttribute('transform') ?? '');
  return Math.min(Math.ceil(longest * CHARACTER + TICK + (turned ? 16 : 0)), Math.floor(width * 0.4));
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
