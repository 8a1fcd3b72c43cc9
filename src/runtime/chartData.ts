/**
 * What a chart was drawn from, taken down while Plot draws it: a table of the marks' values, and where on the chart each row stands. It makes
 * tooltips and the data behind a chart possible on a page that holds only its picture.
 */
import * as Plot from '@observablehq/plot';
import type { ChartData, Column, Scalar } from '../notebook/types';

/** Rows that a chart keeps; of a longer list, evenly taken ones. */
const MAX_ROWS = 200;

interface Channel {
  value: ArrayLike<unknown>;
  label?: string;
  scale?: string | null;
  hint?: { length?: boolean };
}

type Pixels = ArrayLike<number> | undefined;

/** A mark as Plot draws it. Its types do not say so much. */
interface DrawnMark {
  data?: unknown;
  ariaLabel?: string;
  /** What its facets are by. */
  fx?: unknown;
  fy?: unknown;
  render: (...given: RenderArguments) => unknown;
}

type RenderArguments = [
  index: (ArrayLike<number> & Iterable<number> & { fx?: unknown; fy?: unknown }) | null,
  scales: Record<string, { (value: unknown): number; bandwidth?: () => number } | undefined> & {
    scales?: Record<string, { label?: string; percent?: boolean } | undefined>;
  },
  values: Record<string, unknown> & { channels?: Record<string, Channel> },
  dimensions: Record<'width' | 'height' | 'marginTop' | 'marginLeft' | 'marginRight' | 'marginBottom', number>,
  context: unknown,
];

/** One row: its cells by column, and its place in the chart's pixels. */
interface Row {
  cells: Map<string, unknown>;
  x: number;
  y: number;
}

/** Rows of the marks that share one list of data, by that list. */
type Notes = Map<unknown, Map<string, Row>>;

let notes: Notes | undefined;
const watched = new WeakSet<object>();

/** Draws, and gives beside the drawing what it was drawn from. */
export function withData<T>(marks: Plot.Markish | undefined, draw: () => T): { drawn: T; data: ChartData | undefined } {
  watch(marks);
  const own: Notes = new Map();
  const outer = notes;
  notes = own;
  try {
    return { drawn: draw(), data: tableOf(own) };
  } finally {
    notes = outer;
  }
}

/** Lets every mark take down its rows when it is drawn. */
function watch(marks: unknown): void {
  if (Array.isArray(marks)) return marks.forEach(watch);
  if (!(marks instanceof Plot.Mark) || watched.has(marks)) return;
  const mark = marks as unknown as DrawnMark;
  if (/axis|grid|frame|tip|crosshair/.test(mark.ariaLabel ?? '')) return;
  watched.add(marks);
  const { render } = mark;
  mark.render = function (this: DrawnMark, ...given) {
    try {
      if (notes) note(notes, this, ...given);
    } catch {
      // a mark of another build than this file knows is drawn all the same
    }
    return render.apply(this, given);
  };
}

function note(into: Notes, mark: DrawnMark, ...[index, scales, values, dimensions]: RenderArguments): void {
  const { channels } = values;
  if (!index || !channels || mark.data === null || mark.data === undefined) return;
  const columns = columnsOf(channels, (scale) => !!scales.scales?.[scale]?.percent);
  if (columns.length === 0) return;
  const rows = into.get(mark.data) ?? new Map<string, Row>();
  into.set(mark.data, rows);
  const { fx, fy } = scales;
  const facets: [name: string, value: unknown][] = [];
  const facetName = (by: unknown, scale: 'fx' | 'fy') => (typeof by === 'string' ? by : (scales.scales?.[scale]?.label ?? scale));
  if (fx && index.fx !== undefined) facets.push([facetName(mark.fx, 'fx'), index.fx]);
  if (fy && index.fy !== undefined) facets.push([facetName(mark.fy, 'fy'), index.fy]);
  // A facet is a chart of its own, moved to its place; a band's scale gives its beginning.
  const dx = (fx && index.fx !== undefined ? fx(index.fx) - dimensions.marginLeft : 0) + (scales.x?.bandwidth?.() ?? 0) / 2;
  const dy = (fy && index.fy !== undefined ? fy(index.fy) - dimensions.marginTop : 0) + (scales.y?.bandwidth?.() ?? 0) / 2;
  const { width, height, marginLeft, marginRight, marginTop, marginBottom } = dimensions;
  const x = placeOf(values, 'x', (marginLeft + width - marginRight) / 2);
  const y = placeOf(values, 'y', (marginTop + height - marginBottom) / 2);
  for (const i of index) {
    const key = `${String(index.fx)} ${String(index.fy)} ${i}`;
    const row = rows.get(key) ?? { cells: new Map(facets), x: x(i) + dx, y: y(i) + dy };
    for (const { name, read } of columns) if (!row.cells.has(name)) row.cells.set(name, read(i));
    rows.set(key, row);
  }
}

