import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'handbook-run-'));
  mkdirSync(join(folder, 'notebooks/theory'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'notebooks/theory/model.ts'), '// %% [a] A\nconst artefact = Uint8Array.of(1, 2, 3).buffer;\n');
  writeFileSync(join(folder, 'notebooks/theory/none.ts'), '// %% [a] A\nconst artefact = [1, 2, 3];\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) =>
  spawnSync(process.execPath, ['--import', 'tsx', join(root, 'src/cli/run.ts'), ...args], { cwd: folder, encoding: 'utf8' });

it('npm run notebook -- --export writes what the notebook declares as `artefact`', () => {
  const { status, stderr } = run('theory/model', '--export', 'model.bin');
  expect([status, stderr]).toEqual([0, '']);
  expect([...readFileSync(join(folder, 'model.bin'))]).toEqual([1, 2, 3]);
});

it('npm run notebook -- --export says what is missing', () => {
  const { status, stderr } = run('theory/none', '--export', 'model.bin');
  expect(status).toBe(1);
  expect(stderr).toContain('theory/none must declare an ArrayBuffer as `artefact` to be exported, got object');
});

it('npm run notebook -- <file> runs a notebook that lies elsewhere, such as one downloaded from a chapter', () => {
  writeFileSync(join(folder, 'download.ts'), "// %% [a] A\ndisplay('from a download');\n");
  const { status, stdout } = run('download.ts');
  expect([status, stdout]).toEqual([0, expect.stringContaining('from a download')]);
  expect(run('nowhere.ts').stderr).toContain("no notebook 'nowhere'");
});
