/** The `progress` global: one bar per label, changed in place, with the curve of what was reported on the way. */
import type { ProgressOutput, ProgressPoint } from '../../notebook/types';
import type { Screen } from '../recorder';

/** What a training loop reports. */
export interface ProgressReport {
  done: number;
  total: number;
  label?: string;
  values?: Record<string, number>;
}

/** Points of a curve that are kept. */
export const MAX_POINTS = 500;

interface Bar {
  output: ProgressOutput;
  /** Points reported so far, and how many of them stand for one that is kept. */
  seen: number;
  stride: number;
  /** Whether the last kept point is only kept until the next one comes. */
  isLastExtra: boolean;
  /** Values that were reported as no number. */
  lost: Set<string>;
}

/** Makes the `progress` of a kernel; it draws under the cell that runs. */
export function makeProgress(current: () => Screen): (report: ProgressReport) => void {
  const barsOf = new WeakMap<Screen, Map<string, Bar>>();
  return (report) => {
    const recorder = current();
    const bars = barsOf.get(recorder) ?? new Map<string, Bar>();
    barsOf.set(recorder, bars);
    const { done, total, label = 'progress', values } = check(report);
    let bar = bars.get(label);
    if (!bar) {
      const output: ProgressOutput = { kind: 'progress', label, done, total, history: [] };
      bar = { output, seen: 0, stride: 1, isLastExtra: false, lost: new Set() };
      bars.set(label, bar);
      recorder.add(output);
    } else if (done < bar.output.done) {
      // The loop began anew: its curve does too.
      Object.assign(bar, { seen: 0, stride: 1, isLastExtra: false });
      bar.output.history = [];
    }
    bar.output.done = done;
    bar.output.total = total;
    if (values) addPoint(bar, { at: done, values: finite(values, bar, done, recorder) });
    recorder.update(bar.output);
  };
}

function check(report: ProgressReport): ProgressReport {
  if (typeof report !== 'object' || report === null) throw new TypeError('progress takes { done, total, values }');
  for (const key of ['done', 'total'] as const) {
    const value: unknown = report[key];
    if (!(typeof value === 'number' && value >= 0 && value < Infinity)) {
      throw new TypeError(`progress: ${key} must be a number from 0, got ${String(value)}`);
    }
  }
  return report;
}

/** Keeps every stride-th point and always the newest; when they are too many, every second one of them. */
function addPoint(bar: Bar, point: ProgressPoint): void {
  const { history } = bar.output;
  if (Object.keys(point.values).length === 0) return;
  if (bar.isLastExtra) history.pop();
  history.push(point);
  bar.isLastExtra = bar.seen % bar.stride !== 0;
  bar.seen++;
  if (history.length <= MAX_POINTS) return;
  bar.output.history = history.filter((_, index) => index % 2 === 0 || index === history.length - 1);
  bar.stride *= 2;
  bar.isLastExtra = (bar.seen - 1) % bar.stride !== 0;
}

/** The values that a curve can hold. One that stops being a number is said once, at its step. */
function finite(values: Record<string, number>, bar: Bar, done: number, recorder: Screen): Record<string, number> {
  const kept: Record<string, number> = {};
  for (const [name, value] of Object.entries(values)) {
    const number = Number(value);
    if (Number.isFinite(number)) kept[name] = number;
    else if (value !== undefined && !bar.lost.has(name)) {
      bar.lost.add(name);
      recorder.addText('warn', `${bar.output.label} ${done}: ${name} is ${String(value)}`);
    }
  }
  return kept;
}
