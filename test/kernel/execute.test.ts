import { describe, expect, it } from 'vitest';
import { compileCell } from '../../src/kernel/compile';
import { createKernel } from '../../src/kernel/execute';
import type { TensorMemory } from '../../src/kernel/protocol';
import type { ErrorOutput, Output } from '../../src/notebook/types';
import { run, session } from './session';

const errorOf = (outputs: Output[]): ErrorOutput => outputs[outputs.length - 1] as ErrorOutput;

describe('the scope of a kernel', () => {
  it('gives a cell the names that earlier cells declared, by value', async () => {
    const kernel = session();
    await kernel.run('one', 'let n = 1; const set = (v: number) => { n = v }; const get = () => n; class K { x = 1 }');
    await kernel.run('two', 'set(5); __out(n, get(), new K().x)');
    expect(kernel.values).toEqual([1, 5, 1]);
  });

  it('replaces a cell’s names when it runs again, and forgets those it no longer declares', async () => {
    const kernel = session();
    await kernel.run('one', 'const a = 1, b = 2');
    await kernel.run('one', 'const a = 3');
    await kernel.run('two', '__out(a, typeof b)');
    expect(kernel.values).toEqual([3, 'undefined']);
  });

  it('forgets what a cell declared when its next run fails', async () => {
    const kernel = session();
    await kernel.run('one', 'const a = 1');
    expect((await kernel.run('one', 'const a = 1; throw new Error("no")')).status).toBe('failed');
    const { outputs } = await kernel.run('two', 'a');
    expect(errorOf(outputs)).toMatchObject({ name: 'ReferenceError', message: 'a is not defined', line: 1, column: 1 });
  });

  it('shows what a function of an earlier cell displays, logs and reports under the cell that calls it', async () => {
    const kernel = session();
    await kernel.run(
      'one',
      'const show = (v: unknown) => { display([v]); console.log(v); progress({ done: 1, total: 2 }) }; show(0)',
    );
    const { outputs } = await kernel.run('two', 'show(1)');
    expect(outputs.map((output) => output.kind)).toEqual(['value', 'text', 'progress']);
    expect(outputs[1]).toMatchObject({ text: '1\n' });
  });

  it('lets a function of an earlier cell see the Stop of the cell that calls it', async () => {
    const kernel = session();
    await kernel.run(
      'one',
      'let heard = 0; signal.addEventListener("abort", () => heard++); const until = async () => { for (;;) { signal.throwIfAborted(); await new Promise((r) => setTimeout(r, 1)) } }; const count = () => heard',
    );
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 20);
    const { status, outputs } = await kernel.run('two', 'await until()', abort.signal);
    expect([status, outputs]).toEqual(['aborted', []]);
    expect((await kernel.run('three', '__out(signal.aborted, count(), signal instanceof AbortSignal)')).status).toBe('done');
    expect(kernel.values).toEqual([false, 1, true]);
  });

  it.each([
    ['model = 2', 1, 7],
    ['const a = 1;\n  model += 2', 2, 9],
    ['display = 3', 1, 9],
  ])('refuses %j, which assigns what is not the cell’s own', async (source, line, column) => {
    const kernel = session();
    await kernel.run('fit', 'let model = 1');
    const { status, outputs } = await kernel.run('two', source);
    expect(status).toBe('failed');
    expect(errorOf(outputs)).toMatchObject({ name: 'TypeError', line, column, hint: expect.stringContaining('another cell') });
  });

  it('refuses to assign a name that nobody declares', async () => {
    expect(errorOf((await run('fresh = 1')).result.outputs)).toMatchObject({
      name: 'ReferenceError',
      message: 'fresh is not defined',
    });
  });

  it('lets a cell shadow a global and an earlier name', async () => {
    const { values } = await run('const html = 1; const console = 2; __out(html, console)', { __out: true });
    expect(values).toEqual([1, 2]);
  });

  it('tells the host of values that left the scope and of those still in it', async () => {
    const told: unknown[] = [];
    const kernel = session({ forget: (dropped, kept) => void told.push(dropped, kept) });
    await kernel.run('one', 'const a = 1');
    await kernel.run('two', 'const b = 2');
    await kernel.run('one', 'const a = 3');
    expect(told).toEqual([[1], [2]]);
  });

  it('runs a cell inside what the host puts around it, and reports the host’s cost', async () => {
    const order: string[] = [];
    const kernel = session({
      globals: { mark: (name: string) => order.push(name) },
      around: async (inner) => {
        order.push('before');
        const names = await inner();
        order.push('after');
        return { ...names, a: 'changed' };
      },
      cost: () => ({ tensors: 3, bytes: 12, backend: 'wasm' }),
    });
    const { cost } = await kernel.run('one', 'mark("in"); const a = 1');
    await kernel.run('two', '__out(a)');
    expect(order.slice(0, 3)).toEqual(['before', 'in', 'after']);
    expect(kernel.values).toEqual(['changed']);
    expect(cost).toMatchObject({ tensors: 3, bytes: 12, backend: 'wasm', ms: expect.any(Number) });
  });

  it('tells what tensors take while a run goes on, where it has changed, and not after it', async () => {
    const takes = [{ tensors: 1, bytes: 4 }, { tensors: 1, bytes: 4 }, {}, { tensors: 2, bytes: 12 }];
    let looks = 0;
    const kernel = createKernel({
      modules: {},
      formatters: [],
      globals: { looks: () => looks },
      cost: () => takes[looks++] ?? takes[3],
    });
    const told: TensorMemory[] = [];
    const cell = compileCell('one', 'while (looks() < 5) await new Promise((next) => setTimeout(next, 10));');
    const { signal } = new AbortController();
    await kernel.run({ cell, signal, onOutputs: () => undefined, onMemory: (memory) => told.push(memory) });
    expect(told).toEqual([takes[0], takes[3]]);
    const after = looks;
    await new Promise((next) => setTimeout(next, 300));
    expect(looks).toBe(after);
  });

  it('warms modules, and says which it does not have', async () => {
    let loads = 0;
    const kernel = createKernel({ modules: { m: async () => ({ loads: ++loads }) }, formatters: [], globals: {} });
    await kernel.warm(['m']);
    expect(loads).toBe(1);
    await expect(kernel.warm(['constructor'])).rejects.toThrow("no module 'constructor'");
    const bare = createKernel({ modules: {}, formatters: [], globals: {} });
    await expect(bare.warm(['m'])).rejects.toThrow("no module 'm' here: a cell may import nothing");
  });

  it('tells what a name holds', async () => {
    const kernel = createKernel({ modules: {}, formatters: [], globals: { given: 1 } });
    const { signal } = new AbortController();
    await kernel.run({ cell: compileCell('one', 'const made = [2]'), signal, onOutputs: () => undefined });
    expect([kernel.value('made'), kernel.value('given'), kernel.value('none')]).toEqual([[2], undefined, undefined]);
  });

  it.each([
    ['interactions', 'Interactions', true],
    ['itemKnns', 'itemKnn', true],
    ['itemKn', 'itemKnn', true],
    ['ease', 'popularity', false],
  ])('guesses what was meant by %s: %s', async (asked, known, isNear) => {
    const { result } = await run(`import { ${asked} } from "m"; ${asked}`, { modules: { m: async () => ({ [known]: 1 }) } });
    const guess = isNear ? `; did you mean \`${known}\`?` : '';
    expect(errorOf(result.outputs).message).toBe(`module 'm' has no export \`${asked}\`${guess}`);
  });
});

