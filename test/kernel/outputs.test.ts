import { describe, expect, it } from 'vitest';
import type { Formatter } from '../../src/kernel/execute';
import type { Output, ProgressOutput, TableOutput, ValueNode, ValueOutput } from '../../src/notebook/types';
import { run } from './session';

const show = async (source: string, formatters: Formatter[] = []): Promise<Output[]> => {
  const { result } = await run(source, { __out: true, formatters });
  return result.outputs;
};
const tree = async (expression: string): Promise<ValueNode> => ((await show(`display(${expression})`))[0] as ValueOutput).tree;
const chart: Formatter = (value) =>
  typeof value === 'object' && value !== null && 'plot' in value
    ? { kind: 'svg', views: [{ width: 0, svg: `<svg>${String(value.plot)}</svg>` }], label: 'a chart' }
    : undefined;

describe('display(value)', () => {
  it('shows strings as text, lines of one stream merged with the console’s', async () => {
    expect(await show('display("a"); console.log("b", 1); console.warn("c"); console.log("d")')).toEqual([
      { kind: 'text', stream: 'log', text: 'a\nb 1\n' },
      { kind: 'text', stream: 'warn', text: 'c\n' },
      { kind: 'text', stream: 'log', text: 'd\n' },
    ]);
  });

  it('shows every kind of leaf', async () => {
    const node = await tree(
      '[1.5, NaN, -Infinity, "s", true, null, undefined, 10n, Symbol("q"), function named() {}, class K {}, new Date(0), /x/g, new Date(NaN)]',
    );
    if (node.type !== 'branch') throw new Error('no branch');
    expect(node.entries.map(([, leaf]) => (leaf.type === 'leaf' ? [leaf.of, leaf.value] : leaf))).toEqual([
      ['number', 1.5],
      ['number', { special: 'NaN' }],
      ['number', { special: '-Infinity' }],
      ['string', 's'],
      ['boolean', true],
      ['null', 'null'],
      ['undefined', 'undefined'],
      ['bigint', '10n'],
      ['symbol', 'Symbol(q)'],
      ['function', 'function named'],
      ['function', 'class K'],
      ['date', '1970-01-01T00:00:00.000Z'],
      ['symbol', '/x/g'],
      ['date', 'Invalid Date'],
    ]);
  });

  it.each([
    ['[1, 2]', 'Array(2)', 'list', ['0', '1']],
    ['{ a: 1 }', '', 'record', ['a']],
    ['Object.create(null)', '', 'record', []],
    ['new Map([["k", 1], [{ o: 1 }, 2]] as any)', 'Map(2)', 'record', ['k', '{…}']],
    ['new Set([5])', 'Set(1)', 'list', ['0']],
    ['new Float32Array(3)', 'Float32Array(3)', 'list', ['0', '1', '2']],
    ['new (class Model { k = 1; #hidden = 2 })()', 'Model', 'record', ['k']],
    ['new (class List extends Array {})()', 'Array(0)', 'list', []],
    ['new RangeError("m")', 'RangeError', 'record', ['message']],
    ['Promise.resolve(1)', 'Promise (not awaited)', 'record', []],
    ['new ArrayBuffer(8)', 'ArrayBuffer(8)', 'record', []],
  ])('shows %s as a branch', async (expression, name, shape, keys) => {
    const node = await tree(expression);
    expect(node).toMatchObject({ type: 'branch', name, shape, more: 0 });
    if (node.type === 'branch') expect(node.entries.map(([key]) => key)).toEqual(keys);
  });

  it('cuts width, depth, length and size, and says by how much', async () => {
    expect(await tree('new Uint8Array(1e6)')).toMatchObject({ name: 'Uint8Array(1000000)', more: 999_900 });
    expect(
      JSON.stringify(await tree('(() => { let d: any = 1; for (let i = 0; i < 50; i++) d = { d }; return d })()')),
    ).toContain('"cut"');
    expect(await tree('["q".repeat(20000)]')).toMatchObject({
      entries: [['0', { value: `${'q'.repeat(10_000)}… (20000 characters)` }]],
    });
    const wide = await tree('Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => [1, 2, 3]))');
    expect(JSON.stringify(wide).length).toBeLessThan(300_000);
  });

  it('survives values that fight back', async () => {
    expect(await tree('(() => { const a: any = { name: 1 }; a.self = a; return a })()')).toMatchObject({
      entries: [
        ['name', {}],
        ['self', { of: 'cycle' }],
      ],
    });
    expect(await tree('(() => { const a = {}; return [a, a] })()')).toMatchObject({
      entries: [
        ['0', { type: 'branch' }],
        ['1', { type: 'branch' }],
      ],
    });
    expect(await tree('{ get bad() { throw new Error("no") }, good: 1 }')).toMatchObject({
      entries: [
        ['bad', { of: 'cut', value: 'threw no' }],
        ['good', { value: 1 }],
      ],
    });
    for (const trap of ['ownKeys', 'getPrototypeOf', 'get', 'has', 'getOwnPropertyDescriptor']) {
      expect((await tree(`new Proxy({ a: 1 }, { ${trap}() { throw new Error("trap") } } as any)`)).type).toMatch(/leaf|branch/);
    }
    expect(
      await tree('(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return { proxy } })()'),
    ).toMatchObject({
      entries: [['proxy', { of: 'cut' }]],
    });
  });

  it('is JSON-safe, whatever comes', async () => {
    const outputs = await show(
      'display([{ a: NaN, b: 1n, c: new Date(0), d: [1], e: undefined, f: -0 }], { n: -Infinity, z: -0 }); progress({ done: 1, total: 2, values: { l: 3 } })',
    );
    expect(JSON.parse(JSON.stringify(outputs))).toEqual(outputs);
  });

  it('shows an array of plain records as a table: columns the union, rows at most a thousand', async () => {
    const [table] = (await show(
      'display([{ model: "ALS", ndcg: 0.3 }, { model: "Pop", ndcg: NaN, note: { a: 1 } }])',
    )) as TableOutput[];
    expect(table).toEqual({
      kind: 'table',
      columns: [
        { name: 'model', type: 'text' },
        { name: 'ndcg', type: 'number' },
        { name: 'note', type: 'text' },
      ],
      rows: [
        ['ALS', 0.3, null],
        ['Pop', { special: 'NaN' }, '{ a: 1 }'],
      ],
      total: 2,
    });
    const [long] = (await show('display(Array.from({ length: 5000 }, (_, i) => ({ i })))')) as TableOutput[];
    expect([long.rows.length, long.total]).toEqual([1000, 5000]);
  });

  it('does not show as a table what is none: empty, mixed, class instances', async () => {
    for (const value of ['[]', '[{ a: 1 }, 2]', '[new (class P { a = 1 })()]', '[{}]', '[null]']) {
      expect((await show(`display(${value})`))[0].kind).toBe('value');
    }
  });

  it('draws a function of the width at two widths, in one output', async () => {
    for (const source of [
      'display(({ width }: { width: number }) => ({ plot: width }))',
      'display((size) => ({ plot: size.width }))',
      'display(async function ({ width }) { return { plot: width } })',
    ]) {
      expect(await show(source, [chart])).toEqual([
        {
          kind: 'svg',
          views: [
            { width: 640, svg: '<svg>640</svg>' },
            { width: 340, svg: '<svg>340</svg>' },
          ],
          label: 'a chart',
        },
      ]);
    }
  });

  it('shows other functions as values, and an error in a chart’s code as the cell’s', async () => {
    expect(await tree('Math.sqrt')).toMatchObject({ of: 'function', value: 'function sqrt' });
    const { result } = await run('display(({ width }) =>\n  nothing(width))');
    expect(result.outputs).toMatchObject([{ kind: 'error', message: 'nothing is not defined', line: 2, column: 3 }]);
  });

  it('keeps the order of displays though a formatter takes its time', async () => {
    const slow: Formatter = (value) =>
      typeof value === 'number'
        ? new Promise((resolve) =>
            setTimeout(() => resolve(value === 2 ? undefined : { kind: 'html', html: String(value) }), 20 - value),
          )
        : undefined;
    const outputs = await show('display(1); display([0]); display(2); console.log("after"); display(3)', [slow]);
    expect(outputs.map((output) => output.kind)).toEqual(['html', 'value', 'value', 'text', 'html']);
  });

  it('says so when a formatter fails', async () => {
    for (const bad of [
      () => Promise.reject(new Error('broken')),
      () => {
        throw new Error('broken');
      },
    ] as Formatter[]) {
      expect(await show('display([1])', [bad])).toEqual([
        { kind: 'text', stream: 'warn', text: 'a value could not be shown: broken\n' },
      ]);
    }
  });

  it('sees a value as it is now, not as it will be', async () => {
    expect((await show('const a = [1]; display(a); a.push(2)'))[0]).toMatchObject({ tree: { name: 'Array(1)' } });
  });
});

