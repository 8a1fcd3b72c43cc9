/**
 * Simulates the built-in audience and writes static/data/{users,watches,ratings,sessions,impressions,searches}.csv.
 * Usage: npx tsx scripts/world.ts [--users 3400] [--days 180] [--seed 42] [--to folder]. Run scripts/catalogue.ts first.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readFilms } from '../src/recsys/data/world/readFilms';
import { BUILT_IN } from '../src/recsys/data/world/readWorld';
import { simulate } from '../src/recsys/data/world/simulate';
import { writeWorld } from '../src/recsys/data/world/writeWorld';

const data = fileURLToPath(new URL('../static/data', import.meta.url));

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { users: text, days: text, seed: text, to: text } });
  const to = values.to ?? data;
  mkdirSync(to, { recursive: true });
  const days = Number(values.days ?? BUILT_IN.days);
  const films = readFilms(readFileSync(join(data, 'catalogue.csv')), readFileSync(join(data, 'film-truth.csv')));
  const world = await simulate(films, {
    users: Number(values.users ?? BUILT_IN.users),
    days,
    seed: Number(values.seed ?? BUILT_IN.seed),
    impressionsFrom: Math.max(0, days - (BUILT_IN.days - BUILT_IN.impressionsFrom)),
    impressionShare: BUILT_IN.impressionShare,
    onProgress: ({ done, total }) => process.stderr.write(`\r${done}/${total} viewers`),
  });
  process.stderr.write('\n');
  for (const [name, content] of Object.entries(writeWorld(world))) {
    writeFileSync(join(to, name), content);
    console.log(`${name}: ${content.length} bytes, ${content.split('\n').length - 2} rows`);
  }
}

void main();
