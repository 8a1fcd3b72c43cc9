/** Runs one notebook and writes its saved outputs, or compares with them. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BOARD_CELL, readBoard } from '../notebook/board';
import { compareOutputs } from '../notebook/compare';
import type { Notebook, SavedOutputs } from '../notebook/types';
import { nodeHost } from '../runtime/node';
import { runNotebook } from '../runtime/runNotebook';
import type { NotebookRun } from '../runtime/runNotebook';
import { readNotebook, runName } from './notebooks';
import { savedText } from './savedText';

export interface SaveOptions {
  /** Compare instead of writing; what differs is left beside the saved file as `*.changed.json`. */
  check: boolean;
  /**
   * A folder of MovieLens latest-small to run on instead of the built-in world. Of that run only the cell `board` is saved, as
   * `*.movielens.out.json`; to compare, only `board` and what it needs is run.
   */
  data?: string;
  log: (line: string) => void;
}

/** The one data set besides the built-in world whose scores the book publishes. */
const PUBLISHED = 'MovieLens latest-small';

/** Returns what is wrong, a line each; nothing when the outputs were written, or are those saved. */
export async function saveOutputs(root: string, name: string, { check, data, log }: SaveOptions): Promise<string[]> {
  const notebook = await readNotebook(root, name);
  const stem = join(root, 'notebooks', runName(notebook.path, data));
  const start = performance.now();
  const startCpu = process.cpuUsage();
  const { saved, failure, runs } = await run(notebook, { root, data, check });
  const { user, system } = process.cpuUsage(startCpu);
  // On a machine busy with other work the clock counts that too.
  if (saved.ms !== undefined) saved.ms = Math.min(saved.ms, (user + system) / 1000);
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
    `${notebook.path}: ${differences.length > 0 ? `differs, see ${stem.slice(root.length + 1)}.out.changed.json` : 'as saved'}, ${time}`,
  );
  return differences;
}

/** Whether a notebook brings models to the leaderboard. */
export function hasBoard({ cells }: Notebook): boolean {
  return cells.some(({ id }) => id === BOARD_CELL);
}

async function run(
  notebook: Notebook,
  { root, data, check }: { root: string; data?: string; check: boolean },
): Promise<Omit<NotebookRun, 'value'>> {
  const host = nodeHost({ root, data });
  if (data === undefined) {
    const whole = await runNotebook(notebook, { host });
    return withBoardChecked(notebook, whole);
  }
  if (!hasBoard(notebook))
    return { runs: [], saved: { cells: {} }, failure: `it has no cell [${BOARD_CELL}], so nothing of it is kept` };
  const { name } = await (host.globals.data as () => Promise<{ name: string }>)();
  if (name !== PUBLISHED) throw new Error(`data must be ${PUBLISHED}, got ${name}`);
  const result = withBoardChecked(notebook, await runNotebook(notebook, { host, ...(check && { only: BOARD_CELL }) }));
  const board = result.saved.cells[BOARD_CELL];
  return { ...result, saved: { cells: board ? { [BOARD_CELL]: board } : {} } };
}

/** A board that is no board fails its run, not the build of the site later. */
function withBoardChecked<Run extends Omit<NotebookRun, 'value'>>(notebook: Notebook, result: Run): Run {
  if (result.failure || !hasBoard(notebook)) return result;
  try {
    readBoard(result.saved.cells[BOARD_CELL]);
    return result;
  } catch (error) {
    return { ...result, failure: (error as Error).message };
  }
}

async function readSaved(file: string): Promise<SavedOutputs | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as SavedOutputs);
}

/** Cell by cell what differs, in the notebook's order. How long the run took is not compared. */
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
