/**
 * The classical models beside C, one thread each: `npm run bench -- models [name …] [--accept]`.
 *
 * Every contestant does a task once to warm up, then all take turns, so that what else the machine does meets all of them; the median counts.
 * Results are compared too: a contestant that computed something else is an error. So are times, with those of the last saved run on the same
 * machine: where they have grown beyond noise, the run fails and, unless told to `--accept` that, leaves the saved one as it is.
 */
import { isDeepStrictEqual } from 'node:util';
import { browser, native, node, programs } from './contestants';
import { seededLog } from './log';
import { regressions } from './regressions';
import { ACCEPT, machine, saveCompared } from './report';
import { drawModels } from './charts';
import { median } from './median';
import { modelsTable } from './modelsTable';
import type { Contestant } from './contestants';
import type { LogSize } from './log';
import type { ModelsResult } from './modelsTable';
import type { Task } from './tasks';

/** A line of the table. */
interface Row {
  name: string;
  task: Task;
  /** Of how many epochs or rounds the time is told: 1 for the whole. */
  per: number;
  /** Turns. */
  turns: number;
}

/** What came of a line. */
export interface RowResult {
  name: string;
  size: LogSize;
  /** Median milliseconds by contestant. */
  medians: Record<string, number>;
  /** The fastest turn by contestant. */
  best: Record<string, number>;
  /** Medians over that of the first program. */
  ratios: Record<string, number>;
}

const small: LogSize = { users: 1000, items: 2000, rows: 100_000 };
const large: LogSize = { users: 6000, items: 3600, rows: 991_000 };

const table: [LogSize, Row[]][] = [
  [
    small,
    [
      { name: 'implicit ALS, conjugate gradients, d = 64, 15 iterations', task: ['als-cg', 64, 15], per: 1, turns: 9 },
      { name: 'implicit ALS, Cholesky, d = 64, 15 iterations', task: ['als-cholesky', 64, 15], per: 1, turns: 7 },
      { name: 'BPR, d = 32, an epoch', task: ['bpr', 32, 20], per: 20, turns: 9 },
      { name: 'BPR, d = 64, an epoch', task: ['bpr', 64, 20], per: 20, turns: 9 },
      { name: 'WARP, d = 32, an epoch', task: ['warp', 32, 10], per: 10, turns: 9 },
      { name: 'EASE', task: ['ease', 100, 0], per: 1, turns: 7 },
      { name: 'item kNN, 100 nearest', task: ['item-knn', 100, 0], per: 1, turns: 9 },
      { name: 'the 10 best of every user, d = 64', task: ['recommend', 64, 10], per: 1, turns: 9 },
    ],
  ],
  [
    large,
    [
      { name: 'implicit ALS, conjugate gradients, d = 64, 15 iterations', task: ['als-cg', 64, 15], per: 1, turns: 5 },
      { name: 'implicit ALS, Cholesky, d = 64, 2 iterations', task: ['als-cholesky', 64, 2], per: 1, turns: 5 },
      { name: 'BPR, d = 64, an epoch', task: ['bpr', 64, 20], per: 20, turns: 5 },
      { name: 'WARP, d = 64, an epoch', task: ['warp', 64, 10], per: 10, turns: 5 },
      { name: 'EASE', task: ['ease', 100, 0], per: 1, turns: 3 },
      { name: 'item kNN, 100 nearest', task: ['item-knn', 100, 0], per: 1, turns: 5 },
      { name: 'the 10 best of every user, d = 64', task: ['recommend', 64, 10], per: 1, turns: 5 },
    ],
  ],
];

/** All contestants on one line. */
async function race(row: Row, size: LogSize, contestants: Contestant[]): Promise<RowResult> {
  const taking = contestants.filter(({ name }) => name !== programs.openblas.name || row.task[0] === 'ease');
  const times = new Map<string, number[]>(taking.map(({ name }) => [name, []]));
  const results = new Map<string, number>();
  for (let turn = -1; turn < row.turns; turn++) {
    for (const { name, run } of taking) {
      const { milliseconds, busy = milliseconds, result } = await run(row.task);
      if (turn >= 0) times.get(name)!.push(busy / row.per);
      results.set(name, result);
    }
  }
  const expected = results.get(programs.plain.name) ?? [...results.values()][0];
  for (const [name, result] of results) {
    // WARP's draws depend on scores, so that one rounding changes all that follow.
    if (!(Math.abs(result - expected) <= (row.task[0] === 'warp' ? 2e-2 : 2e-3) * Math.abs(expected))) {
      throw new Error(`${name} must compute what C does in ${row.task.join(' ')}, ${expected}, got ${result}`);
    }
  }
  const each = <T>(value: (times: number[]) => T) => Object.fromEntries([...times].map(([name, list]) => [name, value(list)]));
  const medians = each(median);
  const measure = medians[programs.plain.name] ?? Object.values(medians)[0];
  return {
    name: row.name,
    size,
    medians,
    best: each((list) => Math.min(...list)),
    ratios: Object.fromEntries(Object.entries(medians).map(([name, time]) => [name, time / measure])),
  };
}

/** Runs the whole table, or the lines whose task is named. */
export async function benchModels(args: string[]): Promise<void> {
  const names = args.filter((arg) => arg !== ACCEPT);
  const results: RowResult[] = [];
  const versions: Record<string, string> = {};
  for (const [size, rows] of table) {
    const wanted = rows.filter(({ task }) => names.length === 0 || names.includes(task[0]));
    if (wanted.length === 0) continue;
    const log = seededLog(size);
    const programsHere = Object.values(programs).map((program) => native(log, program));
    const contestants = [...programsHere, node(log), await browser(size)].filter((one) => one !== undefined);
    for (const { name, version } of contestants) versions[name] = version;
    console.log(`\n${size.users} × ${size.items}, ${size.rows} positives`);
    for (const row of wanted) {
      const result = await race(row, size, contestants);
      results.push(result);
      console.log(`\n  ${row.name}`);
      for (const [name, time] of Object.entries(result.medians)) {
        const ratio = result.ratios[name].toFixed(2).padStart(8);
        console.log(`    ${time.toFixed(1).padStart(9)} ms ${ratio}   (best ${result.best[name].toFixed(1)})  ${name}`);
      }
    }
    for (const contestant of contestants) await contestant.close();
  }
  const fresh: ModelsResult = { machine: machine(), versions, rows: results };
  const compare = (saved: ModelsResult) =>
    isDeepStrictEqual(saved.machine, fresh.machine) ? regressions(saved.rows, results) : [];
  saveCompared('models', fresh, { compare, svg: drawModels(results), table: modelsTable, isPart: names.length > 0 });
}
