/** What `firstRun` measures and saves, its table, and whether a first output has become slower. */
import { line, machineLine } from './markdown';

export interface FirstRunResult {
  machine: Record<string, string | number>;
  scheduling: string;
  rounds: number;
  /** From the click to the output; `bare` is a worker that only answers, `python` is Pyodide's. */
  milliseconds: { bare: number; cold: number; hovered: number; warm: number; python?: number };
}

const OURS = ['cold', 'hovered', 'warm'] as const;
/** Starts differ by so much between runs. */
const NOISE = 1.5;
/** Differences below are the clock's, in bare workers. */
const STEP = 1;

/** Starts that take longer than in the saved run, counted in bare workers of the same run. */
export function slowerFirstRuns(saved: FirstRunResult, fresh: FirstRunResult): string[] {
  return OURS.flatMap((name) => {
    const [then, now] = [saved, fresh].map(({ milliseconds }) => milliseconds[name] / milliseconds.bare);
    if (now <= NOISE * then || now - then <= STEP) return [];
    return [`${name}: ${now.toFixed(1)} bare workers, was ${then.toFixed(1)}`];
  });
}

const words: Record<string, [what: string, budget: string]> = {
  bare: ['a worker that only answers', ''],
  cold: ['first Run in a tab that has never seen the site', '400 ms'],
  hovered: ['first Run after the pointer rested on it', '50 ms'],
  warm: ['the same cell once more', '50 ms'],
  python: ['Pyodide, `1 + 1`', ''],
};

/** The whole file: `bench/results/firstRun.md`. */
export function firstRunTable({ machine, scheduling, rounds, milliseconds }: FirstRunResult): string {
  const rows = Object.entries(milliseconds).map(([name, time]) => {
    const [what, budget] = words[name];
    return line([what, `${time.toFixed(0)} ms`, `${(time / milliseconds.bare).toFixed(1)}`, budget]);
  });
  return [
    '# From the click to the first output',
    '',
    `Made by \`npm run bench -- firstRun\`: a trivial cell of a chapter in Chromium, medians of ${rounds} rounds.`,
    '',
    line(['', 'time', 'in bare workers', 'budget']),
    line(['---', '---', '---', '---']),
    ...rows,
    '',
    machineLine(machine, scheduling),
    '',
  ].join('\n');
}