describe('html`…`', () => {
  it('escapes values, and not other pieces of HTML', async () => {
    expect(await show('const b = html`<b>${"<&>"}</b>`; display(html`<p>${[b, "\'", null, 0]}</p>`)')).toEqual([
      { kind: 'html', html: '<p><b>&lt;&amp;&gt;</b>&#39;0</p>' },
    ]);
  });
});

describe('volatile(value)', () => {
  it('computes and prints as its value, and marks leaves and columns', async () => {
    const outputs = await show(
      'const t = volatile(12.5), s = volatile("x"); display({ t, s, sum: t + 1 }, t, s, [{ a: 1, t }]); console.log(t, `${t} ${s}`, t.toFixed(2), Math.round(t), t > 12)',
    );
    expect(outputs).toEqual([
      {
        kind: 'value',
        tree: {
          type: 'branch',
          name: '',
          shape: 'record',
          more: 0,
          entries: [
            ['t', { type: 'leaf', of: 'number', value: 12.5, volatile: true }],
            ['s', { type: 'leaf', of: 'string', value: 'x', volatile: true }],
            ['sum', { type: 'leaf', of: 'number', value: 13.5 }],
          ],
        },
      },
      { kind: 'value', tree: { type: 'leaf', of: 'number', value: 12.5, volatile: true } },
      { kind: 'value', tree: { type: 'leaf', of: 'string', value: 'x', volatile: true } },
      {
        kind: 'table',
        columns: [
          { name: 'a', type: 'number' },
          { name: 't', type: 'number', volatile: true },
        ],
        rows: [[1, 12.5]],
        total: 1,
      },
      { kind: 'text', stream: 'log', text: '12.5 12.5 x 12.50 13 true\n' },
    ]);
  });

  it('takes numbers and strings only', async () => {
    expect((await run('volatile({} as any)')).result.outputs).toMatchObject([
      { message: 'volatile takes a number or a string, got object' },
    ]);
  });
});

