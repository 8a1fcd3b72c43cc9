/**
 * Simulates an audience and writes world.json and {users,watches,ratings,sessions,impressions,searches}.csv, a batch of people at a time, so that
 * any size fits into memory. Run scripts/catalogue.ts first. Without options it makes the built-in world in static/data.
 *
 *     npx tsx scripts/world.ts [--users 3400 | --interactions 10000000] [--days 180] [--seed 42] [--to folder]
 *
 * `--interactions` makes as many people as it takes to reach so many rows of at least a tenth of a film.
 */
import { copyFileSync, createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readFilms } from '../src/recsys/data/world/readFilms';
import { BUILT_IN, LOOK } from '../src/recsys/data/world/readWorld';
import type { WorldRecipe } from '../src/recsys/data/world/readWorld';
import { simulateBatches } from '../src/recsys/data/world/simulate';
import { writeWorld } from '../src/recsys/data/world/writeWorld';

const data = fileURLToPath(new URL('../static/data', import.meta.url));
/** More people than any `--interactions` needs; ends a run that was given a number of rows. */
const MANY = 100_000_000;

function options() {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { users: text, interactions: text, days: text, seed: text, to: text } });
  const whole = (name: string, value: string | undefined, usual: number) => {
    if (value === undefined) return usual;
    if (!/^[1-9]\d*$/.test(value)) throw new RangeError(`--${name} must be a positive integer, got '${value}'`);
    return Number(value);
  };
  if (values.users !== undefined && values.interactions !== undefined)
    throw new RangeError('--users and --interactions must not be given together');
  const interactions = whole('interactions', values.interactions, Infinity);
  const users = whole('users', values.users, interactions < Infinity ? MANY : BUILT_IN.users);
  const days = whole('days', values.days, BUILT_IN.days);
  return { users, interactions, days, seed: whole('seed', values.seed, BUILT_IN.seed), to: resolve(values.to ?? data) };
}

async function main(): Promise<void> {
  const { users, interactions, days, seed, to } = options();
  mkdirSync(to, { recursive: true });
  for (const name of ['raw-films.csv', 'catalogue.csv', 'film-truth.csv'])
    if (to !== data) copyFileSync(join(data, name), join(to, name));
  const films = readFilms(readFileSync(join(data, 'catalogue.csv')), readFileSync(join(data, 'film-truth.csv')));
  const impressionsFrom = Math.max(0, days - (BUILT_IN.days - BUILT_IN.impressionsFrom));
  const recipe: WorldRecipe = { users: 0, days, seed, impressionsFrom, impressionShare: BUILT_IN.impressionShare };
  const files = new Map<string, WriteStream>();
  const start = performance.now();
  let rows = 0;
  for await (const batch of simulateBatches(films, { ...recipe, users })) {
    for (const [name, content] of Object.entries(writeWorld(batch))) {
      if (!files.has(name)) files.set(name, createWriteStream(join(to, name)));
      if (!files.get(name)!.write(content)) await once(files.get(name)!, 'drain');
    }
    recipe.users += batch.users;
    for (const percent of batch.watches.percents) if (percent >= 100 * LOOK) rows++;
    process.stderr.write(`\r${recipe.users} people, ${rows} interactions`);
    if (rows >= interactions) break;
  }
  for (const [name, file] of files) {
    file.end();
    await once(file, 'finish');
    console.log(`${name}: ${file.bytesWritten} bytes`);
  }
  writeFileSync(join(to, 'world.json'), JSON.stringify(recipe) + '\n');
  const memory = process.resourceUsage().maxRSS / 1024;
  console.log(`${Math.round((performance.now() - start) / 1000)} s, at most ${Math.round(memory)} MB of memory`);
}

void main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
