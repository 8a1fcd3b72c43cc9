/** What the type checker's worker loads: the compiler as one small script, and packs of declarations. Made when one of their sources has changed. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { transform } from 'esbuild';
import { globSync } from 'tinyglobby';

/** Addresses below the site's base. What the names of a chapter are lies in `types/hovers/`, at the chapter's address. */
export interface TypeAssetPaths {
  typescript: string;
  packs: Record<string, string>;
}

export interface TypeAssetFiles {
  paths: TypeAssetPaths;
  /** Where each file lies, and its address below the site's base. */
  files: AssetFile[];
  /** Makes the types of the names of every chapter. That takes a while: let it run beside the bundler. */
  hovers: () => Promise<AssetFile[]>;
}

export interface AssetFile {
  from: string;
  to: string;
}

const SOURCES = [
  ...['src/recsys/**/*.ts', '!src/recsys/simd/assembly/**', 'src/runtime/tensorflow.ts', 'src/runtime/danfojs.d.ts'],
  ...['notebooks/globals.d.ts', 'tsconfig.json', 'package-lock.json', 'scripts/declarations.ts', 'scripts/workerDom.ts'],
];
const PACKS = ['library', 'tensorflow', 'plot'];
/** What finds the names' types. */
const FINDERS = ['scripts/hovers.ts', 'src/typing/*.ts', 'src/notebook/parse.ts'];

/** Makes them where they are not there yet. The declarations take the compiler some seconds, in a process of their own. */
export async function typeAssets(root: string): Promise<TypeAssetFiles> {
  const cache = join(root, 'node_modules/.cache/types');
  mkdirSync(cache, { recursive: true });
  const hash = fingerprint(root, SOURCES);
  const folder = join(cache, hash);
  if (!existsSync(folder)) await makeDeclarations(root, folder);
  const typescript = `types/typescript-${await makeCompiler(root, cache)}.js`;
  const packs = Object.fromEntries(PACKS.map((pack) => [pack, `types/${pack}-${hash}.json`]));
  return {
    paths: { typescript, packs },
    files: [
      { from: join(cache, typescript.replace('types/', '')), to: typescript },
      ...PACKS.map((pack) => ({ from: join(folder, `${pack}.json`), to: packs[pack] })),
    ],
    hovers: () => makeHovers(root, folder, cache),
  };
}

function fingerprint(root: string, patterns: string[], salt = ''): string {
  const hash = createHash('sha256').update(salt);
  for (const file of globSync(patterns, { cwd: root }).sort()) hash.update(`\n${file}\n`).update(readFileSync(join(root, file)));
  return hash.digest('hex').slice(0, 12);
}

/** One file a notebook; only those are made that are not there as they should be. */
async function makeHovers(root: string, folder: string, cache: string): Promise<AssetFile[]> {
  const notebooks = globSync('notebooks/**/*.ts', { cwd: root, ignore: '**/*.d.ts' }).sort();
  const made = notebooks.map((file) => ({
    file,
    from: join(cache, `hovers-${fingerprint(root, [file, ...FINDERS], folder)}.json`),
    to: file.replace(/^notebooks/, 'types/hovers').replace(/\.ts$/, '.json'),
  }));
  const missing = made.filter(({ from }) => !existsSync(from));
  const draft = (from: string) => `${from}.${process.pid}`;
  if (missing.length > 0) {
    const pairs = missing.flatMap(({ file, from }) => [file, draft(from)]);
    await promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/hovers.ts', folder, ...pairs], { cwd: root });
    for (const { from } of missing) renameSync(draft(from), from);
  }
  return made.map(({ from, to }) => ({ from, to }));
}

/** Whole or not at all: what is half written never gets the folder's name. */
async function makeDeclarations(root: string, folder: string): Promise<void> {
  const draft = `${folder}.${process.pid}`;
  await promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/declarations.ts', draft], { cwd: root });
  if (existsSync(folder)) rmSync(draft, { recursive: true });
  else renameSync(draft, folder);
}

/** The compiler without the names that only its authors read; gives its version. */
async function makeCompiler(root: string, cache: string): Promise<string> {
  const folder = join(root, 'node_modules/typescript');
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const file = join(cache, `typescript-${version}.js`);
  if (existsSync(file)) return version;
  const source = readFileSync(join(folder, 'lib/typescript.js'), 'utf8');
  const { code } = await transform(source, { minify: true, target: 'es2022', legalComments: 'inline' });
  writeFileSync(`${file}.${process.pid}`, code);
  renameSync(`${file}.${process.pid}`, file);
  return version;
}