describe('progress(report)', () => {
  const bars = async (source: string): Promise<ProgressOutput[]> => (await show(source)) as ProgressOutput[];

  it('changes one bar per label in place and keeps its curve', async () => {
    expect(
      await bars(
        'for (const done of [1, 2]) { progress({ done, total: 2, values: { loss: 1 / done } }); progress({ done, total: 9, label: "epoch" }) }',
      ),
    ).toEqual([
      {
        kind: 'progress',
        label: 'progress',
        done: 2,
        total: 2,
        history: [
          { at: 1, values: { loss: 1 } },
          { at: 2, values: { loss: 0.5 } },
        ],
      },
      { kind: 'progress', label: 'epoch', done: 2, total: 9, history: [] },
    ]);
  });

  it.each([500, 501, 502, 1000, 12_345])('thins a curve of %i points evenly, first and last kept', async (count) => {
    const [{ history }] = await bars(
      `for (let done = 0; done < ${count}; done++) progress({ done, total: ${count}, values: { l: done } })`,
    );
    expect(history.length).toBeLessThanOrEqual(500);
    expect(history.length).toBeGreaterThan(Math.min(count, 250) - 1);
    expect([history[0].at, history[history.length - 1].at]).toEqual([0, count - 1]);
    const steps = new Set(history.slice(1, -1).map((point, i) => point.at - history[i].at));
    expect(steps.size).toBe(1);
  });

  it('begins a curve anew when its loop does', async () => {
    expect(await bars('for (const done of [1, 2, 1]) progress({ done, total: 2, values: { l: done } })')).toMatchObject([
      { done: 1, history: [{ at: 1 }] },
    ]);
  });

  it('says once when a value stops being a number', async () => {
    const outputs = await show(
      'for (let done = 1; done < 5; done++) progress({ done, total: 5, label: "epoch", values: { loss: done < 3 ? 1 : NaN, ok: 2 } })',
    );
    expect(outputs[1]).toEqual({ kind: 'text', stream: 'warn', text: 'epoch 3: loss is NaN\n' });
    expect((outputs[0] as ProgressOutput).history.map((point) => Object.keys(point.values).length)).toEqual([2, 2, 1, 1]);
  });

  it.each([
    ['{ done: 1 }', 'progress: total must be a number from 0, got undefined'],
    ['{ done: NaN, total: 1 }', 'progress: done must be a number from 0, got NaN'],
    ['null', 'progress takes { done, total, values }'],
  ])('refuses %s', async (report, message) => {
    expect((await run(`progress(${report} as any)`)).result.outputs).toMatchObject([{ name: 'TypeError', message }]);
  });
});

describe('console', () => {
  it('prints values readably, formats, counts, groups and asserts', async () => {
    const [{ text }] = (await show(
      'console.log("%s is %d %%", "a", 3.7, "rest"); console.log([1, "a", { b: [] }], new Map([[1, 2]]), Promise.resolve());' +
        'console.count("c"); console.group("g"); console.log("in"); console.groupEnd(); console.log({}, null, undefined, -0); console.log()',
    )) as { text: string }[];
    expect(text).toBe(
      'a is 3 % rest\n[ 1, "a", { b: [] } ] Map(1) { 1: 2 } Promise (not awaited)\nc: 1\ng\n  in\n{} null undefined 0\n\n',
    );
    expect(await show('console.assert(1 > 2, "sum")')).toMatchObject([{ stream: 'error', text: 'assertion failed sum\n' }]);
    expect(await show('console.table([{ a: 1 }])')).toMatchObject([{ kind: 'table' }]);
  });

  it('breaks a long value into lines', async () => {
    const [{ text }] = (await show('console.log({ list: Array.from({ length: 60 }, (_, i) => i * 1000) })')) as {
      text: string;
    }[];
    expect(text.split('\n').length).toBeGreaterThan(10);
  });
});
