import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildLibrary } from '../../src/plugin/library';

const root = join(import.meta.dirname, '../..');
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'handbook-library-'));
  await buildLibrary(root, folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a program of plain Node prints that imports the modules as anybody would; each line is JSON. */
function run(...lines: string[]): unknown[] {
  const program = lines.join('\n').replaceAll("from './", `from '${pathToFileURL(folder).href}/`);
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8', cwd: folder });
  return printed
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

describe('recsys.js', () => {
  it('trains popularity under Node without anything beside it', () => {
    const [scores, top] = run(
      "import { popularity } from './recsys.js';",
      'const log = { users: Uint32Array.of(0, 0, 1, 1, 2), items: Uint32Array.of(0, 1, 1, 2, 1), values: new Float32Array(5).fill(1),',
      "  times: new Float64Array(5), userIds: ['a', 'b', 'c'], itemIds: ['x', 'y', 'z'] };",
      'const model = await popularity(log);',
      'console.log(JSON.stringify([...model.scores(2)]));',
      'console.log(JSON.stringify([...model.recommend(2).items]));',
    );
    expect(scores).toEqual([1, 3, 1]);
    expect(top).toEqual([0, 2]);
  });

  it('trains a network on the WASM backend, from the files beside it', () => {
    cpSync(join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist'), join(folder, 'wasm'), { recursive: true });
    const [factors] = run(
      "import { twoTower } from './recsys.js';",
      'const users = Uint32Array.from({ length: 40 }, (_, row) => row % 8);',
      'const items = Uint32Array.from({ length: 40 }, (_, row) => (row * 3 + (row >> 3)) % 10);',
      'const log = { users, items, values: new Float32Array(40).fill(1), times: new Float64Array(40),',
      '  userIds: Array.from({ length: 8 }, String), itemIds: Array.from({ length: 10 }, String) };',
      'const model = await twoTower(log, { epochs: 1, factors: 4 });',
      'console.log(JSON.stringify(model.factors));',
      'process.exit(0);',
    );
    expect(factors).toBe(4);
  });
});

describe('notebook.js, plot.js and danfojs.js', () => {
  it('give a notebook elsewhere its globals: what is displayed is printed where there is no Jupyter', () => {
    const program = [
      `import { display, check, exercise, shown } from '${pathToFileURL(folder).href}/notebook.js';`,
      `import * as Plot from '${pathToFileURL(folder).href}/plot.js';`,
      `import { DataFrame } from '${pathToFileURL(folder).href}/danfojs.js';`,
      "display('said', { a: 1 });",
      "display(new DataFrame({ film: ['Heat'], year: [1995] }));",
      "display(({ width }) => Plot.plot({ width, ariaLabel: 'two dots', marks: [Plot.dot([[0, 1], [1, 0]])] }));",
      "exercise('twice', (x) => 2 * x);",
      "check('twice', (f) => (f(2) === 4 ? 'Twice two is four.' : undefined));",
      'await shown();',
    ];
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program.join('\n')], { encoding: 'utf8' });
    expect(printed).toMatch(/^said\n\{\n {2}a: 1\n\}\n/);
    expect(printed).toContain('film\tyear\nHeat\t1995');
    expect(printed).toContain('two dots');
    expect(printed).toContain("your 'twice' passes the check: Twice two is four.");
  });

  it('have what the book’s façade of danfojs declares', () => {
    const facade = readFileSync(join(root, 'src/runtime/danfojs.d.ts'), 'utf8');
    const declared = [...facade.matchAll(/^ {2}export (?:class|function) (\w+)/gm)].map(([, name]) => name);
    const [names] = run("import * as danfo from './danfojs.js';", 'console.log(JSON.stringify(Object.keys(danfo)));');
    expect(new Set(names as string[])).toEqual(new Set(declared));
  });
});