describe('a cell on data that lacks what it needs', () => {
  const lacks = async (needs: string[]) => ({ data: 'MovieLens', missing: needs.filter((need) => need !== 'times') });
  const ask = async (needs: { cell: string; needs: string[] }[], host: Parameters<typeof createKernel>[0]) => {
    const ran: unknown[] = [];
    const kernel = createKernel({ ...host, globals: { ran: (value: unknown) => ran.push(value) } });
    const { signal } = new AbortController();
    return { ran, ...(await kernel.run({ cell: compileCell('a', 'ran(1)'), needs, signal, onOutputs: () => undefined })) };
  };
  const host = { modules: {}, formatters: [], globals: {}, lacks };

  it('is skipped, and says what there is not', async () => {
    const { ran, status, outputs, cost } = await ask([{ cell: 'a', needs: ['times', 'propensities'] }], host);
    expect([ran, status]).toEqual([[], 'skipped']);
    expect(outputs).toStrictEqual([{ kind: 'lack', data: 'MovieLens', missing: ['propensities'] }]);
    expect(cost.ms).toBeLessThan(5_000);
  });

  it('names the cell above that needs it', async () => {
    const above = [
      { cell: 'top', needs: ['times'] },
      { cell: 'above', needs: ['genres'] },
    ];
    expect((await ask(above, host)).outputs).toStrictEqual([
      { kind: 'lack', data: 'MovieLens', missing: ['genres'], of: 'above' },
    ]);
  });

  it('runs where nothing is missing, and where nobody knows', async () => {
    expect(await ask([{ cell: 'a', needs: ['times'] }], host)).toMatchObject({ ran: [1], status: 'done', outputs: [] });
    const any = { ...host, lacks: undefined };
    expect(await ask([{ cell: 'a', needs: ['genres'] }], any)).toMatchObject({ ran: [1], status: 'done' });
  });

  it('is told what about the data may be the cause when it fails, before what else may be', async () => {
    const caveat = async () => 'These rows have no times.';
    const hintOf = async (source: string, host: object) => errorOf((await run(source, host)).result.outputs).hint;
    expect(await hintOf('throw new Error("x")', { caveat })).toBe('These rows have no times.');
    const hint = await hintOf('const f = () => f();\nf()', {});
    expect(hint).toContain('calls itself');
    expect(await hintOf('const f = () => f();\nf()', { caveat })).toBe(`These rows have no times. Otherwise: ${hint}`);
    expect(await hintOf('throw new Error("x")', { caveat: async () => undefined })).toBeUndefined();
  });
});

