/** Whether a notebook's outputs must be made again: only where something that they are made of has changed since they last came out as they should. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';
import { runName } from './notebooks';

/** One run: a notebook, on the built-in world or on a folder of the reader's. */
export interface Run {
  root: string;
  /** The notebook's address, such as `theory/baseline`. */
  name: string;
  data?: string;
}

const known = ({ root, name, data }: Run) => join(root, '.cache/outputs', `${runName(name, data)}.sha256`);

/** Whether nothing has changed since `remember`. */
export async function isAsRemembered(run: Run): Promise<boolean> {
  const read = (hash: Promise<string>) => hash.catch(() => undefined); // what cannot be read, or compiled, its run will tell of
  const last = await read(readFile(known(run), 'utf8'));
  return last !== undefined && last === (await read(madeOf(run)));
}

/** Notes that the saved outputs are those of what they are made of. */
export async function remember(run: Run): Promise<void> {
  await mkdir(dirname(known(run)), { recursive: true });
  await writeFile(known(run), await madeOf(run));
}

/** A hash over the notebook, its saved outputs, and the code that runs in it and around it. */
async function madeOf({ root, name, data }: Run): Promise<string> {
  const folder = join(root, 'notebooks');
  const notebook = join(folder, `${name}.ts`);
  const hash = createHash('sha256').update(await surroundings(root, data ?? join(root, 'static/data')));
  for (const file of [notebook, join(folder, `${runName(name, data)}.out.json`)]) hash.update(await readFile(file));
  return hash.update(await codeOf(root, notebook)).digest('hex');
}

const hashed = new Map<string, Promise<string>>();

/** The same for all notebooks of a process: Node's version, the lock file, the data, and the code of the kernel and of what it stands in. */
function surroundings(root: string, data: string): Promise<string> {
  const key = JSON.stringify([root, data]);
  if (!hashed.has(key)) hashed.set(key, hashSurroundings(root, data));
  return hashed.get(key)!;
}

async function hashSurroundings(root: string, data: string): Promise<string> {
  const hash = createHash('sha256').update(process.version);
  for (const file of [join(root, 'package-lock.json'), ...(await filesIn(data))]) hash.update(file).update(await readFile(file));
  return hash.update(await codeOf(root, join(root, 'src/cli/saveOutputs.ts'))).digest('hex');
}

/** What a file's code comes to with all that it reaches of this repository: a comment, or a function that nobody calls, changes nothing. */
async function codeOf(root: string, entry: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'error',
    plugins: [cellImports(root)],
  });
  return outputFiles[0].contents;
}

/** What a cell imports of this repository counts for the notebooks that import it, not for the kernel, which could load all of it. */
function cellImports(root: string): Plugin {
  const own = { recsys: 'src/recsys/index.ts', '@tensorflow/tfjs': 'src/runtime/tensorflow.ts' };
  return {
    name: 'cell-imports',
    setup({ onResolve }) {
      for (const [name, path] of Object.entries(own))
        onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: join(root, path) }));
      onResolve({ filter: /recsys\/index$/ }, ({ path, kind }) =>
        kind === 'dynamic-import' ? { path, external: true } : undefined,
      );
    },
  };
}

async function filesIn(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort(); // prettier-ignore
}
