import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { applyEdits } from '../../src/notebook/applyEdits';
import { parseNotebook } from '../../src/notebook/parse';
import { packsOf } from '../../src/typing/packsOf';
import type { Ask } from '../../src/typing/protocol';
import { createTypeService } from '../../src/typing/service';
import { readPacks, root } from './declarations';

const service = createTypeService({ ts });
let packs: Awaited<ReturnType<typeof readPacks>>;
beforeAll(async () => {
  packs = await readPacks();
  service.add(packs.library);
}, 120_000);

/** Cells named a, b, c, … */
const cellsOf = (...codes: string[]) => codes.map((code, at) => ({ id: 'abcdefgh'[at], code }));
const ask = <A extends Ask>(codes: string[], question: A) => service.ask('test', cellsOf(...codes), question);
/** Faults as `cell:line:column message`. */
const check = (...codes: string[]) =>
  ask(codes, { kind: 'check' }).map(({ cell, line, column, message }) => `${cell}:${line}:${column} ${message}`);
/** The place of `|` in the last cell. */
function at(...codes: string[]) {
  const last = codes.at(-1)!;
  const place = { cell: 'abcdefgh'[codes.length - 1], offset: last.indexOf('|') };
  return { codes: [...codes.slice(0, -1), last.replace('|', '')], place };
}
const hover = (...marked: string[]) => {
  const { codes, place } = at(...marked);
  return ask(codes, { kind: 'hover', at: place });
};
const complete = (...marked: string[]) => {
  const { codes, place } = at(...marked);
  return ask(codes, { kind: 'complete', at: place });
};
const files = globSync('notebooks/**/*.ts', { cwd: root, ignore: '**/*.d.ts' }).sort();
const read = (file: string) => readFileSync(join(root, file), 'utf8');

describe('checking', () => {
  it('knows the names of earlier cells, and what they were inferred to be', () => {
    expect(check('const counts = [1, 2];', 'const text: string = counts[0];')).toEqual([
      "b:1:7 Type 'number' is not assignable to type 'string'.",
    ]);
  });

  it('gives line and column in the cell', () => {
    expect(check('const a = 1;', '// b\n\n  missing(a);')).toEqual(["b:3:3 Cannot find name 'missing'."]);
  });

  it('tells a syntax error in its cell only, and checks the others by what could be parsed last', () => {
    expect(check('const a = { b: 1 };', 'a.b.toFixed();')).toEqual([]);
    expect(check('const a = { b: 1 ;', 'a.b.toFixed();\na.c;')).toEqual([
      "a:1:18 ',' expected.",
      "a:1:19 '}' expected.",
      "b:2:3 Property 'c' does not exist on type '{ b: number; }'.",
    ]);
    expect(check('const a = `', 'const b = 1;')).toEqual(['a:1:12 Unterminated template literal.']);
    expect(check('/* a', 'const b = 1;')).toEqual(["a:1:5 '*/' expected."]);
  });

  it('does not let a cell go on in the next one', () => {
    expect(check('const f = 1', '(() => f)();')).toEqual([]);
  });

  it('forgets what it saw of another chapter', () => {
    service.ask('one', cellsOf('const a = 1;', ''), { kind: 'check' });
    expect(service.ask('two', cellsOf('const a = ', 'a;'), { kind: 'check' }).map(({ message }) => message)).toEqual([
      'Expression expected.',
      "Cannot find name 'a'.",
    ]);
  });

  it('awaits at the top of a cell, and has the globals of a notebook', () => {
    expect(
      check('const { interactions } = await data();\nconst n: number = slider("n", { min: 1, max: 2 });\ndisplay(n);'),
    ).toEqual([]);
  });

  it('has what a worker has of the browser, and not the page', () => {
    expect(check('performance.now();\nawait fetch(new URL("x", "http://y"));\nconsole.table([]);\nstructuredClone(1);')).toEqual(
      [],
    );
    expect(check('document.title;\nlocalStorage;\nprocess.exit();')).toEqual([
      "a:1:1 Cannot find name 'document'.",
      "a:2:1 Cannot find name 'localStorage'.",
      "a:3:1 Cannot find name 'process'.",
    ]);
  });

  it('refuses what the kernel cannot erase', () => {
    expect(check('enum A { b }')).toEqual(["a:1:6 This syntax is not allowed when 'erasableSyntaxOnly' is enabled."]);
  });

  it('looks again for a module whose declarations came later', () => {
    const code = "import * as Plot from '@observablehq/plot';\nPlot.plot({ widht: 1 });";
    expect(check(code)).toEqual(["a:1:23 Cannot find module '@observablehq/plot' or its corresponding type declarations."]);
    service.add(packs.plot);
    service.add(packs.tensorflow);
    expect(check(code)[0]).toMatch(/^a:2:13 Object literal may only specify known properties, but 'widht' does not exist/);
    expect(check("import * as tf from '@tensorflow/tfjs';\nconst t: string = tf.tensor1d([1]).add(1);")).toEqual([
      "a:2:7 Type 'Tensor<Rank>' is not assignable to type 'string'.",
    ]);
  });
});

