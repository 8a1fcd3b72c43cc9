/** `npm run outputs -- [notebooks…] [--data folder] [--check]`: runs notebooks and writes, or checks, their saved outputs. */
import { parseArgs } from 'node:util';
import { listNotebooks, readNotebook } from './notebooks';
import { hasBoard, saveOutputs } from './saveOutputs';

const USAGE = `usage: npm run outputs -- [<notebook> …] [--data <folder>] [--check]

  <notebook>       such as theory/baseline; all by default
  --data <folder>  run on MovieLens latest-small, and save of each notebook only its cell [board], as *.movielens.out.json
  --check          compare with the saved outputs instead of writing them`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { check: { type: 'boolean', default: false }, data: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const root = process.cwd();
  const names = positionals.length > 0 ? positionals : await allOf(root, values.data !== undefined);
  let failures = 0;
  for (const name of names) {
    const problems = await saveOutputs(root, name, { ...values, log: (line) => console.log(line) });
    if (problems.length > 0) failures++;
    for (const problem of problems) console.error(`  ${problem}`);
  }
  if (failures > 0) console.error(`\n${failures} of ${names.length} notebooks did not come out as they should`);
  return failures > 0 ? 1 : 0;
}

/** Every notebook, or every one that brings models to the leaderboard. */
async function allOf(root: string, withBoard: boolean): Promise<string[]> {
  const names = await listNotebooks(root);
  if (!withBoard) return names;
  const notebooks = await Promise.all(names.map((name) => readNotebook(root, name)));
  return notebooks.filter(hasBoard).map(({ path }) => path);
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
