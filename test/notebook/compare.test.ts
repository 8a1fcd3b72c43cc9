import { describe, expect, it } from 'vitest';
import { compareOutputs } from '../../src/notebook/compare';
import type { CellOutputs, Output, Scalar, ValueNode } from '../../src/notebook/types';

const compare = (saved: Output, fresh: Output, options = {}): string[] =>
  compareOutputs({ outputs: [saved] }, { outputs: [fresh] }, options);
const leaf = (value: Scalar, volatile?: true): ValueNode => ({
  type: 'leaf',
  of: typeof value === 'string' ? 'string' : 'number',
  value,
  ...(volatile && { volatile }),
});
const value = (entries: Record<string, ValueNode>, name = ''): Output => ({
  kind: 'value',
  tree: { type: 'branch', name, shape: 'record', entries: Object.entries(entries), more: 0 },
});
const table = (rows: Scalar[][], volatile?: true): Output => ({
  kind: 'table',
  columns: [
    { name: 'model', type: 'text' },
    { name: 'ndcg', type: 'number', ...(volatile && { volatile }) },
  ],
  rows,
  total: rows.length,
});
const text = (content: string): Output => ({ kind: 'text', stream: 'log', text: content });
const svg = (source: string, label = 'a chart'): Output => ({ kind: 'svg', views: [{ width: 640, svg: source }], label });
const progress = (losses: number[]): Output => ({
  kind: 'progress',
  label: 'epoch',
  done: losses.length,
  total: losses.length,
  history: losses.map((loss, i) => ({ at: i + 1, values: { loss } })),
});

