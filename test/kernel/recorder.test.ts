import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OutputEvent } from '../../src/kernel/protocol';
import { Recorder } from '../../src/kernel/recorder';
import type { RecorderLimits } from '../../src/kernel/recorder';
import type { Output, ProgressOutput } from '../../src/notebook/types';

const html = (text: string): Output => ({ kind: 'html', html: text });
const text = (line: string, stream: 'log' | 'warn' = 'log'): Output => ({ kind: 'text', stream, text: line });
const cut = (what: 'outputs' | 'text', dropped: number): Output => ({ kind: 'cut', what, dropped });

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

function recording(limits: Partial<RecorderLimits> = {}) {
  const frames: OutputEvent[][] = [];
  const recorder = new Recorder((events) => void frames.push(events), limits);
  return { recorder, frames };
}

describe('what a recorder keeps', () => {
  it('joins lines of one stream in a row', () => {
    const { recorder } = recording();
    recorder.addText('log', 'a');
    recorder.addText('log', 'b');
    recorder.addText('warn', 'c');
    recorder.add(html('<p>'));
    recorder.addText('warn', 'd');
    expect(recorder.outputs).toEqual([text('a\nb\n'), text('c\n', 'warn'), html('<p>'), text('d\n', 'warn')]);
  });

  it('keeps so many outputs, and counts the others', () => {
    const { recorder } = recording({ outputs: 2 });
    expect(recorder.isFull).toBe(false);
    for (const part of ['1', '2', '3', '4']) recorder.add(html(part));
    expect(recorder.isFull).toBe(true);
    expect(recorder.outputs).toEqual([html('1'), html('2'), cut('outputs', 2)]);
    recorder.drop('outputs', 5);
    expect(recorder.outputs).toEqual([html('1'), html('2'), cut('outputs', 7)]);
  });

  it('keeps so many characters, the last line in part, and counts the others', () => {
    const { recorder } = recording({ text: 6 });
    recorder.addText('log', 'abc');
    expect(recorder.isTextFull).toBe(false);
    recorder.addText('log', 'defg'); // with its line break five, and two are left
    expect(recorder.isTextFull).toBe(true);
    expect(recorder.outputs).toEqual([text('abc\nde'), cut('text', 3)]);
    recorder.addText('warn', 'x');
    expect(recorder.outputs).toEqual([text('abc\nde'), cut('text', 5)]);
    const { recorder: exact } = recording({ text: 4 });
    exact.addText('log', 'abc');
    expect(exact.isTextFull).toBe(true);
    expect(exact.outputs).toEqual([text('abc\n')]);
  });

  it('cuts a line that is one character too long, and counts its line break', () => {
    const { recorder } = recording({ text: 4 });
    recorder.addText('log', 'abcd');
    expect(recorder.outputs).toEqual([text('abcd'), cut('text', 1)]);
  });

  it('does not count what it says of text as one of the outputs', () => {
    const { recorder } = recording({ text: 0, outputs: 2 });
    recorder.addText('log', 'x');
    recorder.add(html('1'));
    expect(recorder.isFull).toBe(false);
    recorder.add(html('2'));
    expect(recorder.isFull).toBe(true);
    expect(recorder.outputs).toEqual([cut('text', 2), html('1'), html('2')]);
  });

  it('keeps so much markup, and lets a small piece in after a large one', () => {
    const svg = (...views: string[]): Output => ({
      kind: 'svg',
      label: '',
      views: views.map((view) => ({ width: 1, svg: view })),
    });
    const { recorder } = recording({ markup: 5 });
    recorder.add(svg('ab', 'c'));
    recorder.add(html('abc'));
    recorder.add(html('de'));
    recorder.add(html(''));
    recorder.addText('log', 'text is no markup');
    expect(recorder.outputs).toEqual([svg('ab', 'c'), cut('outputs', 1), html('de'), html(''), text('text is no markup\n')]);
  });
});

