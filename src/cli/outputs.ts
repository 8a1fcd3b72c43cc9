/** `npm run outputs -- [notebooks…] [--check]`: runs notebooks and writes, or checks, their saved outputs. */
import { parseArgs } from 'node:util';
import { listNotebooks } from './notebooks';
import { saveOutputs } from './saveOutputs';

const USAGE = `usage: npm run outputs -- [<notebook> …] [--check]

  <notebook>  such as theory/baseline; all by default
  --check     compare with the saved outputs instead of writing them`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { check: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const root = process.cwd();
  const names = positionals.length > 0 ? positionals : await listNotebooks(root);
  let failures = 0;
  for (const name of names) {
    const problems = await saveOutputs(root, name, { check: values.check, log: (line) => console.log(line) });
    if (problems.length > 0) failures++;
    for (const problem of problems) console.error(`  ${problem}`);
  }
  if (failures > 0) console.error(`\n${failures} of ${names.length} notebooks did not come out as they should`);
  return failures > 0 ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
