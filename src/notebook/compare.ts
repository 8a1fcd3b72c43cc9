/**
 * Compares what a cell showed when it was saved with what it shows now. Numbers may differ by a tolerance, marked values at will,
 * anything else not at all; each difference is one line for a person to read.
 */
import type { CellOutputs, Output, ProgressOutput, Scalar, SvgOutput, TableOutput, ValueNode } from './types';

/** How far two numbers may be apart. */
export interface CompareOptions {
  /** Relative to the larger of the two; 1e-6 unless told. */
  tolerance?: number;
  /** Absolute, for what should be zero; 1e-9 unless told. */
  absolute?: number;
  /** Relative, for the numbers in a chart's markup, which are pixels; 1e-3 unless told. */
  svgTolerance?: number;
}

/** Differences told of one cell. */
const MOST = 20;

/**
 * The differences between saved and fresh outputs, none when they agree. Each names its place (`output 2, row 3 (ALS), column ndcg`),
 * the saved and the fresh value and, for numbers, how far they are apart.
 */
export function compareOutputs(saved: CellOutputs, fresh: CellOutputs, options: CompareOptions = {}): string[] {
  const comparison = new Comparison(options);
  const [before, now] = [saved.outputs, fresh.outputs];
  if (before.length !== now.length) {
    comparison.say('outputs', `${before.length} (${kinds(before)})`, `${now.length} (${kinds(now)})`);
  }
  for (let i = 0; i < Math.min(before.length, now.length); i++) comparison.output(`output ${i + 1}`, before[i], now[i]);
  const { differences } = comparison;
  if (differences.length <= MOST) return differences;
  return [...differences.slice(0, MOST), `… ${differences.length - MOST} more differences`];
}

function kinds(outputs: Output[]): string {
  return outputs.map((output) => output.kind).join(', ') || 'none';
}

class Comparison {
  readonly differences: string[] = [];
  private readonly tolerance: number;
  private readonly absolute: number;
  private readonly svgTolerance: number;

  constructor({ tolerance = 1e-6, absolute = 1e-9, svgTolerance = 1e-3 }: CompareOptions) {
    this.tolerance = tolerance;
    this.absolute = absolute;
    this.svgTolerance = svgTolerance;
  }

  say(place: string, saved: string, fresh: string, more = ''): void {
    this.differences.push(`${place}: saved ${saved}, now ${fresh}${more}`);
  }

  output(place: string, saved: Output, fresh: Output): void {
    if (saved.kind === 'value' && fresh.kind === 'value') return this.tree(place, saved.tree, fresh.tree);
    if (saved.kind === 'table' && fresh.kind === 'table') return this.table(place, saved, fresh);
    if (saved.kind === 'svg' && fresh.kind === 'svg') return this.svg(place, saved, fresh);
    if (saved.kind === 'progress' && fresh.kind === 'progress') return this.progress(place, saved, fresh);
    if (saved.kind === 'text' && fresh.kind === 'text') {
      this.exact(`${place}, stream`, saved.stream, fresh.stream);
      return this.text(`${place} (text)`, saved.text, fresh.text, this.tolerance);
    }
    if (saved.kind === 'html' && fresh.kind === 'html')
      return this.text(`${place} (html)`, saved.html, fresh.html, this.tolerance);
    if (saved.kind === 'error' && fresh.kind === 'error') {
      this.exact(`${place}, error`, saved.name, fresh.name);
      this.text(`${place}, message`, saved.message, fresh.message, this.tolerance);
      const [before, now] = [saved, fresh].map(({ cell, line }) => (cell === undefined ? 'nowhere' : `[${cell}] line ${line}`));
      return this.exact(`${place}, thrown at`, before, now);
    }
    if (saved.kind === 'input' && fresh.kind === 'input')
      return this.exact(`${place}, input`, JSON.stringify(saved), JSON.stringify(fresh));
    if (saved.kind === 'lack' && fresh.kind === 'lack')
      return this.exact(`${place}, lack`, JSON.stringify(saved), JSON.stringify(fresh));
    if (saved.kind === 'check' && fresh.kind === 'check') {
      this.exact(`${place}, exercise`, saved.exercise, fresh.exercise);
      if (saved.passed !== fresh.passed) this.say(place, `passed: ${saved.passed}`, `passed: ${fresh.passed}`);
      return this.text(`${place}, message`, saved.message, fresh.message, this.tolerance);
    }
    // How much is cut off depends on timing as little as its kind.
    if (saved.kind === 'cut' && fresh.kind === 'cut') return this.exact(`${place}, cut`, saved.what, fresh.what);
    this.say(place, `a ${saved.kind}`, `a ${fresh.kind}`);
  }

