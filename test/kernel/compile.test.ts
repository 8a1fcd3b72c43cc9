import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser } from 'acorn';
import * as fc from 'fast-check';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { CompileError, compileCell } from '../../src/kernel/compile';
import { run, session } from './session';

/** What stands between our first line and our last: the cell, types blanked. */
function bodyOf(source: string): string {
  return compileCell('cell', source).code.split('\n').slice(1, -2).join('\n');
}

/**
 * Snippets that each leave a name `result`. The oracle is TypeScript's own `transpileModule`: its JavaScript and ours must
 * leave the same value.
 */
const SNIPPETS: Record<string, string> = {
  annotations:
    'const a: number = 1; let b: string | undefined; const [c, d]: [number, string] = [2, "x"]; const result = [a, b, c, d];',
  'interfaces between lines without semicolons': 'const a = 1\ninterface X { a: number }\n[1].map((n) => n)\nconst result = a',
  'a type alias before a parenthesis': 'let f = (n: number) => n\ntype T = number\n;(f as any)(1)\nconst result = f(2)',
  'as before a line that begins with a parenthesis':
    'const g = (n: number) => n; let x: any = g as any\n(g)(1)\nconst result = x === g',
  'as before a line that begins with a bracket': 'let n = [3] as number[]\n[0].map((v) => v)\nconst result = n',
  'as before a template': 'let n = "a" as string\n`x`.length\nconst result = n',
  satisfies: 'const o = { a: 1 } satisfies Record<string, number>; const result = o.a;',
  'non-null and chains': 'const o: { a?: { b: number } } = { a: { b: 5 } }; const result = [o.a!.b, o!.a?.b!, o?.a!?.b];',
  'non-null as a target': 'const o: { a?: number } = {}; o.a! = 4; o.a!++; const result = o;',
  'as as a target': 'let a = 1; (a as number) = 2; (a as any)++; const result = a;',
  generics: 'function id<T extends object = {}>(x: T): T { return x } const result = id<{ a: number }>({ a: 1 });',
  'generic arrows':
    'const f = <T,>(x: T): T => x; const g = async <T>(x: T): Promise<T> => x; const result = [f<number>(1), await g<string>("s")];',
  'generic arrows over lines':
    'const f = <\n  T,\n>(x: T): T => x;\nconst g = async <\n  T\n>(\n  x: T\n): Promise<\n  T\n> => x;\nconst result = [f(1), await g(2)];',
  'an arrow after return, its generics over lines':
    'const make = () => {\n  return <\n    T\n  >(x: T) => x;\n};\nconst result = make()(7);',
  'an arrow with a return type over lines':
    'const f = (x: number): {\n  a: number;\n  b: string\n} => ({ a: x, b: "b" });\nconst result = f(1);',
  'an arrow with comments around its return type':
    'const f = (x: number /* ) */) /* ( */ : Array<\n  number\n> => [x];\nconst result = f(1);',
  'instantiation expressions':
    'const f = Array<number>;\nconst m = new Map<string, number[]>([["a", [1]]]);\nconst result = [f(2).length, m.get("a")];',
  'tagged templates with types':
    'function tag<T>(s: TemplateStringsArray, v: T) { return s.raw.join("|") + v } const result = tag<number>`a${1}b`;',
  'optional calls with types': 'const f = <T,>(x: T) => x; const g: typeof f | undefined = f; const result = g?.<number>(1);',
  'optional parameters and defaults':
    'function f(a?: number, b: number = 2, ...c: number[]): number[] { return [a ?? 0, b, ...c] } const result = [f(), f(1, 3, 5)];',
  'optional patterns':
    'const f = ({ a, b = 2 }: { a?: number; b?: number } = {}, [c]: number[] = [9]) => [a, b, c]; const result = f();',
  'this parameters':
    'function f(this: { a: number }, b: number) { return this.a + b } function g(this: { a: number }) { return this.a } const result = [f.call({ a: 1 }, 2), g.call({ a: 3 })];',
  'this parameters over lines':
    'function f(\n  this: { a: number } /* , */,\n  b: number,\n) { return this.a + b }\nconst result = f.call({ a: 1 }, 2);',
  overloads:
    'function f(a: string): string;\nfunction f(a: number): number;\nfunction f(a: any): any { return a }\nconst result = [f("a"), f(1)];',
  predicates:
    'const isText = (x: unknown): x is string => typeof x === "string"; function must(x: unknown): asserts x { if (!x) throw 0 } must(1); const result = isText("a");',
  classes:
    'abstract class Base<T> {\n  protected abstract name(): string\n  abstract size: number\n  [key: string]: unknown\n  private readonly list: T[] = []\n  declare ghost: string\n  count!: number\n  label?: string\n  static readonly kind: string = "base"\n  constructor(first?: T)\n  constructor(public_: T)\n  constructor(x: any) { this.list.push(x) }\n  get all(): T[] { return this.list }\n  add?(x: T): this { this.list.push(x); return this }\n}\nclass Sub extends Base<number> implements Iterable<number>, Object {\n  override size = 1\n  protected override name(): string { return "sub" }\n  public async *each<U>(): AsyncGenerator<number> { yield* this.all }\n  *[Symbol.iterator](): Iterator<number> { yield* this.all }\n}\nconst s = new Sub(1).add!(2);\nconst result = [[...s], Base.kind, Object.keys(s), "ghost" in s];',
  'members that would run together':
    'const k = "k";\nclass A {\n  x: number = 1\n  private [k]: number = 2\n  y = 3\n  public *gen() { yield 4 }\n  z: number\n  readonly "quoted": string = "q"\n  private static async one(): Promise<number> { return 1 }\n  #hidden?: number = 8\n  get hidden() { return this.#hidden }\n}\nconst a = new A(); const result = [a.x, a[k], a.y, [...a.gen()], a.hidden, a.quoted, Object.keys(a)];',
  'class expressions':
    'interface I {}\nconst A = class<T> implements I { v!: T; };\nconst B = class B2 extends (A as any)<number> implements I { w = 1 };\nconst result = [Object.keys(new A()), Object.keys(new B())];',
  'class members named like modifiers':
    'class A { readonly = 1; declare = 2; private() { return 3 } static static = 4; abstract?: number; override!: string; get = 5; async = 6 } const a = new A(); const result = [a.readonly, a.declare, a.private(), A.static, a.get, Object.keys(a)];',
  'variables named like types':
    'const type = 1; const as = 2; const satisfies = 3; let declare = 4; const of = 5; const result = [type, as, satisfies, declare, of, type as number];',
  'generators and loops':
    'function* g<T>(x: T[]): Generator<T> { for (const v of x as T[]) yield v as T } const out: number[] = []; for (let i: number = 0, n: number = 2; i < n; i++) out.push(i); const result = [...g<number>([1, 2]), ...out];',
  'catch, switch, labels':
    'let result: unknown; outer: for (const i of [1, 2] as const) { switch (i as number) { case 2 as number: break outer } try { throw i } catch (e: unknown) { result = e as number } }',
  'types that look like code':
    'type F = new (...args: any[]) => object; type G = { [K in "a" | "b"]-?: K }; type H<T> = T extends (infer U)[] ? U : never; type S = `x${string}`; let v: typeof import("node:fs") | undefined; const result = v;',
  declare:
    'declare const a: number;\ndeclare let b: string, c: number\ndeclare function f(x: number): void\ndeclare class C { x: number }\ndeclare namespace N { const y: number }\ndeclare module "m" { export const z: number }\nconst result = typeof a;',
  'type imports':
    'import type { A } from "x"; import { type B, type C as D } from "y";\nlet v: A | B | D | undefined\nconst result = v;',
  exports:
    'export const a: number = 1; export function f(): number { return a } export class K {} export type T = number; export interface I {} type Q = number; const z = 1; export { z }; export { type Q }; const result = [a, f(), typeof K];',
  'arrows that return objects':
    'const f = (a: number) => ({ a } as { a: number }); const g = () => ({} as Record<string, number>); const result = [f(1), g()];',
  'conditionals with arrows':
    'const a: boolean = true; const f = a ? (x: number): number => x : (y: number): number => -y; const g = a ? (f) : null; const result = [f(1), g!(2)];',
  'comparisons that look like generics':
    'const a = 1, b = 2, c = 3; const result = [a < b, a < b && b > c, (a < b) > (c as any)];',
  regexes: 'const t: string = "a/b"; const result = [/[/]\\/(?<n>b)/u.test(t), t.split(/\\//g)] as const;',
  'strings and templates that hold types':
    'const s = "as any"; const t = `x: ${s as string}: number`; const result = [s, t]; // as number',
  'comments in types': 'const f = (x /* ? */?: /* as */ number // :\n): number /* => */ => x ?? 1; const result = f();',
  unicode: 'const π: number = 3; const "é" = 0;'.replace(
    'const "é" = 0;',
    'const 名: string = "\u{1F3AC} é" as string; const result = [π!, 名];',
  ),
  'carriage returns':
    'const a: {\r\n  x: number\r\n} = { x: 1 }\r\ntype T = {\r\n  y: 1\r\n}\r\nconst result = a.x as number\r\n',
  'accessors and object literals':
    'const o = { get x(): number { return 1 }, set x(v: number) {}, async m<T>(this: any, v?: T): Promise<T | undefined> { return v }, ["k" as string]: 2, f: <T,>(x: T): T => x }; const result = [o.x, await o.m(3), o.k, o.f(4)];'.replace(
      'o.k',
      '(o as any).k',
    ),
  'abstract constructors and unions over lines':
    'type U =\n  | "a"\n  | "b"\n  | (abstract new () => object)\nlet u: U = "a"\nconst result = u',
  'await and yields':
    'const one = async (): Promise<number> => 1; const result = [(await one()) as number, await (one() as Promise<number>)!];',
  'a statement of only a cast':
    'let n = 0; const inc = () => ++n; inc() as unknown\n;[1, 2].forEach((v: number) => (n += v))\ninc()! as number\n;(inc)() satisfies number\nconst result = n;',
  'definite assignment': 'let x!: number; function set() { x = 3 } set(); const result = x;',
  'using the cell to the end': 'const result = ((x: unknown) => x)(1) as number // the end',
};

