import { describe, expect, it } from 'vitest';
import { compileCell } from '../../../src/kernel/compile';
import { run } from '../session';

const analyse = (source: string) => compileCell('cell', source).analysis;

describe('names that a cell reads', () => {
  it.each([
    ['no key of a pattern that is not computed', 'const { secret: s, [key]: t } = o', ['o', 'key']],
    ['defaults of a pattern that is assigned', '[a = other, { b = one }] = list', ['other', 'one', 'list']],
    ['keys of a pattern that is assigned, where computed', '({ plain: a, [key]: b } = o)', ['key', 'o']],
    ['what the handler of an error does', 'try { one } catch (e) { handle(e) }', ['one', 'handle']],
    ['what names a module', 'const m = await import(name)', ['name']],
    ['the index of a member, not its name', 'a[index].name', ['a', 'index']],
    ['the parent of a class that is a value', 'const A = class extends Base {}', ['Base']],
    ['not a class by its own name within', 'const A = class Own { self() { return Own } }', []],
    ['not a function by its own name within', 'const f = function own() { return own }', []],
    ['the arguments of no arrow', 'const f = () => arguments; function g() { return arguments }', ['arguments']],
    ['the key of a member, where computed', 'class A { [key] = 1; plain = 2; [method]() {} other() {} }', ['key', 'method']],
    [
      'what a loop runs over, its test and its step',
      'for (let i = from; i < to; i += step) use(i)',
      ['from', 'to', 'step', 'use'],
    ],
    ['what is computed in a statement of a loop', 'for (x.y of list) body', ['x', 'list', 'body']],
    ['nothing of a method without a body', 'abstract class A { abstract m(a: B, c?: D): E }', []],
  ])('are %s', (_, source, reads) => {
    expect(analyse(source).reads.sort()).toEqual(reads.sort());
  });
});

describe('names that a cell changes', () => {
  it.each([
    ['assign', '[a = other] = list', ['a']],
    ['assign', '({ plain: a, [key]: b } = o)', ['a', 'b']],
    ['assign', '[...[a, b]] = list', ['a', 'b']],
  ])('%s: %s', (_, source, names) => {
    expect(analyse(source).assigns.map(({ name }) => name)).toEqual(names);
  });

  it.each([
    ['Object.assign(a, b)', ['a']],
    ['Object.assign()', []],
    ['Object.keys(a)', []],
    ['own.assign(a, b)', ['own']],
    ['Object.create(a).push(b)', []],
    ['a.b.c.sort()', ['a']],
    ['({ plain: a.b, [c.d]: e.f } = o)', ['a', 'e']],
  ])('by %s', (source, names) => {
    expect(analyse(source).mutates).toEqual(names);
  });
});

describe('names that a cell declares', () => {
  it.each([
    ['class A { static { var v = 1; let w = 2 } }', ['A']],
    ['if (1) { var v = 1; let w = 2 }', ['v']],
    ['const f = function g() { var v }; const A = class B {}', ['f', 'A']],
    ['label: for (const i of [1]) { var v = i }', ['v']],
    ['import { type T, a } from "m"; import { type U } from "n"; export const b = a', ['a', 'b']],
  ])('in %s', (source, names) => {
    expect(analyse(source).declares).toEqual(names);
  });

  it('are not imported where every name is a type', () => {
    expect(analyse('import { type T, a } from "m"').imports).toEqual(['m']);
    expect(analyse('import { type T, type U } from "m"').imports).toEqual([]);
    expect(analyse('import "m"').imports).toEqual(['m']);
  });
});

describe('an import of a type by its mere name', () => {
  const modules = { m: async () => ({ a: 1 }) };

  it.each([
    'const x: Gone = a',
    'const [x]: Gone = [a]',
    'function f(): Gone { return a as any }',
    'const f = (x: Gone): void => undefined',
    'const f = <T extends Gone>(x: T) => x',
    'class A<T extends Gone> { x?: T }',
    'class A extends Map<string, Gone> {}',
    'class A implements Gone {}',
    'class A { x?: Gone }',
    'class A { m(x: Gone): void {} }',
    'interface I { x: Gone }',
    'type T = Gone[]',
    'a as unknown as Gone',
    'new Map<Gone, number>()',
  ])('needs no value: %s', async (use) => {
    const { values } = await run(`import { Gone, a } from "m";\n${use};\n__out(a)`, { __out: true, modules });
    expect(values).toEqual([1]);
  });

  it.each(['const x: Gone = Gone', 'Gone.push(1)', 'const x: Gone = a; Gone()', ''])('does where it is used: %s', async (use) => {
    const { result } = await run(`import { Gone, a } from "m";\n${use}`, { modules });
    expect(result.outputs).toMatchObject([{ kind: 'error', message: "module 'm' has no export `Gone`" }]);
  });

  it('is passed over where it says that it is one', async () => {
    expect((await run('import { type Gone, a } from "m"; __out(a)', { __out: true, modules })).values).toEqual([1]);
  });
});