describe('an error of a cell', () => {
  it.each([
    ['interface A {\n  x: number\n}\nconst a = (x: A): {\n  y: 1\n} => { throw new Error("here") };\na({ x: 1 } as A)', 6, 14],
    ['const f = <\n  T extends object,\n>(x: T) => (x as any).y.z\nf({} as { y: { z: 1 } })', 3, 25],
    [
      'class K<T> {\n  private readonly x?: T; constructor(public_?: T) { (null as unknown as { go(): void }).go() }\n}\nnew K<number>()',
      2,
      90,
    ],
    ['type T = number;   const value: Array<T> = (undefined as any)!.list', 1, 64],
    [
      'import type { X } from "x"\n\nconst y: X = await (async (): Promise<X> => { await null; throw new TypeError("late") })()',
      3,
      65,
    ],
    ['function f(this: void, a?: number, ...b: string[]): asserts a is number { missing }\nf()', 1, 75],
  ])('stands at its own line and column after types: %j', async (source, line, column) => {
    // The columns are those of the call or name in the source as typed.
    const { status, outputs } = (await run(source)).result;
    expect(status).toBe('failed');
    expect(errorOf(outputs)).toMatchObject({ kind: 'error', cell: 'cell', line, column });
  });

  it('names the cell whose line threw, not the one that called', async () => {
    const kernel = session();
    await kernel.run('maker', '\nconst fail = () => {\n  throw new RangeError("deep");\n}');
    const { outputs } = await kernel.run('caller', 'fail()');
    expect(errorOf(outputs)).toMatchObject({ name: 'RangeError', message: 'deep', cell: 'maker', line: 3, column: 9 });
  });

  it('finds the cell’s line under forty frames of a library', async () => {
    const dig = (depth: number): never => {
      if (depth > 0) return dig(depth - 1);
      throw new Error('bottom');
    };
    const { outputs } = (await run('\n  dig(40)', { globals: { dig } })).result;
    expect(errorOf(outputs)).toMatchObject({ cell: 'cell', line: 2, column: 3 });
  });

  it.each([
    ['throw 3', 'Thrown', '3'],
    ['throw "text"', 'Thrown', 'text'],
    ['throw undefined', 'Thrown', 'undefined'],
    ['throw { code: 4 }', 'Thrown', '{ code: 4 }'],
    ['throw { name: "Odd", message: "not an Error" }', 'Odd', 'not an Error'],
    ['throw new Error("a", { cause: new Error("b") })', 'Error', 'a (because of Error: b)'],
    [
      'const e = new Error("x"); Object.defineProperty(e, "message", { get() { throw 1 } }); throw e',
      'Error',
      'an error that cannot be read',
    ],
  ])('is told of whatever is thrown: %s', async (source, name, message) => {
    expect(errorOf((await run(source)).result.outputs)).toMatchObject({ kind: 'error', name, message });
  });

  it('comes last, past every limit', async () => {
    const { outputs } = (await run('for (let i = 0; i < 1000; i++) display(i); throw new Error("end")')).result;
    expect(outputs.slice(-2)).toMatchObject([
      { kind: 'cut', what: 'outputs', dropped: 800 },
      { kind: 'error', message: 'end' },
    ]);
  });

  it('is an endless recursion with a hint', async () => {
    const { outputs } = (await run('const f = (): number => f() + 1; f()')).result;
    expect(errorOf(outputs)).toMatchObject({
      name: 'RangeError',
      cell: 'cell',
      line: 1,
      hint: expect.stringContaining('itself'),
    });
  });
});