describe('compareOutputs(saved, fresh)', () => {
  it('finds no difference between equal outputs of every kind', () => {
    const outputs: Output[] = [
      value({ a: leaf(1), b: leaf({ special: 'NaN' }) }),
      table([
        ['ALS', 0.3],
        ['Pop', null],
      ]),
      text('3 of 4'),
      svg('<svg><path d="M0,1L2,3"/></svg>'),
      { kind: 'html', html: '<b>1</b>' },
      progress([1, 0.5]),
      { kind: 'error', name: 'Error', message: 'm', cell: 'a', line: 2, column: 3 },
      { kind: 'cut', what: 'outputs', dropped: 3 },
    ];
    expect(compareOutputs({ outputs }, { outputs: structuredClone(outputs) })).toEqual([]);
  });

  it('lets numbers differ by a relative tolerance, and tells place and size of more', () => {
    expect(compare(value({ a: leaf(100) }), value({ a: leaf(100.00009) }))).toEqual([]);
    expect(compare(value({ a: leaf(100) }), value({ a: leaf(100.0002) }))).toEqual([
      'output 1, a: saved 100, now 100.0002, relative difference 0.0000020',
    ]);
    expect(compare(value({ a: leaf(1) }), value({ a: leaf(1.05) }), { tolerance: 0.1 })).toEqual([]);
    expect(compare(value({ a: leaf(0) }), value({ a: leaf(1e-10) }))).toEqual([]);
    expect(compare(value({ a: leaf(0) }), value({ a: leaf(1e-8) }))).toHaveLength(1);
  });

  it('does not let NaN or infinity pass for a number', () => {
    expect(compare(value({ a: leaf(1) }), value({ a: leaf({ special: 'NaN' }) }))).toHaveLength(1);
    expect(compare(value({ a: leaf({ special: 'Infinity' }) }), value({ a: leaf({ special: '-Infinity' }) }))).toHaveLength(1);
    expect(compare(value({ a: leaf(1) }), value({ a: leaf(NaN) }))).toHaveLength(1);
  });

  it('compares a volatile leaf or column by its kind only', () => {
    expect(compare(value({ ms: leaf(12, true) }), value({ ms: leaf(900, true) }))).toEqual([]);
    expect(compare(value({ ms: leaf(12, true) }), value({ ms: leaf('soon', true) }))).toEqual([
      'output 1, ms: saved a number, now a string',
    ]);
    expect(compare(value({ ms: leaf(12, true) }), value({ ms: leaf(900) }))).toHaveLength(2);
    expect(compare(table([['ALS', 0.3]], true), table([['ALS', 0.9]], true))).toEqual([]);
    expect(compare(table([['ALS', 0.3]], true), table([['Pop', 0.9]], true))).toHaveLength(1);
  });

  it('names keys that come or go, and other classes', () => {
    expect(compare(value({ a: leaf(1) }), value({ b: leaf(2) }, 'K'))).toEqual([
      'output 1: saved {a}, now K',
      'output 1, a: saved 1, now missing',
      'output 1, b: saved missing, now 2',
    ]);
  });

  it('names row and column of a table', () => {
    expect(
      compare(
        table([
          ['ALS', 0.3],
          ['Pop', 0.2],
        ]),
        table([
          ['ALS', 0.3],
          ['Pop', 0.25],
        ]),
      ),
    ).toEqual(['output 1, row 2 (Pop), column ndcg: saved 0.2, now 0.25, relative difference 0.20']);
    expect(compare(table([['ALS', 0.3]]), table([]))).toEqual(['output 1, rows: saved 1, now 0']);
    expect(compare(table([['ALS', 0.3]]), table([['ALS', null]]))).toEqual([
      'output 1, row 1 (ALS), column ndcg: saved "0.3", now "null"',
    ]);
  });

  it('compares text word by word, its numbers by tolerance', () => {
    expect(compare(text('nDCG 0.3000000 after 10 epochs'), text('nDCG 0.30000001 after 10 epochs'))).toEqual([]);
    expect(compare(text('nDCG 0.3 after 10 epochs'), text('nDCG 0.4 after 10 epochs'))).toEqual([
      'output 1 (text): saved "nDCG 0.3 after 10", now "nDCG 0.4 after 10"',
    ]);
    expect(compare(text('a 1'), text('b 1'))).toHaveLength(1);
    expect(compare(text('1'), text('1 2'))).toHaveLength(1);
    expect(compare(text('model-1e5'), text('model-2e5'))).toHaveLength(1);
    expect(compare(text('-1.5e-3'), text('-1.5000000001e-3'))).toEqual([]);
    expect(compare(text('1'), text('-1'))).toHaveLength(1);
  });

  it('compares a chart’s words exactly and its numbers loosely', () => {
    const path = (d: string, fill = '#4e79a7'): Output => svg(`<svg><path fill="${fill}" d="${d}"/><text>ALS</text></svg>`);
    expect(compare(path('M10.5,20L30,40Z'), path('M10.501,20.0001L30,40.01Z'))).toEqual([]);
    expect(compare(path('M10.5,20L30,40Z'), path('M10.5,20L33,40Z'))).toHaveLength(1);
    expect(compare(path('M10,20L-3.5.7'), path('M10,20L-3.5.7'))).toEqual([]);
    expect(compare(path('M1,2'), path('M1,2', '#4e79a8'))).toHaveLength(1);
    expect(compare(path('M1,2'), path('M1,2', '#5e7900'))).toHaveLength(1);
    expect(compare(svg('<svg/>', 'a'), svg('<svg/>', 'b'))).toEqual(['output 1, label: saved "a", now "b"']);
  });

  it('compares the curve of a progress bar', () => {
    expect(compare(progress([1, 0.5]), progress([1, 0.50000001]))).toEqual([]);
    expect(compare(progress([1, 0.5]), progress([1, 0.6]))).toEqual([
      'output 1, loss at 2: saved 0.5, now 0.6, relative difference 0.17',
    ]);
    expect(compare(progress([1, 0.5]), progress([1]))).toContain('output 1, points: saved 2, now 1');
  });

  it('tells when outputs are missing or of another kind', () => {
    expect(compareOutputs({ outputs: [text('a'), text('b')] }, { outputs: [value({})] })).toEqual([
      'outputs: saved 2 (text, text), now 1 (value)',
      'output 1: saved a text, now a value',
    ]);
    expect(compareOutputs({ outputs: [] }, { outputs: [text('a')] })).toEqual(['outputs: saved 0 (none), now 1 (text)']);
  });

  it('compares an error by name, message and line, not by column or hint', () => {
    const error = (message: string, line: number, column: number): Output => ({
      kind: 'error',
      name: 'TypeError',
      message,
      cell: 'a',
      line,
      column,
    });
    expect(compare(error('m', 1, 2), error('m', 1, 9))).toEqual([]);
    expect(compare(error('m', 1, 2), error('n', 2, 2))).toEqual([
      'output 1, message: saved "m", now "n"',
      'output 1, thrown at: saved "[a] line 1", now "[a] line 2"',
    ]);
  });

  it('tells twenty differences and counts the rest', () => {
    const rows = (add: number): Scalar[][] => Array.from({ length: 50 }, (_, i) => [`m${i}`, i + 1 + add]);
    const differences = compare(table(rows(0)), table(rows(1)));
    expect(differences).toHaveLength(21);
    expect(differences[20]).toBe('… 30 more differences');
  });

  it('compares what charts were drawn from, to their digits and pixels', () => {
    const chart = (value: number, x: number, name = 'share'): CellOutputs => ({
      outputs: [
        {
          kind: 'svg',
          label: 'a',
          views: [{ width: 640, svg: '<svg></svg>', at: [x, 5] }],
          data: { columns: [{ name, type: 'number' }], rows: [[value]], total: 1 },
        },
      ],
    });
    expect(compareOutputs(chart(0.123456, 10), chart(0.123457, 11))).toEqual([]);
    expect(compareOutputs(chart(0.123456, 10), chart(0.123476, 10))).toHaveLength(1);
    expect(compareOutputs(chart(1, 10), chart(1, 12))).toEqual(['output 1, place of data at 640, row 1: saved 10, now 12']);
    expect(compareOutputs(chart(1, 10), chart(1, 10, 'other'))).toHaveLength(1);
  });
});
