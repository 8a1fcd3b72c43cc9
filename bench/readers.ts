/**
 * The readers of other people's logs, timed: a million rows in at most 2 s each, from bytes to columns.
 *
 *     npx tsx bench/readers.ts
 *
 * Prints the machine, milliseconds and, beside them, the time of the plainest way: decode, split at line breaks and commas, Number. Exits with 1 if
 * the budget is exceeded; the best of three runs counts.
 */
import { cpus } from 'node:os';
import { readDataSet } from '../src/recsys/data/dataset';
import type { ReadDataSetOptions } from '../src/recsys/data/dataset';
import { formatTime } from '../src/recsys/data/world/calendar';
import { random } from '../src/recsys/math/random';

const ROWS = 1_000_000;
const ITEMS = 4000;
const BUDGET = 2000;
const r = random(1);
// as in MovieLens 1M: some 160 rows a user, in the order of users, no pair twice
const users = Int32Array.from({ length: ROWS }, (_, row) => 1 + Math.floor(row / 166));
const items = Int32Array.from({ length: ROWS }, (_, row) => 1 + ((row * 2477) % ITEMS));
const times = Float64Array.from({ length: ROWS }, () => 978_300_000 + r.int(90_000_000));
const stars = Float64Array.from({ length: ROWS }, () => (1 + r.int(10)) / 2);
const text = (header: string, row: (n: number) => string) =>
  new TextEncoder().encode(header + Array.from({ length: ROWS }, (_, n) => row(n)).join('\n'));
const movies = (separator: string, header = '') =>
  new TextEncoder().encode(
    header + Array.from({ length: ITEMS }, (_, n) => [n + 1, `Film ${n + 1} (2000)`, 'Drama'].join(separator)).join('\n'),
  );

const sets: [name: string, files: { name: string; bytes: Uint8Array }[], options?: ReadDataSetOptions][] = [
  [
    'MovieLens, ratings.csv',
    [
      {
        name: 'ratings.csv',
        bytes: text('userId,movieId,rating,timestamp\n', (n) => `${users[n]},${items[n]},${stars[n].toFixed(1)},${times[n]}`),
      },
      { name: 'movies.csv', bytes: movies(',', 'movieId,title,genres\n') },
    ],
  ],
  [
    'MovieLens 1M, ratings.dat',
    [
      { name: 'ratings.dat', bytes: text('', (n) => `${users[n]}::${items[n]}::${Math.ceil(stars[n])}::${times[n]}`) },
      { name: 'movies.dat', bytes: movies('::') },
    ],
  ],
  [
    'KION, interactions.csv',
    [
      {
        name: 'interactions.csv',
        bytes: text(
          'user_id,item_id,last_watch_dt,total_dur,watched_pct\n',
          (n) => `${users[n]},${items[n]},${formatTime(times[n]).slice(0, 10)},${1000 * stars[n]},${20 * stars[n]}`,
        ),
      },
    ],
  ],
  [
    'any table, ids as text, dates with times',
    [{ name: 'log.csv', bytes: text('who,what,when\n', (n) => `u-${users[n]},"i-${items[n]}",${formatTime(times[n])}`) }],
    { columns: { user: 'who', item: 'what', time: 'when' } },
  ],
];

/** What one would write in a minute, without ids, checks or errors. */
function plain(bytes: Uint8Array): number {
  let sum = 0;
  for (const line of new TextDecoder().decode(bytes).split('\n')) for (const field of line.split(',')) sum += Number(field);
  return sum;
}

async function best(run: () => unknown): Promise<number> {
  let least = Infinity;
  for (let n = 0; n < 3; n++) {
    const start = performance.now();
    await run();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

async function main(): Promise<void> {
  console.log(`${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}, ${ROWS} rows`);
  let exceeded = false;
  for (const [name, files, options] of sets) {
    const ms = await best(async () => {
      const { interactions } = await readDataSet(files, options);
      if (interactions.users.length !== ROWS) throw new Error(`${name}: ${interactions.users.length} rows`);
    });
    const naive = await best(() => plain(files[0].bytes));
    exceeded ||= !(ms <= BUDGET);
    console.log(
      `${name}: ${Math.round(ms)} ms, budget ${BUDGET} ms; the plain split takes ${(naive / ms).toFixed(1)} times as long`,
    );
  }
  if (exceeded) process.exitCode = 1;
}

void main();
