/** What `running` measures and saves, its table, and which budgets are broken that were kept. */
import { line, machineLine } from './markdown';
import { STEP } from './pointer';

/** Milliseconds. */
export interface Load {
  name: string;
  /** Tasks of the main thread over 50 ms, and the longest of them. */
  longTasks: number;
  longest: number;
  /** Movements of the pointer while the processor was slowed, and how late they were heard. */
  inputs: number;
  delayP98: number;
  delayMedian: number;
}

export interface RunningResult {
  machine: Record<string, string | number>;
  scheduling: string;
  /** How many times slower the processor was made for the delays. */
  slower: number;
  loads: Load[];
}

const budgets = { longest: 50, delayP98: 100 } as const;

/** Budgets that the saved run kept and this one does not, as sentences. */
export function brokenBudgets(saved: RunningResult, fresh: RunningResult): string[] {
  return fresh.loads.flatMap((now) => {
    const then = saved.loads.find(({ name }) => name === now.name);
    if (!then) return [];
    return (Object.keys(budgets) as (keyof typeof budgets)[])
      .filter((name) => then[name] <= budgets[name] && now[name] > budgets[name])
      .map((name) => `${now.name}: ${name} ${now[name].toFixed(0)} ms of ${budgets[name]}, was ${then[name].toFixed(0)}`);
  });
}

/** The whole file: `bench/results/running.md`. */
export function runningTable({ machine, scheduling, slower, loads }: RunningResult): string {
  const heads = ['while a cell is', 'tasks over 50 ms', 'the longest', 'delay of input, median', '98th percentile', 'inputs'];
  return [
    '# What a run costs the page',
    '',
    `Made by \`npm run bench -- running\`. Tasks of the main thread at the machine's speed (budget: none over ${budgets.longest} ms); the delay of a moved pointer with the processor`,
    `${slower} times slower, every ${STEP} ms in several runs and half a second on, whether or not the page answers (budget: ${budgets.delayP98} ms at the 98th percentile).`,
    '',
    line(heads),
    line(heads.map(() => '---')),
    ...loads.map((load) =>
      line([
        load.name,
        String(load.longTasks),
        `${load.longest.toFixed(0)} ms`,
        `${load.delayMedian.toFixed(0)} ms`,
        `${load.delayP98.toFixed(0)} ms`,
        String(load.inputs),
      ]),
    ),
    '',
    machineLine(machine, scheduling),
    '',
  ].join('\n');
}
