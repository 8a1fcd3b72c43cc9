import { describe, expect, it } from 'vitest';
import { outputText, progressText, tableText, valueText } from '../../src/cli/text';
import { outputStream } from '../../src/cli/stream';
import type { Output, ProgressOutput, ValueNode } from '../../src/notebook/types';

const number = (value: number): ValueNode => ({ type: 'leaf', of: 'number', value });

describe('outputText', () => {
  it('sets numbers of a table to the right and says how many rows are left out', () => {
    const rows = Array.from({ length: 22 }, (_, i) => [`film ${i}`, i === 3 ? null : i * 1000]);
    const lines = tableText({
      kind: 'table',
      columns: [
        { name: 'film', type: 'text' },
        { name: 'n', type: 'number' },
      ],
      rows,
      total: 500,
    }).split('\n');
    expect(lines[0]).toBe('film          n');
    expect(lines[2]).toBe('film 0        0');
    expect(lines[5]).toBe('film 3');
    expect(lines[21]).toBe('film 19  19,000');
    expect(lines.at(-1)).toBe('… 480 more rows');
    expect(lines).toHaveLength(23);
  });

  it('prints a tree on one line while it is short, and deeper when it is not', () => {
    const list: ValueNode = { type: 'branch', name: 'Array(3)', shape: 'list', entries: [['0', number(1)], ['1', number(0.5)]], more: 1 }; // prettier-ignore
    expect(valueText(list)).toBe('Array(3) [ 1, 0.5000, … 1 more ]');
    const record: ValueNode = { type: 'branch', name: '', shape: 'record', entries: [['a', list], ['long', { type: 'leaf', of: 'string', value: 'x'.repeat(90) }]], more: 0 }; // prettier-ignore
    expect(valueText(record)).toBe(`{\n  a: Array(3) [ 1, 0.5000, … 1 more ]\n  long: "${'x'.repeat(90)}"\n}`);
  });

  it('draws progress as a bar with the latest values', () => {
    const progress: ProgressOutput = {
      kind: 'progress',
      label: 'epoch',
      done: 5,
      total: 10,
      history: [{ at: 5, values: { loss: 0.25 } }],
    };
    expect(progressText(progress, 8)).toBe('epoch ████░░░░ 5/10  loss 0.2500');
  });

  it('names a chart by its label, an error with its place and hint, and takes the tags from HTML', () => {
    expect(outputText({ kind: 'svg', views: [], label: 'nDCG by k' })).toBe('[chart] nDCG by k');
    const error: Output = { kind: 'error', name: 'TypeError', message: 'x', cell: 'fit', line: 3, column: 7, hint: 'try y' };
    expect(outputText(error)).toBe('TypeError: x\n  in [fit], line 3, column 7\n  try y');
    expect(outputText({ kind: 'html', html: '<p>a &lt; b &amp;lt;</p><b>c</b>' })).toBe('a < b &lt;\nc');
  });
});

describe('outputStream', () => {
  const bar = (done: number): Output => ({ kind: 'progress', label: 'step', done, total: 2, history: [] });

  it('redraws a bar in place on a terminal, and writes its last state alone to a file', () => {
    for (const isTTY of [true, false]) {
      const written: string[] = [];
      const stream = outputStream({ write: (text) => written.push(text), isTTY, columns: 80 });
      stream.show(0, bar(1));
      stream.show(0, bar(2));
      stream.end();
      if (isTTY) expect(written.map((text) => text[0])).toEqual(['\r', '\r', '\n']);
      else expect(written).toEqual([`${progressText(bar(2) as ProgressOutput)}\n`]);
    }
  });

  it('adds to a text that grows, and writes nothing twice', () => {
    const written: string[] = [];
    const stream = outputStream({ write: (text) => written.push(text) });
    stream.show(0, { kind: 'text', stream: 'log', text: 'a\n' });
    stream.show(0, { kind: 'text', stream: 'log', text: 'a\n' });
    stream.show(0, { kind: 'text', stream: 'log', text: 'a\nb\n' });
    stream.show(1, { kind: 'value', tree: number(1) });
    expect(written.join('')).toBe('a\nb\n1\n');
  });
});