describe('an output still to come', () => {
  it('keeps its place, and what comes behind waits for it', async () => {
    const { recorder, frames } = recording();
    let settle: (output: Output) => void = () => undefined;
    recorder.add(new Promise<Output>((resolve) => (settle = resolve)));
    recorder.add(html('second'));
    recorder.addText('log', 'third');
    expect(recorder.outputs).toEqual([]);
    expect(frames).toEqual([]);
    settle(html('first'));
    expect(await recorder.close()).toEqual([html('first'), html('second'), text('third\n')]);
  });

  it('stands between the lines before and behind it', async () => {
    const { recorder } = recording();
    recorder.addText('log', 'before');
    recorder.add(Promise.resolve(html('between')));
    recorder.addText('log', 'behind');
    expect(await recorder.close()).toEqual([text('before\n'), html('between'), text('behind\n')]);
  });

  it('counts as one while it is awaited', () => {
    const { recorder } = recording({ outputs: 1 });
    recorder.add(new Promise<Output>(() => undefined));
    expect(recorder.isFull).toBe(true);
    recorder.add(html('late'));
    expect(recorder.outputs).toEqual([cut('outputs', 1)]);
  });
});

describe('what a recorder tells', () => {
  it('tells of the first output at once, of the next in one frame of 16 ms', () => {
    const { recorder, frames } = recording();
    recorder.add(html('1'));
    expect(frames).toEqual([[{ at: 0, output: html('1') }]]);
    recorder.add(html('2'));
    vi.advanceTimersByTime(10);
    recorder.addText('log', 'a');
    recorder.addText('log', 'b');
    expect(frames).toHaveLength(1);
    vi.advanceTimersByTime(5);
    expect(frames).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(frames[1]).toEqual([
      { at: 1, output: html('2') },
      { at: 2, output: text('a\nb\n') },
    ]);
    vi.advanceTimersByTime(1000);
    expect(frames).toHaveLength(2); // nothing more to tell
    recorder.add(html('3'));
    expect(frames[2]).toEqual([{ at: 3, output: html('3') }]);
  });

  it('tells of dropped outputs every 100 ms', () => {
    const { recorder, frames } = recording({ outputs: 0 });
    recorder.drop('outputs', 1);
    expect(frames).toEqual([[{ at: 0, output: cut('outputs', 1) }]]);
    vi.advanceTimersByTime(50);
    recorder.drop('outputs', 1);
    vi.advanceTimersByTime(99);
    expect(frames).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(frames[1]).toEqual([{ at: 0, output: cut('outputs', 2) }]);
    vi.advanceTimersByTime(100);
    recorder.drop('outputs', 1);
    expect(frames).toHaveLength(3);
  });

  it('tells of a bar that changed in place, and what it told does not change afterwards', () => {
    const { recorder, frames } = recording();
    const bar: ProgressOutput = { kind: 'progress', label: 'fit', done: 0, total: 2, history: [] };
    recorder.add(bar);
    bar.done = 1;
    bar.history.push({ at: 1, values: { loss: 2 } });
    recorder.update(bar);
    recorder.update({ ...bar }); // another bar, that was never added
    vi.advanceTimersByTime(16);
    expect(frames.map((events) => events.map(({ output }) => output))).toEqual([
      [{ ...bar, done: 0, history: [] }],
      [{ ...bar, done: 1, history: [{ at: 1, values: { loss: 2 } }] }],
    ]);
    const told = frames[1][0].output as ProgressOutput;
    bar.history.push({ at: 2, values: {} });
    bar.done = 2;
    expect(told).toMatchObject({ done: 1, history: [{ at: 1 }] });
  });
});

describe('the events of a frame', () => {
  it('come by their places, whichever changed first', () => {
    const { recorder, frames } = recording();
    const bar: ProgressOutput = { kind: 'progress', label: 'fit', done: 0, total: 2, history: [] };
    recorder.add(bar);
    for (let at = 1; at <= 10; at++) recorder.add(html(String(at)));
    recorder.update(bar);
    vi.advanceTimersByTime(16);
    expect(frames[1].map(({ at }) => at)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});

describe('the end of a run', () => {
  it('puts the error last, past every limit, and then hears no more', async () => {
    const { recorder, frames } = recording({ outputs: 1 });
    recorder.add(html('1'));
    recorder.add(html('2'));
    const error: Output = { kind: 'error', name: 'Error', message: 'no' };
    expect(await recorder.close(error)).toEqual([html('1'), cut('outputs', 1), error]);
    expect(frames.flat().at(-1)).toEqual({ at: 2, output: error });
    const told = frames.length;
    recorder.add(html('3'));
    recorder.addText('log', 'x');
    recorder.drop('text', 1);
    vi.advanceTimersByTime(1000);
    expect(recorder.outputs).toHaveLength(3);
    expect(frames).toHaveLength(told);
  });
});
