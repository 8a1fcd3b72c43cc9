import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

let root: string;
const write = async (path: string, text: string) => {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
};

/** A process remembers what its notebooks stand in: each look is that of a new one. */
async function look(data?: string) {
  vi.resetModules();
  const { isAsRemembered, remember } = await import('../../src/cli/madeOf');
  const run = { root, name: 'theory/x', data };
  return { isAsRemembered: () => isAsRemembered(run), remember: () => remember(run) };
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'made-of-'));
  await write('notebooks/theory/x.ts', "// %% [a] A\nimport { used } from 'recsys';\ndisplay(used(1));\n");
  await write('notebooks/theory/x.out.json', '{}');
  await write('notebooks/theory/x.movielens.out.json', '{}');
  await write('package-lock.json', '{}');
  await write('static/data/watches.csv', 'user,film\n');
  await write('src/recsys/index.ts', "export { used } from './used';\nexport { other } from './other';\n");
  await write('src/recsys/used.ts', "import { half } from './half';\nexport const used = (x: number) => half(x);\n");
  await write('src/recsys/half.ts', 'export const half = (x: number) => x / 2;\n');
  await write('src/recsys/other.ts', 'export const other = (x: number) => x;\n');
  await write('src/kernel/execute.ts', 'export const run = () => 1;\n');
  await write(
    'src/cli/saveOutputs.ts',
    "import { run } from '../kernel/execute';\nexport const save = () => [run(), import('../recsys/index')];\n",
  );
});
afterEach(() => rm(root, { recursive: true }));

describe('isAsRemembered', () => {
  it('says no of a notebook that never came out as it should, yes of one that did', async () => {
    const { isAsRemembered, remember } = await look();
    expect(await isAsRemembered()).toBe(false);
    await remember();
    expect(await isAsRemembered()).toBe(true);
  });

  it.each([
    ['the notebook', 'notebooks/theory/x.ts', "// %% [a] A\nimport { used } from 'recsys';\ndisplay(used(2));\n"],
    ['its saved outputs', 'notebooks/theory/x.out.json', '{"ms":1}'],
    ['what it imports', 'src/recsys/used.ts', 'export const used = (x: number) => x / 4;\n'],
    ['what that imports', 'src/recsys/half.ts', 'export const half = (x: number) => 0.5 * x;\n'],
    ['the kernel', 'src/kernel/execute.ts', 'export const run = () => 2;\n'],
    ['the lock file', 'package-lock.json', '{"lockfileVersion":3}'],
    ['the data', 'static/data/watches.csv', 'user,film\n1,1\n'],
    ['a file that joins the data', 'static/data/users.csv', 'user\n'],
  ])('says no once %s has changed', async (_, path, text) => {
    await (await look()).remember();
    await write(path, text);
    expect(await (await look()).isAsRemembered()).toBe(false);
  });

  it.each([
    ['what it does not import', 'src/recsys/other.ts', 'export const other = (x: number) => -x;\n'],
    ['a comment of what it imports', 'src/recsys/half.ts', '/** x / 2. */\nexport const half = (x: number) => x / 2;\n'],
  ])('says yes when only %s has changed', async (_, path, text) => {
    await (await look()).remember();
    await write(path, text);
    expect(await (await look()).isAsRemembered()).toBe(true);
  });

  it('says no where its code cannot be read any more, or its outputs are gone', async () => {
    await (await look()).remember();
    await write('src/recsys/half.ts', 'export const half = (x: number) =>');
    expect(await (await look()).isAsRemembered()).toBe(false);
    await write('src/recsys/half.ts', 'export const half = (x: number) => x / 2;\n');
    expect(await (await look()).isAsRemembered()).toBe(true);
    await rm(join(root, 'notebooks/theory/x.out.json'));
    expect(await (await look()).isAsRemembered()).toBe(false);
  });

  it('remembers a run on the reader’s folder by itself', async () => {
    const data = join(root, 'ml');
    await write('ml/ratings.csv', 'userId\n');
    await (await look()).remember();
    expect(await (await look(data)).isAsRemembered()).toBe(false);
    await (await look(data)).remember();
    await write('static/data/watches.csv', 'another world\n');
    expect(await (await look(data)).isAsRemembered()).toBe(true);
    await write('ml/ratings.csv', 'userId\n1\n');
    expect(await (await look(data)).isAsRemembered()).toBe(false);
  });
});
