/** One measurement of `scale`, here and in C, each in a process of its own. */
import { spawnSync } from 'node:child_process';
import { writeLog } from './contestants';
import { seededLog } from './log';
import type { Cost, Place, Point } from './scaleResult';
import type { Task } from './tasks';

/** The task of `native/main.c` that is the same, where there is one; C's EASE always inverts the items' side. */
const natives: Record<string, (place: Place) => Task | undefined> = {
  itemKnn: () => ['item-knn', 100, 0],
  ease: ({ users, items }) => (users < items ? undefined : ['ease', 100, 0]),
  'implicitAls cg': ({ factors }) => ['als-cg', factors, 1],
  'implicitAls cholesky': ({ factors }) => ['als-cholesky', factors, 1],
  bpr: ({ factors }) => ['bpr', factors, 1],
  warp: ({ factors }) => ['warp', factors, 1],
};

/** How models are trained in processes of their own, and where the programs of C find their logs. */
export interface Bench {
  program: string;
  binary: string | undefined;
  logs: Map<string, string>;
}

/** Measures one point in a process of its own, or says why there is nothing to measure. */
export function measure(
  { program }: Bench,
  model: string,
  { users, items, interactions, factors }: Place,
  patience: number,
): Cost | { refused: string } {
  const args = ['--expose-gc', '--max-old-space-size=8192', program, model, ...[users, items, interactions, factors].map(String)];
  const { stdout, stderr, status, error } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: patience });
  if (status !== 0) return { refused: error?.message ?? stderr.trim().split('\n').at(-1) ?? `exit ${status}` };
  return JSON.parse(stdout) as Cost | { refused: string };
}

/** The same in C; undefined where C has no such task or gives no answer. */
export function measureNative({ binary, logs }: Bench, model: string, place: Place, patience: number): Point['native'] {
  const task = natives[model]?.(place);
  if (!binary || !task) return undefined;
  const { users, items, interactions: rows } = place;
  const key = [users, items, rows].join(' ');
  const log = logs.get(key) ?? writeLog(seededLog({ users, items, rows }));
  logs.set(key, log);
  const { stdout, status } = spawnSync(binary, [log], { input: `${task.join(' ')}\n`, encoding: 'utf8', timeout: patience });
  if (status !== 0) return undefined;
  const [, busy, , kilobytes] = stdout.trim().split(' ').map(Number);
  return { milliseconds: busy, peakBytes: kilobytes * 1024 };
}
