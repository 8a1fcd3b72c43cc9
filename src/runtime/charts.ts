/** Turns a drawn chart, an element of the virtual document, into an output: its markup, made the same for every run of the same code. */
import type { Formatter } from '../kernel/execute';
import type { ChartData, SvgOutput } from '../notebook/types';

interface ElementLike {
  nodeType: number;
  nodeName: string;
  outerHTML: string;
  getAttribute(name: string): string | null;
  querySelector(selector: string): ElementLike | null;
  querySelectorAll(selector: string): Iterable<ElementLike>;
  textContent: string | null;
}

const isElement = (value: object): value is ElementLike => 'nodeType' in value && value.nodeType === 1 && 'outerHTML' in value;

/** An SVG element, or Plot's figure or legend around one, as a chart; undefined for anything else. */
export const chartFormatter: Formatter = (value) => {
  if (typeof value !== 'object' || value === null || !isElement(value)) return undefined;
  const svg = chartOf(value);
  if (!svg) return undefined;
  const { at, ...data } = dataOf.get(value) ?? {};
  return {
    kind: 'svg',
    views: [{ width: widthOf(svg), svg: stableMarkup(value.outerHTML), ...(at && { at }) }],
    ...(at && { data: data as SvgOutput['data'] }),
    label: labelOf(value, svg),
  } satisfies SvgOutput;
};

/** What a chart was drawn from, by its element. */
export const dataOf = new WeakMap<object, ChartData>();

/** The chart itself: in a figure it stands behind its legends. */
function chartOf(element: ElementLike): ElementLike | undefined {
  return element.nodeName.toLowerCase() === 'svg' ? element : [...element.querySelectorAll('svg')].at(-1);
}

function widthOf(svg: ElementLike): number {
  return Math.round(Number(svg.getAttribute('width') ?? svg.getAttribute('viewBox')?.split(/[\s,]+/)[2] ?? 640)) || 640;
}

/** What the author calls the chart, or else what is drawn in it. */
function labelOf(element: ElementLike, svg: ElementLike): string {
  const said =
    svg.getAttribute('aria-label') ??
    element.querySelector('h2')?.textContent ??
    element.querySelector('h3')?.textContent ??
    element.querySelector('figcaption')?.textContent;
  if (said) return said;
  const parts = [...svg.querySelectorAll('[aria-label]')].map((part) => part.getAttribute('aria-label') ?? '');
  const axes = [...svg.querySelectorAll('[aria-label$="axis label"]')].map((axis) =>
    (axis.textContent ?? '').replace(/[↑→↓←]/g, '').trim(),
  );
  const marks = [...new Set(parts.filter((part) => !/axis|grid|tip|frame/.test(part)))];
  return `chart${marks.length > 0 ? ` of ${marks.join(', ')}` : ''}${axes.length > 0 ? `: ${axes.join(', ')}` : ''}`;
}

/** Plot's own palette, in its order; the page has eight colours of its own, which change with its light. */
const PALETTE = ['#4269d0', '#efb118', '#ff725c', '#6cc5b0', '#3ca951', '#ff8ab7', '#a463f2', '#97bbf5'];

/** Numbers to a hundredth of a pixel, the page's colours, and ids that name the chart instead of counting all charts drawn so far. */
export function stableMarkup(markup: string): string {
  let result = markup.replace(/\s(?:d|x|y|x1|x2|y1|y2|cx|cy|r|rx|width|height|transform|points)="[^"]*"/g, (attribute) =>
    attribute.replace(/-?\d+\.\d{3,}(?:e[+-]?\d+)?/g, (number) => String(Math.round(Number(number) * 100) / 100 || 0)),
  );
  PALETTE.forEach((colour, at) => {
    result = result.replaceAll(colour, `var(--series-${at + 1})`);
  });
  return stableIds(result).replaceAll('--plot-background: white', '--plot-background: var(--paper, white)');
}

/** Ids count from 1 in each chart, behind a hash of what the chart is made of, its numbers aside: those may differ in a last digit. */
function stableIds(markup: string): string {
  const ids = [...markup.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
  if (ids.length === 0) return markup;
  const size = /viewBox="[^"]*"/.exec(markup)?.[0] ?? '';
  const prefix = hash(size + markup.replace(/\d+/g, ''));
  let result = markup;
  ids.forEach((id, at) => {
    const escaped = id.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    result = result.replace(new RegExp(`(id="|url\\(#|href="#)${escaped}(?=["\\)])`, 'g'), `$1c${prefix}-${at + 1}`);
  });
  return result;
}

/** FNV-1a, 32 bits, in letters so that it reads as a name and not as a number. */
function hash(text: string): string {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  return Array.from({ length: 8 }, (_, i) => 'abcdefghijklmnop'[(state >>> (4 * i)) & 15]).join('');
}
