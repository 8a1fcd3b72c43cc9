/** Runs one notebook and writes its saved outputs, or compares with them. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compareOutputs } from '../notebook/compare';
import type { SavedOutputs } from '../notebook/types';
import { nodeHost } from '../runtime/node';
import { runNotebook } from '../runtime/runNotebook';
import { readNotebook } from './notebooks';
import { savedText } from './savedText';

export interface SaveOptions {
  /** Compare instead of writing; what differs is left beside the saved file as `*.out.changed.json`. */
  check: boolean;
  log: (line: string) => void;
}

/** Returns what is wrong, a line each; nothing when the outputs were written, or are those saved. */
export async function saveOutputs(root: string, name: string, { check, log }: SaveOptions): Promise<string[]> {
  const notebook = await readNotebook(root, name);
  const stem = join(root, 'notebooks', notebook.path);
  const start = performance.now();
  const { saved, failure, runs } = await runNotebook(notebook, { host: nodeHost({ root }) });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (failure) {
    log(`${notebook.path}: failed after ${seconds} s`);
    return [failure];
  }
  const slowest = runs.reduce((a, b) => (a.cost.ms > b.cost.ms ? a : b), runs[0]);
  const time = `${seconds} s${slowest ? `, of which [${slowest.cell.id}] ${(slowest.cost.ms / 1000).toFixed(1)} s` : ''}`;
  if (!check) {
    await writeFile(`${stem}.out.json`, savedText(saved));
    await rm(`${stem}.out.changed.json`, { force: true });
    log(`${notebook.path}: written, ${time}`);
    return [];
  }
  const differences = compareSaved(await readSaved(`${stem}.out.json`), saved);
  if (differences.length > 0) await writeFile(`${stem}.out.changed.json`, savedText(saved));
  else await rm(`${stem}.out.changed.json`, { force: true });
  log(
    `${notebook.path}: ${differences.length > 0 ? `differs, see notebooks/${notebook.path}.out.changed.json` : 'as saved'}, ${time}`,
  );
  return differences;
}

async function readSaved(file: string): Promise<SavedOutputs | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as SavedOutputs);
}

/** Cell by cell what differs, in the notebook's order. */
export function compareSaved(saved: SavedOutputs | undefined, fresh: SavedOutputs): string[] {
  if (!saved) return ['no outputs are saved: run `npm run outputs`'];
  const differences: string[] = [];
  for (const [id, outputs] of Object.entries(fresh.cells)) {
    if (!(id in saved.cells)) differences.push(`[${id}] has no saved outputs`);
    else differences.push(...compareOutputs(saved.cells[id], outputs).map((difference) => `[${id}] ${difference}`));
  }
  for (const id of Object.keys(saved.cells))
    if (!(id in fresh.cells)) differences.push(`[${id}] is saved, but the notebook has no such cell`);
  const order = Object.keys(fresh.cells).join(', ');
  if (differences.length === 0 && order !== Object.keys(saved.cells).join(', '))
    differences.push(`the cells are now in the order ${order}`);
  return differences;
}
