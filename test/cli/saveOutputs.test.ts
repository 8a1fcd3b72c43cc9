import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addressOf, listNotebooks, readNotebook } from '../../src/cli/notebooks';
import { saveOutputs } from '../../src/cli/saveOutputs';
import { savedText } from '../../src/cli/savedText';

let root: string;
const notebook = (source: string) => writeFile(join(root, 'notebooks/theory/x.ts'), source);
const save = (check: boolean) => saveOutputs(root, 'theory/x', { check, log: () => undefined });

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'outputs-'));
  await mkdir(join(root, 'notebooks/theory'), { recursive: true });
});
afterEach(() => rm(root, { recursive: true }));

describe('saveOutputs', () => {
  it('writes one output a line, and finds nothing to say about them afterwards', async () => {
    await notebook('// %% [a] A\ndisplay(1);\ndisplay([{ x: 1 }]);\n// %% [b] B\ndisplay(2);\n');
    expect(await save(false)).toEqual([]);
    const text = await readFile(join(root, 'notebooks/theory/x.out.json'), 'utf8');
    expect(text.split('\n').filter((line) => line.includes('"kind"'))).toHaveLength(3);
    expect(savedText(JSON.parse(text))).toBe(text);
    expect(await save(true)).toEqual([]);
  });

  it('tells what differs, and leaves the changed twin beside the saved file until it agrees again', async () => {
    const twin = () => readFile(join(root, 'notebooks/theory/x.out.changed.json'), 'utf8');
    await notebook('// %% [a] A\ndisplay({ ndcg: 0.5 });\n');
    await save(false);
    await notebook('// %% [a] A\ndisplay({ ndcg: 0.6 });\n// %% [b] B\ndisplay(2);\n');
    const differences = await save(true);
    expect(differences[0]).toMatch(/^\[a\] output 1, ndcg.*0\.5.*0\.6/);
    expect(differences[1]).toBe('[b] has no saved outputs');
    expect(await twin()).toContain('0.6');
    await save(false);
    await expect(twin()).rejects.toThrow('ENOENT');
  });

  it('keeps what is saved when a cell fails', async () => {
    await notebook('// %% [a] A\ndisplay(1);\n');
    await save(false);
    await notebook("// %% [a] A\nthrow new Error('no');\n");
    expect(await save(false)).toEqual(['[a] Error: no']);
    await notebook('// %% [a] A\ndisplay(1);\n');
    expect(await save(true)).toEqual([]);
  });

  const row = '{ model: "a", ndcg: 0.2, low: 0.1, high: 0.3, coverage: 0.5, seconds: volatile(performance.now()), kilobytes: 1 }';
  const ratings = async (rows: number) => {
    const data = join(root, 'ml');
    await mkdir(data, { recursive: true });
    const lines = Array.from({ length: rows }, (_, r) => `${r + 1},1,4.0,${r + 1}`);
    await writeFile(join(data, 'ratings.csv'), `userId,movieId,rating,timestamp\n${lines.join('\n')}\n`);
    await writeFile(join(data, 'movies.csv'), 'movieId,title,genres\n1,Toy Story (1995),Comedy\n');
    return data;
  };

  it('keeps of a run on MovieLens the board alone, and checks it without the other cells', async () => {
    const data = await ratings(3);
    const kept = (check: boolean) => saveOutputs(root, 'theory/x', { check, data, log: () => undefined });
    await notebook(`// %% [a] A\nconst rows = [${row}];\n// %% [board] B\ndisplay(rows);\n// %% [c] C\ndisplay(3);\n`);
    expect(await kept(false)).toEqual([]);
    const saved = JSON.parse(await readFile(join(root, 'notebooks/theory/x.movielens.out.json'), 'utf8'));
    expect(Object.keys(saved)).toEqual(['cells']);
    expect(Object.keys(saved.cells)).toEqual(['board']);
    await notebook(`// %% [a] A\nconst rows = [${row}];\n// %% [board] B\ndisplay(rows);\n// %% [c] C\nthrow new Error('no');\n`);
    expect(await kept(true)).toEqual([]);
    expect(await kept(false)).toEqual(['[c] Error: no']);
    await notebook(`// %% [board] B\ndisplay([${row.replace('0.2', '0.25')}]);\n`);
    expect((await kept(true))[0]).toMatch(/\[board\] output 1.*ndcg.*0\.2.*0\.25/);
  });

  it('refuses a board that is none, a notebook without one, and a data set whose scores are not published', async () => {
    await notebook('// %% [board] B\ndisplay([{ model: "a" }]);\n');
    expect((await save(false))[0]).toContain('cell [board] must have the columns model, ndcg');
    const data = await ratings(3);
    const kept = () => saveOutputs(root, 'theory/x', { check: false, data, log: () => undefined });
    await notebook('// %% [a] A\ndisplay(1);\n');
    expect((await kept())[0]).toContain('no cell [board]');
    await notebook(`// %% [board] B\ndisplay([${row}]);\n`);
    await ratings(2500);
    await expect(kept()).rejects.toThrow('data must be MovieLens latest-small, got MovieLens');
  });

  it('says that nothing is saved yet', async () => {
    await notebook('// %% [a] A\ndisplay(1);\n');
    expect(await save(true)).toEqual(['no outputs are saved: run `npm run outputs`']);
  });
});

describe('notebooks', () => {
  it('are found by any way of naming them, and listed when one is unknown', async () => {
    await notebook('// %% [a] A\ndisplay(1);\n');
    await writeFile(join(root, 'notebooks/globals.d.ts'), '');
    expect(await listNotebooks(root)).toEqual(['theory/x']);
    for (const name of ['theory/x', 'theory/x.ts', './notebooks/theory/x.ts']) expect(addressOf(name)).toBe('theory/x');
    await expect(readNotebook(root, 'theory/y')).rejects.toThrow("no notebook 'theory/y'; there is:\n  theory/x");
  });
});
