/**
 * `npm run outputs -- [notebook …] [--check]`: executes notebooks and saves their outputs beside them; with `--check` compares instead, says
 * what differs, and leaves what came out as `*.out.changed.json`.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compareOutputs } from '../notebook/compare';
import type { SavedOutputs } from '../notebook/types';
import { nodeHost } from '../runtime/node';
import { executeNotebook, readNotebook } from './execute';
import type { Executed } from './execute';
import { notebookPaths, savedText } from './files';
import { outputText } from './text';

const root = process.cwd();

/** What went wrong in a run, in words. */
function faults(executed: Executed[]): string[] {
  return executed
    .filter(({ isWrong }) => isWrong)
    .map(({ cell, status, outputs }) => {
      const last = outputs.at(-1);
      return `[${cell.id}] ${status === 'done' ? 'was meant to fail and did not' : status}: ${last ? outputText(last) : ''}`;
    });
}

/** How fresh outputs differ from the saved ones. */
function differences(saved: SavedOutputs, fresh: SavedOutputs): string[] {
  const ids = [...new Set([...Object.keys(saved.cells), ...Object.keys(fresh.cells)])];
  return ids.flatMap((id) => {
    if (!saved.cells[id]) return [`[${id}] has no saved output`];
    if (!fresh.cells[id]) return [`[${id}] is saved, but the notebook has no such cell`];
    return compareOutputs(saved.cells[id], fresh.cells[id]).map((difference) => `[${id}] ${difference}`);
  });
}

async function work(address: string, isCheck: boolean): Promise<string[]> {
  const start = performance.now();
  const executed = await executeNotebook(readNotebook(root, address), { host: await nodeHost({}) });
  const wrong = faults(executed);
  const fresh = { cells: Object.fromEntries(executed.map(({ cell, outputs }) => [cell.id, { outputs }])) };
  const file = join(root, 'notebooks', `${address}.out.json`);
  const changed = file.replace(/\.json$/, '.changed.json');
  const saved = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as SavedOutputs) : { cells: {} };
  const found = [...wrong, ...(isCheck ? differences(saved, fresh) : [])];
  rmSync(changed, { force: true });
  if (isCheck && found.length > 0) writeFileSync(changed, savedText(fresh));
  if (!isCheck && wrong.length === 0) writeFileSync(file, savedText(fresh));
  console.log(`${found.length === 0 ? 'ok' : 'NOT OK'} ${address} ${((performance.now() - start) / 1000).toFixed(1)} s`);
  for (const line of found) console.log(`   ${line}`);
  return found;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { check: { type: 'boolean', default: false } } });
  const found: string[] = [];
  for (const address of positionals.length > 0 ? positionals : notebookPaths(root)) found.push(...(await work(address, values.check)));
  if (found.length > 0) throw new Error(`${found.length} differences or errors`);
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
