/**
 * `npm test`: everything a change must pass, step by step, each one timed, the output of a failed one shown whole. The last line
 * counts. `npm test -- types unit` takes only the steps it names.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './chromium.mjs';
import { root } from './site.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'handbook-test-'));
const bin = (path) => join(root, 'node_modules', path);

const vitest = (report, ...args) => [
  bin('vitest/vitest.mjs'),
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...args,
];
const outputs = (...args) => ['--import', 'tsx', 'src/cli/outputs.ts', ...args];
const movielens = process.env.MOVIELENS_DIR;
const links = (folder, base) => ['scripts/links.mjs', folder, base];

/**
 * A step is one or more programs of Node; with a report it counts as many checks as Vitest ran, else as one. Light ones keep one processor busy,
 * and run side by side; the others keep all.
 */
const steps = [
  {
    name: 'types',
    isLight: true,
    runs: ['.', 'examples/services'].map((project) => [bin('typescript/bin/tsc'), '--noEmit', '-p', project]),
  },
  {
    name: 'lint',
    isLight: true,
    runs: [
      [bin('eslint/bin/eslint.js'), '.', '--max-warnings=0'],
      [bin('cspell/bin.mjs'), 'lint', '--no-progress', '--show-suggestions'],
    ],
  },
  { name: 'format', isLight: true, runs: [[bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.']] },
  { name: 'unit', report: join(scratch, 'unit.json'), runs: [vitest(join(scratch, 'unit.json'))] },
  {
    name: 'outputs',
    // The leaderboard's rows on MovieLens too, where its files are: they may not be part of the repository.
    note: movielens ? '' : 'without MovieLens: MOVIELENS_DIR is not set',
    runs: [outputs('--check'), ...(movielens ? [outputs('--check', '--data', movielens)] : [])],
  },
  // Under another base URL first, so that what stays in `build` is the site itself.
  {
    name: 'base',
    env: { BASE_URL: '/book/' },
    runs: [['scripts/build.mjs', join(scratch, 'book')], links(join(scratch, 'book'), '/book/')],
  },
  { name: 'build', env: { BASE_URL: '/' }, runs: [['scripts/build.mjs', 'build'], links('build', '/')] },
  {
    name: 'e2e',
    report: join(scratch, 'e2e.json'),
    env: { BASE_URL: '/', CHROME_PATH: findChromium() ?? '' },
    runs: [vitest(join(scratch, 'e2e.json'), '--config', 'test/e2e/vitest.config.ts')],
  },
];

/** Runs a program to its end; what it wrote comes back with its exit code. */
function run(args, env) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env, CI: process.env.CI ?? '1' } });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part) => (text += part));
    child.on('error', (error) => resolve({ code: 1, text: `${text}\n${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? 1, text }));
  });
}

/** How many checks passed and failed. A failed step has at least one failure, and a passed one at least one check. */
function count({ report }, code) {
  if (!report) return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped } = JSON.parse(readFileSync(report, 'utf8'));
  return { passed, failed: Math.max(failed, code !== 0 || passed === 0 ? 1 : 0), skipped };
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length) {
  console.error(`a step must be one of ${steps.map(({ name }) => name).join(', ')}, got ${unknown.join(', ')}`);
  process.exit(2);
}

const total = { passed: 0, failed: 0 };

/** Runs a step to its end, and says what came of it. */
async function carryOut(step) {
  const start = performance.now();
  let code = 0;
  let text = '';
  for (const args of step.runs) {
    if (code !== 0) break;
    const result = await run(args, step.env);
    code = result.code;
    text += result.text;
  }
  const { passed, failed, skipped } = count(step, code);
  total.passed += passed;
  total.failed += failed;
  if (failed) console.log(text.trimEnd());
  const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(6);
  const checks = step.report
    ? `, ${passed} passed${failed ? `, ${failed} failed` : ''}${skipped ? `, ${skipped} skipped` : ''}`
    : '';
  console.log(`${failed ? 'FAIL' : 'ok  '} ${step.name.padEnd(8)} ${seconds} s${checks}${step.note ? `, ${step.note}` : ''}`);
}

const chosen = steps.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
await Promise.all(chosen.filter(({ isLight }) => isLight).map(carryOut));
for (const step of chosen.filter(({ isLight }) => !isLight)) await carryOut(step);
rmSync(scratch, { recursive: true, force: true });
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed ? 1 : 0);
