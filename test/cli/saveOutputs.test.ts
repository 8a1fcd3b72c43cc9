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