describe('compileCell(id, source)', () => {
  it.each(Object.keys(SNIPPETS))('leaves the values that TypeScript leaves: %s', async (title) => {
    const source = SNIPPETS[title];
    const options: ts.CompilerOptions = {
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      useDefineForClassFields: true,
    };
    const { outputText } = ts.transpileModule(source, { compilerOptions: options });
    const javascript = outputText.replace(/^(export|import) \{.*$/gm, '').replace(/^export /gm, '');
    // An outside run of TypeScript's output: an async function body.
    const oracle: unknown = await (0, eval)(`(async () => { 'use strict';\n${javascript}\n;return result })()`);
    const { values } = await run(`${source}\n;__out(result)`, { __out: true });
    expect(values[0]).toEqual(oracle);
  });

  it.each(Object.keys(SNIPPETS))('keeps length, line breaks and what is no type in place: %s', (title) => {
    const source = SNIPPETS[title];
    const body = bodyOf(source);
    expect(body.length).toBe(source.length);
    for (let i = 0; i < source.length; i++) {
      if (/[\n\r]/.test(source[i])) expect(body[i]).toBe(source[i]);
      // Only `;`, the parentheses of arrow functions and `__load` may be new.
      else if (body[i] !== source[i]) expect(' ;()').toContain(body[i]);
    }
  });

  it('keeps length and line breaks of any sequence of typed statements', () => {
    const type = fc.oneof(
      fc.constantFrom(
        'number',
        'string[]',
        '{ a: 1;\n b?: "x" }',
        'Array<\n  number\n>',
        '(x: number) => void',
        '[\r\n  1, 2]',
        'typeof x',
        'T extends U ? 1\n : 2',
      ),
    );
    const statement = type.chain((t) =>
      fc.constantFrom(
        `let v${'$'}: ${t} = 1 as any`,
        `type T$ = ${t}`,
        `interface I$ { f(a: ${t}): ${t} }`,
        `const f$ = <T,>(a?: ${t}, b: ${t} = a!): ${t} => a as any`,
        `class C$<T> { private x?: ${t}; declare y: ${t}\n m(a: ${t}): ${t} { return a } }`,
        `function g$(this: ${t}, ...r: ${t}): ${t} { return r as ${t} }`,
        `(x as ${t})`,
        `;[1].map((n): ${t} => n as any)`,
        `export const e$ = x satisfies ${t}`,
      ),
    );
    fc.assert(
      fc.property(
        fc.array(statement, { minLength: 1, maxLength: 8 }),
        fc.constantFrom('\n', '\r\n', ';\n', ' // as T\n'),
        (parts, end) => {
          const source = parts.map((part, i) => part.replaceAll('$', String(i))).join(end);
          const body = bodyOf(source);
          expect(body.length).toBe(source.length);
          expect(body.replace(/[^\n\r]/g, '')).toBe(source.replace(/[^\n\r]/g, ''));
          expect(() => new Function(`return async () => {'use strict';\n${body}\n}`)).not.toThrow();
        },
      ),
      { numRuns: 300, seed: 1 },
    );
  });

  it.each([
    ['const a = 1;\n  enum Colour { Red }', 2, 3, /enum cannot be erased/],
    ['namespace N { export const x = 1 }', 1, 1, /namespace cannot be erased/],
    ['class A {\n  constructor(private x: number) {}\n}', 2, 15, /parameter property/],
    ['const a = <any>b;', 1, 11, /value as Type/],
    ['import f = require("x")', 1, 1, /import … from/],
    ['export default 3', 1, 1, /no default export/],
    ['export * from "x"', 1, 1, /re-export/],
    ['export { a } from "x"', 1, 1, /re-export/],
    ['const a = 1 + 2 as number * 3', 1, 11, /parentheses/],
    ['const x = 1;\nconst y = import.meta.url', 2, 11, /import\.meta/],
    ['const a = 1;\nconst b = (2 +;', 2, 15, /unexpected token/],
    ['const a = 1;\nconst a = 2;', 2, 7, /already been declared/],
    ['return 1', 1, 1, /return/],
    ['@dec class A {}', 1, 1, /decorators/],
  ])('refuses %j at its place', (source, line, column, message) => {
    try {
      compileCell('a', source);
      expect.unreachable('it compiled');
    } catch (error) {
      expect(error).toBeInstanceOf(CompileError);
      expect(error).toMatchObject({ line, column, name: 'SyntaxError', message: expect.stringMatching(message) });
    }
  });

  it('says that `this` and `await` of a cell are those of a module', async () => {
    const { values } = await run('__out(this === undefined, await Promise.resolve(2))', { __out: true });
    expect(values).toEqual([true, 2]);
  });
});

describe('the analysis of a cell', () => {
  const analyse = (source: string) => compileCell('a', source).analysis;

  it('declares what stands at top level, imports and hoisted `var` included, and nothing that is only a type', () => {
    const { declares } = analyse(
      'import d, { a, type T, b as c } from "m"; import * as n from "n"; import type { U } from "u";\n' +
        'const { x, y: [z, ...w], ...rest } = o; let q; class K {} function f() { var inner } { var v; let hidden }\n' +
        'for (var i = 0;;) { break } interface I {} type A = 1; declare const ghost: 1; export const e = 1;',
    );
    expect(declares).toEqual(['d', 'a', 'c', 'n', 'x', 'z', 'w', 'rest', 'q', 'K', 'f', 'v', 'i', 'e']);
  });

  it('reads names from outside, however deep, and none that an inner scope declares', () => {
    const { reads } = analyse(
      'const f = (p, { q = outer1, [key1]: r }, ...s) => { t; p; q; r; s; const t = 1; return f };\n' +
        'function g() { return arguments.length + hoisted(); function hoisted() { return outer2 } }\n' +
        'class A extends Base { static s = outer3; [key2] = this.m; m(n = outer4) { return n.prop + super.x } static { let l = outer5; l } }\n' +
        'try { outer6 } catch ({ message }) { message } for (const v of list) v; for (const k in bag) k; label: while (cond) { continue label }\n' +
        'const o = { short, key: value, method() { return named }, [computed]: 1 }; (function named2() { named2 });\n' +
        'switch (subject) { case one: let local = 1; local } typeof maybe; `${piece}`; function h() { new.target }',
    );
    expect(reads.sort()).toEqual(
      'Base bag computed cond key1 key2 list maybe named one outer1 outer2 outer3 outer4 outer5 outer6 piece short subject value'.split(
        ' ',
      ),
    );
  });

  it('does not count names that stand only in types', () => {
    const { reads } = analyse(
      'const a: Foo<typeof bar> = b as Baz; class C<T extends Q> extends D<E> implements F { x: G; m(y: H): y is J {} }',
    );
    expect(reads.sort()).toEqual(['D', 'b']);
  });

  it('lists assignments to outside names with the first place of each', () => {
    const { assigns, reads } = analyse(
      'let own = 1; own = 2;\nmodel = 3; model = 4;\n[a, { b, k: c.d = 1 }, ...e] = list;\nn++; (m as any) += 1; for (v of list) {} ({ p: q = 5 } = o);\nfunction f(model) { model = 1; deep = 2 }',
    );
    expect(assigns.map(({ name, line, column }) => `${name} ${line}:${column}`)).toEqual([
      'model 2:1',
      'a 3:2',
      'b 3:7',
      'e 3:27',
      'n 4:1',
      'm 4:7',
      'v 4:28',
      'q 4:48',
      'deep 5:32',
    ]);
    expect(reads).toEqual(expect.arrayContaining(['list', 'n', 'm', 'o', 'c']));
    expect(reads).not.toContain('model');
  });

  it('sees what visibly mutates an outside name', () => {
    const { mutates } = analyse(
      'a.push(1); b[0] = 1; c.d.e++; delete f.g; Object.assign(h, {}); (i as any)!.j = 1; k.l.set(1, 2); [m[0]] = [1]; n?.add(1);\n' +
        'const own = []; own.push(1); p.slice(); q.r; function f2(s) { s.push(1) } t["push"]',
    );
    expect(mutates).toEqual(['a', 'b', 'c', 'f', 'h', 'i', 'k', 'm', 'n']);
  });

  it('lists the modules of static imports once, type imports left out', () => {
    expect(
      analyse('import { a } from "m"; import b from "m"; import "side"; import type { T } from "t"; await import("later")')
        .imports,
    ).toEqual(['m', 'side']);
  });
});

describe('imports of a cell', () => {
  const modules = { m: async () => ({ default: 'd', a: 1, 'odd name': 2 }) };

  it('bind default, named, renamed, quoted and namespace imports, static and dynamic', async () => {
    const source =
      'import d, { a, a as b, "odd name" as c } from "m"; import * as n from "m"; import "m";\nconst l = await import("m"); const lazy = await import\n("m");\n__out(d, a, b, c, n.a, l.a, lazy.a)';
    expect((await run(source, { __out: true, modules })).values).toEqual(['d', 1, 1, 2, 1, 1, 1]);
  });

  it('run before the statements above them, as in a module', async () => {
    expect((await run('__out(a);\nimport { a } from "m";', { __out: true, modules })).values).toEqual([1]);
  });

  it('fail by module and name at the place of the specifier', async () => {
    const { result } = await run('const x = 1;\nimport { a,\n  A } from "m";', { modules });
    expect(result.outputs).toEqual([
      {
        kind: 'error',
        name: 'SyntaxError',
        message: "module 'm' has no export `A`; did you mean `a`?",
        cell: 'cell',
        line: 3,
        column: 3,
      },
    ]);
  });

  it('fail by module at the place of the statement', async () => {
    const { result } = await run('\n  import { a } from "lodash";', { modules });
    expect(result.outputs[0]).toMatchObject({ message: "no module 'lodash' here: a cell may import 'm'", line: 2, column: 3 });
  });

  it('of names used only as types need not exist, and bind nothing then', async () => {
    const kernel = session({ modules });
    await kernel.run('one', 'import { Interactions, a } from "m"; const x: Interactions = a');
    const { outputs } = await kernel.run('two', 'display(typeof Interactions, x)');
    expect(outputs[0]).toMatchObject({ text: 'undefined\n' });
  });
});

/** A program without positions, imports, the word `export` and empty statements: what a cell keeps of a module. */
function shapeOf(javascript: string): unknown {
  const { body } = Parser.parse(javascript, { ecmaVersion: 'latest', sourceType: 'module' }) as unknown as {
    body: Record<string, unknown>[];
  };
  const kept = body.flatMap((node) => {
    if (node.type === 'ImportDeclaration') return [];
    if (node.type === 'ExportNamedDeclaration') return node.declaration ? [node.declaration] : [];
    return [node];
  });
  return JSON.parse(
    JSON.stringify(kept, (key, value: unknown) => {
      if (key === 'start' || key === 'end' || key === 'raw') return undefined;
      if (typeof value === 'bigint') return String(value);
      if (Array.isArray(value)) return value.filter((item: { type?: string } | null) => item?.type !== 'EmptyStatement');
      return value;
    }),
  );
}

describe('a whole file of this repository', () => {
  const root = join(import.meta.dirname, '../..');
  const files = ['src/recsys', 'src/kernel', 'src/notebook', 'notebooks', 'test/kernel']
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    // AssemblyScript decorates functions, which TypeScript does not parse.
    .filter((file) => !file.startsWith('src/recsys/simd/assembly'))
    .filter((file) => !/import\.meta|^export (default|\*)|^export .* from /m.test(readFileSync(join(root, file), 'utf8')));

  // Oracle: the syntax tree of what TypeScript's `transpileModule` writes.
  it.each(files)('compiles to the tree that TypeScript gives: %s', (file) => {
    const source = readFileSync(join(root, file), 'utf8');
    const compilerOptions = { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true };
    const { outputText } = ts.transpileModule(source, { compilerOptions });
    const body = bodyOf(source).replaceAll('__load(', 'import(');
    expect(shapeOf(body)).toEqual(shapeOf(outputText));
  });
});
