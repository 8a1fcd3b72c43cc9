import { describe, expect, it } from 'vitest';
import { compileCell } from '../../src/kernel/compile';
import { createKernel } from '../../src/kernel/execute';
import type { KernelHost } from '../../src/kernel/execute';
import { forkValues } from '../../src/kernel/fork';
import type { CheckOutput, Output } from '../../src/notebook/types';
import { session } from './session';

const verdicts = (outputs: Output[]) => outputs.filter((output): output is CheckOutput => output.kind === 'check');
const CHECK = 'check("double", (f) => { if (f(2) !== 4) throw new Error(`2 should give 4, got ${f(2)}`); return "well done"; })';

describe('exercise, check and solution', () => {
  it('give the function, fail the starter with the check’s words, and pass the solution', async () => {
    const kernel = session();
    await kernel.run('try', 'const double = exercise("double", (x: number) => x); __out(double(3))');
    expect(kernel.values).toEqual([3]);
    const { outputs, status } = await kernel.run('check', CHECK);
    expect(status).toBe('done');
    expect(outputs).toEqual([
      { kind: 'check', exercise: 'double', of: 'attempt', passed: false, message: '2 should give 4, got 2' },
    ]);
    expect((await kernel.run('solve', 'solution("double", (x: number) => 2 * x)')).outputs).toEqual([
      { kind: 'check', exercise: 'double', of: 'solution', passed: true, message: 'well done' },
    ]);
  });

  it('name the line when the function itself throws, and not when the check does', async () => {
    const kernel = session();
    await kernel.run('try', 'exercise("double", (x) => {\n  return x.y.z;\n})');
    const [verdict] = verdicts((await kernel.run('check', CHECK)).outputs);
    expect(verdict).toMatchObject({ passed: false, thrown: { name: 'TypeError', cell: 'try', line: 2 } });
    await kernel.run('try', 'exercise("double", (x) => undefined)');
    expect(verdicts((await kernel.run('check', 'check("double", (f) => { f(1).x })')).outputs)[0].thrown).toBeUndefined();
  });

  it('wait for a check that takes its time, and show what the function logs before the verdict', async () => {
    const kernel = session();
    await kernel.run('try', 'exercise("slow", async (x) => { console.log("asked", x); return x })');
    const { outputs } = await kernel.run(
      'check',
      'check("slow", async (f) => { await new Promise((r) => setTimeout(r, 20)); return String(await f(7)) })',
    );
    expect(outputs).toMatchObject([
      { kind: 'text', text: 'asked 7\n' },
      { kind: 'check', passed: true, message: '7' },
    ]);
  });

  it('say what is missing', async () => {
    const kernel = session();
    expect(verdicts((await kernel.run('check', CHECK)).outputs)[0].message).toContain("must call exercise('double', …)");
    expect(verdicts((await kernel.run('solve', 'solution("other", () => 1)')).outputs)[0].message).toContain('no check');
    expect((await kernel.run('bad', 'exercise("x", 3)')).outputs).toMatchObject([
      { message: 'exercise: starter must be a function, got number' },
    ]);
  });
});

describe('a run in a fork', () => {
  const host: KernelHost = { modules: {}, formatters: [], globals: {} };
  const signal = new AbortController().signal;
  const onOutputs = () => undefined;
  const of = (id: string, source: string) => compileCell(id, source);

  it('checks the attempt on copies, and leaves no name, no exercise and no change behind', async () => {
    const kernel = createKernel(host);
    await kernel.run({ cell: of('list', 'const list = [3, 1, 2]; const typed = Float32Array.of(2, 1);'), signal, onOutputs });
    const attempt = of(
      'try',
      'const helper = 1; list.sort(); typed[0] = 9; exercise("first", (x: number[]) => { x.push(5); return list[0] + typed[0] })',
    );
    const check = of('check', 'check("first", (f) => `${f(list)} ${helper} ${list.length}`)');
    const { outputs } = await kernel.run({ cell: check, fork: [attempt], signal, onOutputs });
    expect(outputs).toMatchObject([{ kind: 'check', passed: true, message: '10 1 4' }]);
    const after = await kernel.run({
      cell: of('after', 'display(list.join(), typed[0], typeof helper)'),
      signal,
      onOutputs,
    });
    expect(after.outputs).toMatchObject([{ text: '3,1,2\n' }, { tree: { value: 2 } }, { text: 'undefined\n' }]);
    const again = await kernel.run({ cell: of('check', 'check("first", (f) => "kept")'), signal, onOutputs });
    expect(again.outputs).toMatchObject([{ passed: false, message: expect.stringContaining('must call exercise') }]);
  });

  it('fails with the attempt’s own error, at its line', async () => {
    const kernel = createKernel(host);
    const { status, outputs } = await kernel.run({
      cell: of('check', 'check("first", () => "fine")'),
      fork: [of('try', '\nmissing()')],
      signal,
      onOutputs,
    });
    expect(status).toBe('failed');
    expect(outputs).toMatchObject([{ kind: 'error', cell: 'try', line: 2 }]);
  });

  it('keeps nothing that the host would have to free', async () => {
    const kept: unknown[] = [];
    const kernel = createKernel({
      ...host,
      around: async (inner) => {
        const names = await inner();
        kept.push(names);
        return names;
      },
    });
    await kernel.run({ cell: of('check', 'const b = 2'), fork: [of('try', 'const a = 1')], signal, onOutputs });
    expect(kept).toEqual([{}]);
  });
});

describe('forkValues', () => {
  it('copies data once, whatever its shape, and shares what is more than data', () => {
    class Model {
      weights = [1];
    }
    const shared = { n: 1 };
    const cyclic: Record<string, unknown> = { shared };
    cyclic.self = cyclic;
    const model = new Model();
    const lazy = Object.defineProperty({}, 'x', { get: () => 1, enumerable: true });
    const values = { shared, cyclic, map: new Map([['a', shared]]), set: new Set([shared]), date: new Date(5), model, lazy };
    const copy = forkValues(values) as typeof values;
    expect(copy).toEqual(values);
    expect(copy.shared).not.toBe(shared);
    expect(copy.cyclic.self).toBe(copy.cyclic);
    expect([copy.cyclic.shared, copy.map.get('a'), [...copy.set][0]]).toEqual([shared, shared, shared]);
    for (const same of [copy.cyclic.shared, copy.map.get('a'), [...copy.set][0]]) expect(same).toBe(copy.shared);
    expect(copy.model).toBe(model);
    expect(copy.lazy).toBe(lazy);
  });

  it('copies the columns of a log', () => {
    const log = { users: Int32Array.of(1, 2), times: Float64Array.of(3, 4) };
    const copy = forkValues({ log }).log as typeof log;
    copy.users[0] = 9;
    expect(log.users[0]).toBe(1);
    expect(copy.times).toEqual(log.times);
  });
});
