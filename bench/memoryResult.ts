/** What `memory` measures and saves, its table, and what has not come back. */
import { isDeepStrictEqual } from 'node:util';
import { line, machineLine } from './markdown';
import type { Footprint } from './tab';

/** Something done in a tab again and again, and what the tab held before and after. */
export interface Stretch {
  /** Which of the bench's tasks it is. */
  task: string;
  name: string;
  /** How often it was done, or minutes that it took. */
  times: number;
  before: Footprint;
  after: Footprint;
}

export interface MemoryResult {
  machine: Record<string, string | number>;
  stretches: Stretch[];
}

/** What is known when some tasks were done anew: of the others, what was saved on the same machine. */
export function withSaved(saved: MemoryResult | undefined, fresh: MemoryResult, order: string[]): MemoryResult {
  const kept = isDeepStrictEqual(saved?.machine, fresh.machine) ? saved!.stretches : [];
  const isAnew = ({ task }: Stretch) => fresh.stretches.some((stretch) => stretch.task === task);
  const stretches = [...kept.filter((stretch) => !isAnew(stretch)), ...fresh.stretches];
  return { ...fresh, stretches: stretches.toSorted((a, b) => order.indexOf(a.task) - order.indexOf(b.task)) };
}

/** By so much two looks at the same heap differ: a share of it, or megabytes. Of a process, whose allocators keep what they were given back, twice the megabytes and more of a share. */
const [SHARE, SLACK_MB] = [0.03, 2];
const [PROCESS_SHARE, PROCESS_SLACK_MB] = [0.1, 4];

const units: Record<keyof Footprint, string> = {
  tensors: '',
  workers: '',
  workerHeapMB: ' MB',
  heapMB: ' MB',
  processMB: ' MB',
  nodes: '',
  listeners: '',
};
const measures = Object.keys(units) as (keyof Footprint)[];

/** How much more of something may be there afterwards: no tensor and no worker, less than a node or listener for each time, of heaps what two looks differ by. */
function slack(measure: keyof Footprint, { before, times }: Stretch): number {
  if (measure === 'processMB') return Math.max(PROCESS_SLACK_MB, PROCESS_SHARE * before.processMB);
  if (units[measure]) return Math.max(SLACK_MB, SHARE * before[measure]);
  return measure === 'tensors' || measure === 'workers' ? 0 : Math.max(0, times - 1);
}

/** A stretch that was saved before a measure was taken has none. */
const words = (value: number, measure: keyof Footprint) => (Number.isFinite(value) ? value.toFixed(units[measure] ? 1 : 0) : '–');

/** What has grown, as sentences. */
export function grown({ stretches }: Pick<MemoryResult, 'stretches'>): string[] {
  return stretches.flatMap((stretch) => {
    const { name, before, after } = stretch;
    return measures
      .filter((measure) => !(after[measure] - before[measure] <= slack(measure, stretch)))
      .map((measure) => `${name}: ${measure} ${words(after[measure], measure)}, was ${words(before[measure], measure)} before`);
  });
}

/** The whole file: `bench/results/memory.md`. */
export function memoryTable({ machine, stretches }: MemoryResult): string {
  const heads = ['', 'tensors', 'workers', 'heap of the workers', 'heap of the page', 'process', 'nodes', 'listeners'];
  return [
    '# Whether memory comes back',
    '',
    'Made by `npm run bench -- memory` in Chromium, before → after, each behind collected garbage. Heaps hold objects and buffers; the private memory of the',
    'tab’s process holds them, the memories of WebAssembly, and what engine and allocators keep. Nodes and listeners are those of the whole tab.',
    '',
    line(heads),
    line(heads.map(() => '---')),
    ...stretches.map(({ name, before, after }) => {
      const pair = (measure: keyof Footprint) =>
        `${words(before[measure], measure)} → ${words(after[measure], measure)}${units[measure]}`;
      return line([name, ...measures.map(pair)]);
    }),
    '',
    machineLine(machine),
    '',
  ].join('\n');
}