describe('the book', () => {
  it('has a checker for each module that its cells import', () => {
    expect(packsOf([{ id: 'a', code: "import * as tf from '@tensorflow/tfjs'" }])).toEqual(['library', 'tensorflow']);
    expect(packsOf([{ id: 'a', code: 'import "@observablehq/plot"' }])).toEqual(['library', 'plot']);
  });

  it.each(files)('%s has no fault', (file) => {
    const { path, cells } = parseNotebook(file, read(file));
    expect(service.ask(path, cells, { kind: 'check' })).toEqual([]);
  });

  it('has the faults that the compiler finds in its files: the same messages at the same lines and columns', () => {
    const seeds: Record<string, Record<string, (code: string) => string>> = {
      'notebooks/theory/metrics.ts': {
        errors: (code) => `${code}\nconst seeded: number = 'a';\nseeded.foo;`,
        shares: (code) => code.replace('Plot.plot(', 'Plot.plto('),
      },
      'notebooks/theory/two-tower.ts': {
        inputs: (code) => `${code}\nsummary(1, 2, 3, 4);`,
        scratch: (code) => code.replace('tf.variable(', 'tf.variable(1, '),
      },
    };
    const sources = new Map(
      Object.entries(seeds).map(([file, edits]) => {
        const { path, cells } = parseNotebook(file, read(file));
        const changed = Object.entries(edits).map(([id, edit]) => [id, edit(cells.find((cell) => cell.id === id)!.code)]);
        return [file, applyEdits(path, read(file), Object.fromEntries(changed) as Record<string, string>)];
      }),
    );
    const expected = compilerFaults(sources);
    const found = [...sources].flatMap(([file, source]) => {
      const { path, cells } = parseNotebook(file, source);
      const lines = new Map(cells.map(({ id, line }) => [id, line]));
      return service
        .ask(path, cells, { kind: 'check' })
        .map(({ cell, line, column, code }) => `${file}:${lines.get(cell)! + line - 1}:${column} TS${code}`);
    });
    expect(found).toEqual(expected);
    expect(found.length).toBeGreaterThanOrEqual(4);
  });
});

/** What `tsc -p .` says of some files of the repository with other texts in them: the oracle. */
function compilerFaults(sources: Map<string, string>): string[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile) as { config: { compilerOptions: object } };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const host = ts.createCompilerHost(options);
  const readFile = host.readFile.bind(host);
  const texts = new Map([...sources].map(([file, text]) => [join(root, file), text]));
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  host.getSourceFile = (path, language) => {
    const text = host.readFile(path);
    return text === undefined ? undefined : ts.createSourceFile(path, text, language);
  };
  const ambient = ['notebooks/globals.d.ts', 'src/runtime/danfojs.d.ts'].map((file) => join(root, file));
  const program = ts.createProgram([...texts.keys(), ...ambient], options, host);
  return [...sources.keys()].flatMap((file) => {
    const source = program.getSourceFile(join(root, file))!;
    return program.getSemanticDiagnostics(source).map(({ start, code }) => {
      const { line, character } = source.getLineAndCharacterOfPosition(start!);
      return `${file}:${line + 1}:${character + 1} TS${code}`;
    });
  });
}

