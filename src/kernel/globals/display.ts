/** The `display` global: decides what kind of output a value is. */
import type { Output, SvgOutput } from '../../notebook/types';
import { messageOf, toTree } from '../format/tree';
import { toTable } from '../format/table';
import type { Screen } from '../recorder';
import type { Formatter } from '../execute';
import { Html } from './html';

/** Widths at which a chart given as a function of its width is drawn, in CSS pixels. */
export const WIDTHS = [640, 340];

/** Makes the `display` of a kernel; it shows under the cell that runs. */
export function makeDisplay(current: () => Screen, formatters: Formatter[]): (...values: unknown[]) => void {
  return (...values) => {
    const recorder = current();
    for (const value of values) {
      if (typeof value === 'string') recorder.addText('log', value);
      else if (recorder.isFull) recorder.drop('outputs', 1);
      else recorder.add(isFunctionOfWidth(value) ? drawn(value, formatters) : formatted(value, formatters));
    }
  };
}

/** A value as an output, now or later: by the host's formatters first, then by the kernel's own rules. */
export function formatted(value: unknown, formatters: Formatter[], from = 0): Output | Promise<Output> {
  for (let i = from; i < formatters.length; i++) {
    let result: ReturnType<Formatter>;
    try {
      result = formatters[i](value);
    } catch (error) {
      return unshowable(error);
    }
    if (isThenable(result)) return result.then((output) => output ?? formatted(value, formatters, i + 1), unshowable);
    if (result) return result;
  }
  return ownFormat(value);
}

function ownFormat(value: unknown): Output {
  try {
    if (value instanceof Html) return { kind: 'html', html: value.html };
    return toTable(value) ?? { kind: 'value', tree: toTree(value) };
  } catch {
    return { kind: 'value', tree: toTree(value) };
  }
}

function unshowable(error: unknown): Output {
  return { kind: 'text', stream: 'warn', text: `a value could not be shown: ${messageOf(error)}\n` };
}

type FunctionOfWidth = (size: { width: number }) => unknown;

/** `({ width }) => …` or `(size) => … size.width …`: any other function is a value like any other. */
function isFunctionOfWidth(value: unknown): value is FunctionOfWidth {
  if (typeof value !== 'function' || value.length !== 1) return false;
  const source = Function.prototype.toString.call(value);
  return !/^class\b/.test(source) && (/^[^{}]*\(\s*\{[^}]*\bwidth\b/.test(source) || /\.\s*width\b/.test(source));
}

/** Draws a chart at each width; an error of the chart's code is the cell's. What is no chart is shown once. */
function drawn(draw: FunctionOfWidth, formatters: Formatter[]): Output | Promise<Output> {
  const outputs = WIDTHS.map((width) => {
    const value = draw({ width });
    return isThenable(value) ? value.then((known) => formatted(known, formatters), unshowable) : formatted(value, formatters);
  });
  return outputs.some((output) => output instanceof Promise)
    ? Promise.all(outputs).then(joinViews, unshowable)
    : joinViews(outputs as Output[]);
}

function joinViews(outputs: Output[]): Output {
  if (!outputs.every((output): output is SvgOutput => output.kind === 'svg')) return outputs[0];
  const views = outputs.map((output, index) => ({ ...output.views[0], width: WIDTHS[index] }));
  return { ...outputs[0], views };
}

function isThenable<T>(value: T | Promise<T>): value is Promise<T> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}
