/** `npm run outputs -- [notebooks…] [--data folder] [--check] [--all]`: runs notebooks and writes, or checks, their saved outputs. */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isAsRemembered, remember } from './madeOf';
import { addressOf, listNotebooks, readNotebook } from './notebooks';
import { hasBoard, saveOutputs } from './saveOutputs';

const USAGE = `usage: npm run outputs -- [<notebook> …] [--data <folder>] [--check] [--all]

  <notebook>       such as theory/baseline; by default every one of which something has changed since it came out as saved: its
                   code, what it imports, the data, the lock file
  --data <folder>  run on MovieLens latest-small, and save of each notebook only its cell [board], as *.movielens.out.json
  --check          compare with the saved outputs instead of writing them, several notebooks at a time
  --all            every notebook, changed or not`;

interface Options {
  check: boolean;
  data?: string;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      check: { type: 'boolean', default: false },
      data: { type: 'string' },
      all: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const root = process.cwd();
  const names = positionals.length > 0 ? positionals : await changed(root, values);
  // Those that are written run one at a time: cells tell how long they took.
  const failures =
    values.check && names.length > 1
      ? await inLanes(names, availableParallelism(), (name) => failsApart(name, values))
      : await inLanes(names, 1, (name) => failsHere(root, name, values));
  if (failures > 0) console.error(`\n${failures} of ${names.length} notebooks did not come out as they should`);
  return failures > 0 ? 1 : 0;
}

/** Every notebook, or every one that brings models to the leaderboard, without those that nothing has changed for. */
async function changed(root: string, { data, all }: Options & { all: boolean }): Promise<string[]> {
  const names: string[] = [];
  for (const name of await listNotebooks(root)) {
    if (data !== undefined && !hasBoard(await readNotebook(root, name))) continue;
    if (!all && (await isAsRemembered({ root, name, data }))) console.log(`${name}: as saved, and nothing has changed since`);
    else names.push(name);
  }
  return names;
}

/** Runs so many at a time; gives how many failed. */
async function inLanes(names: string[], lanes: number, fails: (name: string) => Promise<boolean>): Promise<number> {
  const waiting = [...names];
  let failures = 0;
  const lane = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) if (await fails(name)) failures++;
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return failures;
}

async function failsHere(root: string, name: string, options: Options): Promise<boolean> {
  const problems = await saveOutputs(root, name, { ...options, log: (line) => console.log(line) });
  for (const problem of problems) console.error(`  ${problem}`);
  if (problems.length === 0) await remember({ root, name: addressOf(name), data: options.data });
  return problems.length > 0;
}

/** Checks it in a process of its own. */
function failsApart(name: string, { data }: Options): Promise<boolean> {
  const args = [...process.execArgv, process.argv[1], name, '--check', ...(data === undefined ? [] : ['--data', data])];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const said: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => said.push(part));
    child.on('error', (error) => said.push(Buffer.from(`${error.message}\n`)));
    child.on('close', (code) => {
      process.stdout.write(Buffer.concat(said));
      resolve(code !== 0);
    });
  });
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