  private exact(place: string, saved: string, fresh: string): void {
    if (saved !== fresh) this.say(place, quote(saved), quote(fresh));
  }

  private number(place: string, saved: number, fresh: number, tolerance = this.tolerance): void {
    const apart = Math.abs(saved - fresh);
    const relative = apart / Math.max(Math.abs(saved), Math.abs(fresh));
    // Written so that NaN differs, but NaN from NaN does not.
    if (Object.is(saved, fresh) || apart <= this.absolute || relative <= tolerance) return;
    this.say(place, String(saved), String(fresh), `, relative difference ${relative.toPrecision(2)}`);
  }

  private scalar(place: string, saved: Scalar, fresh: Scalar): void {
    if (typeof saved === 'number' && typeof fresh === 'number') this.number(place, saved, fresh);
    else if (typeof saved === 'string' && typeof fresh === 'string') this.text(place, saved, fresh, this.tolerance);
    else this.exact(place, scalarText(saved), scalarText(fresh));
  }

  private tree(place: string, saved: ValueNode, fresh: ValueNode): void {
    if (saved.type === 'leaf' && fresh.type === 'leaf') {
      if (saved.of !== fresh.of) return this.say(place, `a ${saved.of}`, `a ${fresh.of}`);
      if (saved.volatile !== fresh.volatile) this.say(place, marked(saved.volatile), marked(fresh.volatile));
      if (!saved.volatile || !fresh.volatile) this.scalar(place, saved.value, fresh.value);
      return;
    }
    if (saved.type === 'leaf' || fresh.type === 'leaf') return this.say(place, describe(saved), describe(fresh));
    if (saved.name !== fresh.name) this.say(place, describe(saved), describe(fresh));
    const [before, now] = [saved, fresh].map(({ entries }) => new Map(entries));
    for (const [key, value] of before) {
      if (now.has(key)) this.tree(`${place}, ${key}`, value, now.get(key)!);
      else this.say(`${place}, ${key}`, describe(value), 'missing');
    }
    for (const [key, value] of now) if (!before.has(key)) this.say(`${place}, ${key}`, 'missing', describe(value));
    if (saved.more !== fresh.more) this.say(`${place}, entries not shown`, String(saved.more), String(fresh.more));
  }

  private table(place: string, saved: TableOutput, fresh: TableOutput): void {
    this.exact(`${place}, columns`, columnsOf(saved), columnsOf(fresh));
    if (saved.total !== fresh.total) this.say(`${place}, rows`, String(saved.total), String(fresh.total));
    if (columnsOf(saved) !== columnsOf(fresh)) return;
    for (let r = 0; r < Math.min(saved.rows.length, fresh.rows.length); r++) {
      for (const [c, column] of saved.columns.entries()) {
        if (column.volatile && fresh.columns[c].volatile) continue;
        const name = c === 0 ? '' : ` (${scalarText(saved.rows[r][0])})`;
        this.scalar(`${place}, row ${r + 1}${name}, column ${column.name}`, saved.rows[r][c], fresh.rows[r][c]);
      }
    }
  }

  private svg(place: string, saved: SvgOutput, fresh: SvgOutput): void {
    this.text(`${place}, label`, saved.label, fresh.label, this.tolerance);
    const widths = ({ views }: SvgOutput): string => views.map((view) => view.width).join(', ');
    if (widths(saved) !== widths(fresh)) return this.say(`${place}, widths`, widths(saved), widths(fresh));
    const [before, now] = [saved.data, fresh.data];
    if (!before !== !now) this.say(`${place}, data`, before ? 'some' : 'none', now ? 'some' : 'none');
    if (before && now) {
      // Its numbers were cut to six digits, of which the last may go either way.
      const rounded = new Comparison({ tolerance: 2e-5, absolute: this.absolute });
      rounded.table(`${place}, data`, { kind: 'table', ...before }, { kind: 'table', ...now });
      this.differences.push(...rounded.differences);
    }
    for (const [i, view] of saved.views.entries()) {
      this.pixels(`${place}, place of data at ${view.width}`, view.at ?? [], fresh.views[i].at ?? []);
      this.text(`${place} (svg at ${view.width})`, view.svg, fresh.views[i].svg, this.svgTolerance, 1e-2, IN_SVG);
    }
  }

