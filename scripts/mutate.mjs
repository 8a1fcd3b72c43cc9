/**
 * `npm run mutate`: do the tests fail when the code is wrong? Stryker changes one operator, condition or constant at a time and runs the
 * tests that reach it; a change that no test minds survives. `npm run mutate -- metrics` takes one room, `-- --report` only writes down
 * what is known.
 *
 * It goes batch by batch and keeps what it found in `.cache/mutants`: a run that was cut short goes on, and a run after an edit tries what
 * the edit may have changed. Scores and survivors are written to `test/mutants`. Ends with 1 where a room is below `MUTANTS_KILLED`.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import { format, resolveConfig } from 'prettier';
import { globSync } from 'tinyglobby';
import { MUTANTS_KILLED, ROOMS, scoresTable, summary, withTable } from './mutants.mjs';
import { root } from './site.mjs';

/** Lines of source in a batch: each costs one run of all tests, and is lost when it is cut short. */
const BATCH = 250;

const known = (room) => join(root, '.cache/mutants', `${room}.json`);
const saved = (room) => join(root, 'test/mutants', `${room}.json`);
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

const filesOf = (room) => globSync(`${ROOMS[room]}/**/*.ts`, { cwd: root }).sort();

function batches(room) {
  const all = [];
  let lines = Infinity;
  for (const file of filesOf(room)) {
    const own = readFileSync(join(root, file), 'utf8').split('\n').length;
    if (lines + own > BATCH) {
      all.push([]);
      lines = 0;
    }
    all.at(-1).push(file);
    lines += own;
  }
  return all;
}

async function mutate(room) {
  process.env.MUTATE_ROOM = room;
  for (const files of batches(room)) {
    await new Stryker({
      mutate: files,
      testRunner: 'vitest',
      vitest: { configFile: 'test/mutants/vitest.config.ts', related: false },
      coverageAnalysis: 'perTest',
      // Tests are run from their TypeScript by esbuild: types play no part.
      disableTypeChecks: false,
      concurrency: Number(process.env.MUTATE_WORKERS ?? 1),
      timeoutMS: 8000,
      // What a module makes once while it loads would take a run of all tests for each mutant, and most of the time.
      ignoreStatic: true,
      incremental: true,
      incrementalFile: known(room),
      tempDirName: `.cache/mutants/${room}`,
      ignorePatterns: ['build', '.docusaurus', 'docs', 'static', '.cache'],
      reporters: ['progress-append-only'],
    }).runMutationTest();
  }
}

async function write(file, text) {
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
}

const report = process.argv.includes('--report');
const wanted = process.argv.slice(2).filter((word) => word !== '--report');
const strange = wanted.filter((room) => !Object.hasOwn(ROOMS, room));
if (strange.length) {
  console.error(`a room must be one of ${Object.keys(ROOMS).join(', ')}, got ${strange.join(', ')}`);
  process.exit(2);
}
process.chdir(root);
for (const room of wanted.length ? wanted : Object.keys(ROOMS)) {
  if (!report) await mutate(room);
  if (!existsSync(known(room))) continue;
  const result = summary(readJson(known(room)), filesOf(room));
  await write(saved(room), JSON.stringify(result));
  console.log(`${room}: ${result.score} % of ${result.mutants} mutants killed`);
  if (!(result.score >= MUTANTS_KILLED)) process.exitCode = 1;
}
const results = Object.fromEntries(
  Object.keys(ROOMS)
    .filter((room) => existsSync(saved(room)))
    .map((room) => [room, readJson(saved(room))]),
);
const page = join(root, 'test/mutants/README.md');
await write(page, withTable(readFileSync(page, 'utf8'), scoresTable(results)));
