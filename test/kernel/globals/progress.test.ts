import { describe, expect, it } from 'vitest';
import type { ProgressReport } from '../../../src/kernel/globals/progress';
import { MAX_POINTS, makeProgress } from '../../../src/kernel/globals/progress';
import { Recorder } from '../../../src/kernel/recorder';
import type { ProgressOutput } from '../../../src/notebook/types';

function bars() {
  const recorder = new Recorder(() => undefined);
  const report = makeProgress(() => recorder);
  return { report, outputs: recorder.outputs, bar: (at = 0) => recorder.outputs[at] as ProgressOutput };
}

describe('progress(report)', () => {
  it('is one bar per label, changed in place', () => {
    const { report, outputs } = bars();
    report({ done: 0, total: 2 });
    report({ done: 1, total: 3, label: 'fit', values: { loss: 0.5 } });
    report({ done: 2, total: 2, values: { loss: 1 } });
    expect(outputs).toEqual([
      { kind: 'progress', label: 'progress', done: 2, total: 2, history: [{ at: 2, values: { loss: 1 } }] },
      { kind: 'progress', label: 'fit', done: 1, total: 3, history: [{ at: 1, values: { loss: 0.5 } }] },
    ]);
  });

  it('begins its curve anew when the loop does, and goes on at the same step', () => {
    const { report, bar } = bars();
    for (const done of [1, 2, 2]) report({ done, total: 2, values: { loss: done } });
    expect(bar().history.map(({ at }) => at)).toEqual([1, 2, 2]);
    report({ done: 1, total: 2, values: { loss: 9 } });
    expect(bar().history).toEqual([{ at: 1, values: { loss: 9 } }]);
  });

  it('keeps the first points, the newest one, and every second when they are too many', () => {
    const { report, bar } = bars();
    const at = () => bar().history.map((point) => point.at);
    const step = (done: number) => report({ done, total: 5000, values: { loss: done } });
    for (let done = 0; done < MAX_POINTS; done++) step(done);
    expect(at()).toEqual(Array.from({ length: MAX_POINTS }, (_, i) => i));
    step(500);
    expect(at()).toEqual(Array.from({ length: 251 }, (_, i) => 2 * i));
    step(501);
    expect(at().slice(-2)).toEqual([500, 501]);
    step(502);
    expect(at().slice(-2)).toEqual([500, 502]);
    for (let done = 503; done < 5000; done++) {
      step(done);
      expect(at().at(-1)).toBe(done);
    }
    expect(at().length).toBeLessThanOrEqual(MAX_POINTS);
    const gaps = new Set(
      at()
        .slice(1, -1)
        .map((value, i) => value - at()[i]),
    );
    expect([...gaps]).toEqual([16]); // every 16th of 5,000
  });

  it('begins anew with every point, even after it had become sparse', () => {
    const { report, bar } = bars();
    for (let done = 1; done <= 602; done++) report({ done, total: 602, values: { loss: 1 } });
    for (const done of [1, 2, 3, 4]) report({ done, total: 602, values: { loss: 1 } });
    expect(bar().history.map(({ at }) => at)).toEqual([1, 2, 3, 4]);
  });

  it('says once that a value is no number, and keeps the others', () => {
    const { report, outputs, bar } = bars();
    const values = (loss: unknown, more = {}) => ({ loss, ...more }) as Record<string, number>;
    report({ done: 1, total: 3, label: 'fit', values: values(NaN, { ndcg: 0.1 }) });
    report({ done: 2, total: 3, label: 'fit', values: values(Infinity) });
    report({ done: 3, total: 3, label: 'fit', values: values(undefined, { ndcg: '0.2' }) });
    expect(bar().history).toEqual([
      { at: 1, values: { ndcg: 0.1 } },
      { at: 3, values: { ndcg: 0.2 } },
    ]);
    expect(outputs[1]).toEqual({ kind: 'text', stream: 'warn', text: 'fit 1: loss is NaN\n' });
    expect(outputs).toHaveLength(2);
  });

  it.each<[unknown, string]>([
    [undefined, 'progress takes { done, total, values }'],
    [null, 'progress takes { done, total, values }'],
    [5, 'progress takes { done, total, values }'],
    [{ total: 2 }, 'progress: done must be a number from 0, got undefined'],
    [{ done: -1, total: 2 }, 'progress: done must be a number from 0, got -1'],
    [{ done: NaN, total: 2 }, 'progress: done must be a number from 0, got NaN'],
    [{ done: '1', total: 2 }, 'progress: done must be a number from 0, got 1'],
    [{ done: 1, total: Infinity }, 'progress: total must be a number from 0, got Infinity'],
  ])('refuses %o', (report, message) => {
    expect(() => bars().report(report as ProgressReport)).toThrow(new TypeError(message));
  });
});