  /** Places in whole pixels: a number on the edge of two may fall to either. */
  private pixels(place: string, saved: number[], fresh: number[]): void {
    if (saved.length !== fresh.length) return this.say(place, `${saved.length / 2} rows`, `${fresh.length / 2} rows`);
    const at = saved.findIndex((pixel, i) => !(Math.abs(pixel - fresh[i]) <= 1));
    if (at >= 0) this.say(`${place}, row ${(at >> 1) + 1}`, String(saved[at]), String(fresh[at]));
  }

  private progress(place: string, saved: ProgressOutput, fresh: ProgressOutput): void {
    this.exact(`${place}, label`, saved.label, fresh.label);
    this.number(`${place}, total`, saved.total, fresh.total);
    this.number(`${place}, done`, saved.done, fresh.done);
    if (saved.history.length !== fresh.history.length) {
      return this.say(`${place}, points`, String(saved.history.length), String(fresh.history.length));
    }
    for (const [i, point] of saved.history.entries()) {
      this.number(`${place}, point ${i + 1}`, point.at, fresh.history[i].at);
      const names = new Set([...Object.keys(point.values), ...Object.keys(fresh.history[i].values)]);
      for (const name of names) {
        const at = `${place}, ${name} at ${point.at}`;
        const [before, now] = [point.values[name], fresh.history[i].values[name]];
        if (before === undefined || now === undefined) this.say(at, String(before ?? 'missing'), String(now ?? 'missing'));
        else this.number(at, before, now);
      }
    }
  }

  /** Texts agree when they are the same but for numbers, and those agree by tolerance. Tells the first difference only. */
  private text(place: string, saved: string, fresh: string, tolerance: number, absolute = this.absolute, number = IN_TEXT): void {
    if (saved === fresh) return;
    const [before, now] = [saved.split(number), fresh.split(number)];
    for (let i = 0; i < Math.max(before.length, now.length); i++) {
      if (before[i] === now[i]) continue;
      // Odd places are numbers.
      if (i % 2 === 1 && i < before.length && i < now.length && close(Number(before[i]), Number(now[i]), tolerance, absolute))
        continue;
      const around = (parts: string[]): string => quote(parts.slice(Math.max(0, i - 2), i + 3).join(''));
      return this.say(place, around(before), around(now));
    }
  }
}

function close(a: number, b: number, tolerance: number, absolute: number): boolean {
  const apart = Math.abs(a - b);
  return apart <= absolute || apart <= tolerance * Math.max(Math.abs(a), Math.abs(b));
}

/** A number of a text, captured, so that a split gives words, number, words, number, …. A digit inside a name (`h1`, `#4e79a7`, `model-1`) belongs to the name. */
const IN_TEXT = /((?<![\w#.]|\w-)-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?!\w))/;
/** A number of markup: also behind a command of a path (`M10,20L-3.5.7`), and in front of one or of a unit. */
const IN_SVG =
  /((?:(?<![\w#.]|\w-)|(?<=(?:^|[\d\s",])[MLCQSTAHVmlcqstahv])|(?<=\d)(?=-)|(?<=\.\d+)(?=\.))-?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?)/;

function scalarText(value: Scalar): string {
  return value !== null && typeof value === 'object' ? value.special : String(value);
}

function describe(node: ValueNode): string {
  return node.type === 'leaf' ? scalarText(node.value) : node.name || `{${node.entries.map(([key]) => key).join(', ')}}`;
}

function marked(volatile: true | undefined): string {
  return volatile ? 'volatile' : 'not volatile';
}

function columnsOf(table: TableOutput): string {
  return table.columns.map((column) => column.name).join(', ');
}

function quote(text: string): string {
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 119)}…` : text);
}
