/** The `console` of a cell: its lines are outputs of the cell. */
import type { TextOutput } from '../../notebook/types';
import { print } from '../format/print';
import type { Recorder } from '../recorder';

/** The part of `Console` that a cell has. */
export type CellConsole = Pick<
  Console,
  | 'log'
  | 'info'
  | 'debug'
  | 'warn'
  | 'error'
  | 'table'
  | 'dir'
  | 'assert'
  | 'count'
  | 'countReset'
  | 'time'
  | 'timeLog'
  | 'timeEnd'
  | 'group'
  | 'groupCollapsed'
  | 'groupEnd'
  | 'trace'
  | 'clear'
>;

/** Makes the console of a kernel; it writes under the cell that runs. */
export function makeConsole(current: () => Recorder, display: (...values: unknown[]) => void): CellConsole {
  const counts = new Map<string, number>();
  const times = new Map<string, number>();
  let indent = '';
  const write = (stream: TextOutput['stream'], values: unknown[]): void => {
    const recorder = current();
    if (recorder.isTextFull) return recorder.drop('text', lengthOf(values));
    const text = join(values);
    recorder.addText(stream, indent ? text.replace(/^/gm, indent) : text);
  };
  const elapsed = (label: string, more: unknown[]): void => {
    const start = times.get(label);
    if (start === undefined) write('warn', [`no timer ${label}`]);
    else write('log', [`${label}: ${(performance.now() - start).toFixed(1)} ms`, ...more]);
  };
  const group = (...values: unknown[]): void => {
    if (values.length > 0) write('log', values);
    if (indent.length < 40) indent += '  ';
  };
  return {
    log: (...values) => write('log', values),
    debug: (...values) => write('log', values),
    info: (...values) => write('info', values),
    warn: (...values) => write('warn', values),
    error: (...values) => write('error', values),
    trace: (...values) => write('log', ['trace:', ...values]),
    dir: (value) => display(value),
    table: (value) => display(value),
    assert: (condition, ...values) => {
      if (!condition) write('error', ['assertion failed', ...values]);
    },
    count: (label = 'default') => {
      counts.set(label, (counts.get(label) ?? 0) + 1);
      write('log', [`${label}: ${counts.get(label)}`]);
    },
    countReset: (label = 'default') => void counts.delete(label),
    time: (label = 'default') => void times.set(label, performance.now()),
    timeLog: (label = 'default', ...values) => elapsed(label, values),
    timeEnd: (label = 'default') => {
      elapsed(label, []);
      times.delete(label);
    },
    group,
    groupCollapsed: group,
    groupEnd: () => {
      indent = indent.slice(2);
    },
    clear: () => undefined,
  };
}

/** The arguments as one text; a first argument with `%s` and its kin is a format. */
function join(values: unknown[]): string {
  const [first, ...rest] = values;
  if (typeof first !== 'string' || rest.length === 0 || !/%[sdifoOjc]/.test(first)) return values.map(print).join(' ');
  const text = first.replace(/%([sdifoOjc%])/g, (whole, kind: string) => {
    if (kind === '%') return '%';
    if (rest.length === 0) return whole;
    const value = rest.shift();
    if (kind === 'c') return '';
    if (kind === 'd' || kind === 'i') return String(Math.trunc(Number(value)));
    if (kind === 'f') return String(Number(value));
    return print(value);
  });
  return [text, ...rest.map(print)].join(' ');
}

/** Characters that a line would have had, without printing objects that nobody will see. */
function lengthOf(values: unknown[]): number {
  let length = values.length;
  for (const value of values) length += typeof value === 'string' ? value.length : 1;
  return length;
}