/** What a mark says of its rows, in the words of its channels. */
function columnsOf(
  channels: Record<string, Channel>,
  isPercent: (scale: string) => boolean,
): { name: string; read: (i: number) => unknown }[] {
  const columns: { name: string; read: (i: number) => unknown }[] = [];
  for (const [key, channel] of Object.entries(channels)) {
    const { value, scale, label } = channel;
    if (key === 'title' || key === 'text') columns.push({ name: key === 'title' ? 'title' : 'label', read: (i) => value[i] });
    if (scale === null || scale === undefined || key === 'z') continue;
    const [, axis, end] = /^([xy])([12])$/.exec(key) ?? [];
    const other = axis && channels[`${axis}${end === '1' ? '2' : '1'}`];
    const name = `${nameOf(label) ?? axis ?? key}${isPercent(scale) ? ', %' : ''}`;
    if (!other) columns.push({ name, read: (i) => value[i] });
    else if (other.label !== label) columns.push({ name, read: (i) => value[i] });
    else if (channel.hint?.length) {
      if (end === '2') columns.push({ name, read: (i) => Number(value[i]) - Number(other.value[i]) });
    } else columns.push({ name: `${name} ${end === '1' ? 'from' : 'to'}`, read: (i) => value[i] });
  }
  return columns;
}

/** A label without the arrows that an axis gets. */
function nameOf(label: string | undefined): string | undefined {
  return label?.replace(/[↑→↓←]/g, '').trim() || undefined;
}

function placeOf(values: Record<string, unknown>, axis: 'x' | 'y', middle: number): (i: number) => number {
  const [both, one, two] = [axis, `${axis}1`, `${axis}2`].map((key) => values[key] as Pixels);
  if (one && two) return (i) => (one[i] + two[i]) / 2;
  const known = both ?? one ?? two;
  return known ? (i) => known[i] : () => middle;
}

/** All rows as one table; single rows, such as a rule at zero, say nothing beside longer lists. */
function tableOf(taken: Notes): ChartData | undefined {
  const lists = [...taken].filter(([, rows]) => rows.size > 0);
  const long = lists.filter(([data]) => ((data as { length?: number }).length ?? 2) > 1);
  const rows = (long.length > 0 ? long : lists).flatMap(([, list]) => [...list.values()]);
  if (rows.length === 0) return undefined;
  const step = Math.max(1, rows.length / MAX_ROWS);
  const kept = Array.from({ length: Math.min(rows.length, MAX_ROWS) }, (_, at) => rows[Math.floor(at * step)]);
  const isNumber = (value: Scalar) => value === null || typeof value === 'number' || typeof value === 'object';
  const columns = [...new Set(kept.flatMap(({ cells }) => [...cells.keys()]))].map((name): Column & { cells: Scalar[] } => {
    const cells = kept.map((row) => scalar(row.cells.get(name)));
    return { name, type: cells.every(isNumber) ? 'number' : 'text', cells };
  });
  // Names first, then numbers, then what the author says of the row.
  const rank = ({ name, type }: Column) => (name === 'title' ? 2 : type === 'number' ? 1 : 0);
  columns.sort((a, b) => rank(a) - rank(b));
  return {
    columns: columns.map(({ name, type }) => ({ name, type })),
    rows: kept.map((_, row) => columns.map(({ cells }) => cells[row])),
    total: rows.length,
    at: kept.flatMap(({ x, y }) => [Math.round(x) || 0, Math.round(y) || 0]),
  };
}

/** A value as a table's cell: numbers to six digits, which is more than a chart shows. */
function scalar(value: unknown): Scalar {
  if (value === undefined || value === null) return null;
  if (value instanceof Number || value instanceof String) return scalar(value.valueOf());
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return { special: String(value) as 'NaN' | 'Infinity' | '-Infinity' };
    return Number.isInteger(value) ? value : Number(value.toPrecision(6));
  }
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString().replace(/T00:00:00\.000Z$/, '');
  return typeof value === 'boolean' ? value : String(value).slice(0, 200);
}