describe('a stopped run', () => {
  it('is aborted, without an error, when it throws for the signal', async () => {
    const abort = new AbortController();
    abort.abort();
    for (const source of ['signal.throwIfAborted()', 'throw signal.reason', 'throw new DOMException("", "AbortError")']) {
      expect(await session().run('a', source, abort.signal)).toMatchObject({ status: 'aborted', outputs: [] });
    }
  });

  it('is stopped, and keeps what it declared, when it comes to its end early', async () => {
    const kernel = session();
    const abort = new AbortController();
    abort.abort();
    expect((await kernel.run('a', 'const half = 1', abort.signal)).status).toBe('stopped');
    await kernel.run('b', '__out(typeof half)');
    expect(kernel.values).toEqual(['number']);
  });

  it('has failed when it throws something else, or aborts itself', async () => {
    const abort = new AbortController();
    abort.abort();
    expect((await session().run('a', 'throw new Error("real")', abort.signal)).status).toBe('failed');
    expect((await session().run('a', 'throw new DOMException("", "AbortError")')).status).toBe('failed');
    expect(await session().run('a', 'throw null', abort.signal)).toMatchObject({
      status: 'failed',
      outputs: [{ name: 'Thrown' }],
    });
  });

  it('is aborted by whatever it was told as the reason', async () => {
    const abort = new AbortController();
    abort.abort('enough');
    expect((await session().run('a', 'signal.throwIfAborted()', abort.signal)).status).toBe('aborted');
    expect((await session().run('a', 'throw "enough already"', abort.signal)).status).toBe('failed');
  });
});

