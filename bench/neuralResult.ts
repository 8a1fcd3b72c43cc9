/** What `neural` measures and saves, its tables, and what has become too slow. */
import { line, machineLine } from './markdown';

/** What came of a line of the times. */
export interface NeuralTime {
  name: string;
  /** The median, in milliseconds. */
  median: number;
  /** The fastest. */
  best: number;
  /** What it may take at most, in milliseconds, on the machine whose run is saved, where that was laid down. */
  budget?: number;
  /** The same in workers of a browser, by browser and backend. */
  elsewhere?: Record<string, { median: number; best: number }>;
}

/** How well one model ranks. */
export interface NeuralQuality {
  name: string;
  /** nDCG@k, the mean over users, with its 95 % interval. */
  ndcg: number;
  interval: [low: number, high: number];
  /** 95 % intervals of what the model has more than each of the simpler ones, over the same users; none for these themselves. */
  over?: Record<string, [low: number, high: number]>;
  /** Of the fit and all before it, in seconds. */
  seconds: number;
}

export interface NeuralResult {
  machine: Record<string, string | number>;
  scheduling: string;
  backend: string;
  /** Of the log that the times are of. */
  size: { users: number; items: number; rows: number };
  /** Milliseconds of one and the same product of matrices on the backend: how fast the machine is in this run. */
  yardstick: number;
  rows: NeuralTime[];
  quality: { split: string; k: number; users: number; seed: number; models: NeuralQuality[] };
}

/** Times of a machine that does other things too differ by so much. */
const NOISE = 1.25;

/**
 * Lines over their budget, as sentences. Budgets are of the machine whose run is saved: one whose yardstick takes longer than there gets
 * as much more time for all else.
 */
export function overBudgets(saved: Pick<NeuralResult, 'yardstick'> | undefined, fresh: Pick<NeuralResult, 'yardstick' | 'rows'>) {
  const pace = saved?.yardstick ? Math.max(1, fresh.yardstick / saved.yardstick) : 1;
  return fresh.rows.flatMap(({ name, median, budget }) =>
    budget !== undefined && median > budget * pace ? [`${name}: ${median.toFixed(1)} ms of ${(budget * pace).toFixed(1)}`] : [],
  );
}

/** Lines that take more yardsticks than in the saved run, by the median and by the fastest and beyond noise, as sentences. */
export function slowerSteps(
  saved: Pick<NeuralResult, 'yardstick' | 'rows'>,
  fresh: Pick<NeuralResult, 'yardstick' | 'rows'>,
): string[] {
  return fresh.rows.flatMap((now) => {
    const then = saved.rows.find(({ name }) => name === now.name);
    if (!then || !saved.yardstick) return [];
    return Object.entries(everywhere(now)).flatMap(([where, time]) => {
      const before = everywhere(then)[where];
      if (!before) return [];
      const grown = (['median', 'best'] as const).map((of) => time[of] / fresh.yardstick / (before[of] / saved.yardstick));
      if (!grown.every((ratio) => ratio > NOISE)) return [];
      return [`${now.name}${where && ` in ${where}`}: ${grown[0].toFixed(2)} times as long as in the saved run`];
    });
  });
}

/** A line's times by place, Node's without a name. */
const everywhere = ({ median, best, elsewhere }: NeuralTime): NonNullable<NeuralTime['elsewhere']> => ({
  '': { median, best },
  ...elsewhere,
});

/** Neural models that some simpler one may equal, as sentences. */
export function unproven({ models }: NeuralResult['quality']): string[] {
  return models.flatMap(({ name, over = {} }) =>
    Object.entries(over).flatMap(([simpler, [low]]) =>
      low > 0 ? [] : [`${name}: the interval of its gain over ${simpler} begins at ${low.toFixed(4)}`],
    ),
  );
}

const between = ([low, high]: [number, number], sign = ''): string =>
  `${[low, high].map((value) => `${value > 0 ? sign : ''}${value.toFixed(4)}`).join(' … ')}`;

/** The whole file: `bench/results/neural.md`. */
export function neuralTable({ machine, scheduling, backend, yardstick, rows, quality }: NeuralResult): string {
  const { split, k, users, seed, models } = quality;
  const simpler = [...new Set(models.flatMap(({ over = {} }) => Object.keys(over)))];
  const places = [...new Set(rows.flatMap(({ elsewhere = {} }) => Object.keys(elsewhere)))];
  const times = ['training', 'median', 'fastest', 'budget', ...places];
  const heads = ['model', `nDCG@${k}`, '95 % interval', ...simpler.map((name) => `more than ${name}`), 'seconds'];
  return [
    '# Neural models: time and quality',
    '',
    `Made by \`npm run bench -- neural\`, under Node on ${backend} with one thread, as in the page. A product of matrices of 3840 × 32 and 32 × 256 takes ${yardstick.toFixed(2)} ms.`,
    '',
    line(times),
    line(times.map(() => '---')),
    ...rows.map(({ name, median, best, budget, elsewhere = {} }) =>
      line([
        name,
        `${median.toFixed(1)} ms`,
        `${best.toFixed(1)} ms`,
        budget === undefined ? '' : `${budget} ms`,
        ...places.map((place) => (elsewhere[place] ? `${elsewhere[place].median.toFixed(1)} ms` : '')),
      ]),
    ),
    '',
    `On the built-in world, ${split}, over ${users} users with seed ${seed}. Intervals of gains are of pairs, over users; they say nothing of how another seed would have trained.`,
    '',
    line(heads),
    line(heads.map(() => '---')),
    ...models.map(({ name, ndcg, interval, over = {}, seconds }) =>
      line([
        name,
        ndcg.toFixed(4),
        between(interval),
        ...simpler.map((other) => (over[other] ? between(over[other], '+') : '')),
        seconds.toFixed(1),
      ]),
    ),
    '',
    machineLine(machine, scheduling),
    '',
  ].join('\n');
}