describe('hovering', () => {
  it('tells signature, docstring and span of a name of the library', () => {
    const found = hover("import { ndcg } from 'recsys';", 'const x = nd|cg;')!;
    expect(found.signature).toMatch(/^function ndcg\(/);
    expect(found.text.length).toBeGreaterThan(20);
    expect([found.from, found.to]).toEqual([10, 14]);
  });

  it('tells what was inferred in another cell, and nothing between names', () => {
    expect(hover('const films = [{ title: "Alien", year: 1979 }];', 'fi|lms;')?.signature).toBe(
      'const films: {\n    title: string;\n    year: number;\n}[]',
    );
    expect(hover('const a = |  1;')).toBeUndefined();
  });

  it('works in a cell that cannot be parsed yet', () => {
    expect(hover('const a = [1];', 'if (|a')?.signature).toBe('const a: number[]');
  });
});

describe('completing', () => {
  it('gives the members of a value from an earlier cell, with the place where the name begins', () => {
    const found = complete('const frame = { rows: 1, columns: 2 };', 'frame.co|')!;
    expect(found.from).toBe(6);
    expect(found.options.map(({ name, kind }) => [name, kind])).toContainEqual(['columns', 'property']);
  });

  it('gives names of cells before globals, and none of the page', () => {
    const names = complete('const documents = 1;', 'doc|')!.options.map(({ name }) => name);
    expect(names[0]).toBe('documents');
    expect(names).not.toContain('document');
  });

  it('gives no name of a cell below, and is not led astray by one above that cannot be parsed', () => {
    const codes = ['const documents = 1;', 'doc', 'const document2 = 1;'];
    const question = { kind: 'complete', at: { cell: 'b', offset: 3 } } as const;
    const names = () => ask(codes, question)!.options.map(({ name }) => name);
    expect(names()).toContain('documents');
    expect(names()).not.toContain('document2');
    codes[0] += ' {';
    expect(names()).toContain('documents');
  });

  it('gives what a module exports, and its docstring when asked', () => {
    const { codes, place } = at("import { ndc| } from 'recsys';");
    expect(ask(codes, { kind: 'complete', at: place })!.options.map(({ name }) => name)).toContain('ndcg');
    const info = ask(codes, { kind: 'describe', at: place, name: 'ndcg' })!;
    expect(info.signature).toMatch(/^function ndcg\(/);
    expect(info.text.length).toBeGreaterThan(20);
  });

  it('gives the fields of an options object', () => {
    const names = complete("import { als } from 'recsys';", 'als(null!, { fac|')!.options.map(({ name }) => name);
    expect(names).toContain('factors');
  });

  it('offers what could be imported from the library, behind the names of cells, where a name can stand', () => {
    const found = complete('const splitHere = 1;', 'const { train } = spli|')!.options;
    expect(found[0]).toMatchObject({ name: 'splitHere' });
    expect(found).toContainEqual({ name: 'splitByTime', kind: 'function', rank: 14, module: 'recsys' });
    const ranking = { name: 'Ranking', kind: 'type', rank: 14, module: 'recsys' };
    expect(complete('const a: Rank|')!.options).toContainEqual(ranking);
    expect(found.filter(({ module }) => module).every(({ name }) => /s/i.test(name))).toBe(true);
    for (const elsewhere of ['const a = { b: 1 };\na.b|', "const a: 'b' | 'c' = 'b|", "import { b| } from 'recsys';"])
      expect(complete(elsewhere)?.options.filter(({ module }) => module) ?? []).toEqual([]);
    expect(
      complete("import { splitByTime } from 'recsys';", 'spli|')!.options.filter(({ name }) => name === 'splitByTime'),
    ).toEqual([{ name: 'splitByTime', kind: 'variable', rank: 11 }]);
    const { codes, place } = at('spli|');
    const info = ask(codes, { kind: 'describe', at: place, name: 'splitByTime' })!;
    expect(info.signature).toMatch(/^function splitByTime\(/);
  });

  it('offers no import that a cell below has', () => {
    const cells = cellsOf('spli', "import {\n  ndcg,\n  splitByTime,\n} from 'recsys';");
    const names = service.ask('test', cells, { kind: 'complete', at: { cell: 'a', offset: 4 } })!.options.map(({ name }) => name);
    expect(names).toContain('splitLastOut');
    expect(names).not.toContain('splitByTime');
  });
});

describe('writing a call', () => {
  const call = (...marked: string[]) => {
    const { codes, place } = at(...marked);
    return ask(codes, { kind: 'call', at: place });
  };

  it('tells what it takes, and which argument is at hand', () => {
    const head = 'function mix(/** of all */ share: number, names: string[] = []): boolean { return share > names.length; }';
    expect(call(head, '  mix(|')).toEqual({
      from: 6,
      before: 'mix(',
      active: 'share: number',
      after: ', names?: string[]): boolean',
      text: 'of all',
      ways: 1,
    });
    expect(call(head, 'mix(1, [|')).toMatchObject({
      from: 4,
      before: 'mix(share: number, ',
      active: 'names?: string[]',
      after: '): boolean',
    });
    expect(call(head, 'mix|(1)')).toBeUndefined();
    expect(call(head, 'mix(1);|')).toBeUndefined();
  });

  it('tells what the docstring says of the argument, in a cell that cannot be parsed yet', () => {
    const found = call("import { ndcg } from 'recsys';", 'const gained = ndcg(|\ndisplay(gained')!;
    expect(found.before).toBe('ndcg(');
    expect(found.text.length).toBeGreaterThan(5);
  });

  it('stays at the last of arguments without number, and says how many ways there are', () => {
    expect(call('Math.max(1, 2, 3, |')).toMatchObject({ active: '...values: number[]', ways: 1 });
    expect(call('[1].indexOf(1, |')).toMatchObject({ active: 'fromIndex?: number' });
    expect(call('"a".replace(|')!.ways).toBeGreaterThan(1);
  });
});