describe('a run in a copy of the scope', () => {
  it('leaves what its cell, and those it runs before, had declared', async () => {
    const kernel = createKernel({ modules: {}, formatters: [], globals: {} });
    const ask = (id: string, source: string, fork?: string) =>
      kernel.run({
        cell: compileCell(id, source),
        ...(fork !== undefined && { fork: [compileCell('first', fork)] }),
        signal: new AbortController().signal,
        onOutputs: () => undefined,
      });
    await ask('first', 'const a = [1];');
    await ask('second', 'const b = 2;');
    const { status, outputs, cost } = await ask('second', 'const b = 3, c = 4; a.push(9); display(a.join());', 'const a = [5];');
    expect([status, outputs]).toEqual(['done', [{ kind: 'text', stream: 'log', text: '5,9\n' }]]);
    expect(['a', 'b', 'c'].map((name) => kernel.value(name))).toEqual([[1], 2, undefined]);
    expect(cost.ms).toBeLessThan(60_000); // a time passed, not a time of day
  });

  it('leaves a longer stack than the kernel needs as it is', async () => {
    const before = Error.stackTraceLimit;
    try {
      for (const [limit, after] of [
        [10, 50],
        [200, 200],
        [NaN, 50],
      ]) {
        Error.stackTraceLimit = limit;
        await session().run('a', '1');
        expect(Error.stackTraceLimit).toBe(after);
      }
    } finally {
      Error.stackTraceLimit = before;
    }
  });
});

describe('a flood of outputs', () => {
  it('of a million displays without a yield reaches the sink a few times and keeps two hundred', async () => {
    const { result } = await run('for (let i = 0; i < 1e6; i++) display([i])');
    expect(result.outputs).toHaveLength(201);
    expect(result.outputs[200]).toEqual({ kind: 'cut', what: 'outputs', dropped: 999_800 });
    // At most a call per frame while it fills, then ten a second.
    expect(result.events.length).toBeLessThanOrEqual(3 + result.cost.ms / 16);
    expect(result.events.flat().length).toBeLessThan(500 + result.cost.ms);
  });

  it('of 50 MB of console text keeps 200 kB', async () => {
    const { result } = await run('const line = "x".repeat(999); for (let i = 0; i < 50_000; i++) console.log(line)');
    expect(result.outputs).toMatchObject([{ kind: 'text' }, { kind: 'cut', what: 'text', dropped: 49_800_000 }]);
    expect((result.outputs[0] as { text: string }).text.length).toBe(200_000);
  });

  it('of one huge string is cut', async () => {
    const { result } = await run('console.log("y".repeat(3e7)); display({ s: "z".repeat(1e6) })');
    expect(JSON.stringify(result.outputs).length).toBeLessThan(220_000);
  });

  it('of markup is cut by its size', async () => {
    const { result } = await run('for (let i = 0; i < 20; i++) display(html`${"a".repeat(1e6)}`)');
    expect(result.outputs.map((output) => output.kind)).toEqual([...Array<string>(5).fill('html'), 'cut']);
  });

  it('is told while the cell never yields', async () => {
    const seen: number[] = [];
    const kernel = createKernel({ modules: {}, formatters: [], globals: { seen: () => seen.length } });
    const source =
      'const start = performance.now(); while (seen() < 3 && performance.now() - start < 5000) display(1); display("seen " + seen())';
    const cell = compileCell('a', source);
    await kernel.run({ cell, signal: new AbortController().signal, onOutputs: (events) => void seen.push(events.length) });
    expect(seen.length).toBeGreaterThanOrEqual(3);
  });

  it('replayed from its events is the list of outputs', async () => {
    const { result } = await run(
      'for (let i = 0; i < 50; i++) { console.log(i); progress({ done: i, total: 50, values: { loss: 1 / i } }); if (i % 7 === 0) { display({ i }); await new Promise((r) => setTimeout(r, 5)) } }',
    );
    const replayed: Output[] = [];
    for (const { at, output } of result.events.flat()) {
      expect(at).toBeLessThanOrEqual(replayed.length);
      replayed[at] = output;
    }
    expect(replayed).toEqual(result.outputs);
  });
});
