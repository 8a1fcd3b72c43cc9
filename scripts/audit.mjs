/**
 * `npm run audit`: what is known against the packages that the book runs on, by `npm audit --omit=dev`. A finding is mended, by an update or by one of
 * `overrides` in package.json, or explained below. Ends with 1 where one is neither, and with 2 where the registry gives no answer.
 */
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { root } from './site.mjs';

/** Advisories that do not concern the book, each with the reason. */
export const EXPLAINED = {
  'GHSA-jvff-x2qm-6286':
    'mathjs, of danfojs: code by the expression parser. danfojs takes its sums and medians only, and a cell may run any code of its reader’s anyway.',
  'GHSA-29qv-4j9f-fjw5': 'mathjs: the same.',
  'GHSA-5v89-rwgr-qj6g': 'mathjs: the same.',
};

/** What a report of `npm audit --json` has that is not explained: package, advisory, title. */
export function unexplained({ vulnerabilities }) {
  const found = Object.values(vulnerabilities).flatMap(({ name, via }) =>
    via.filter((cause) => typeof cause === 'object').map(({ url, title }) => ({ name, advisory: url.split('/').at(-1), title })),
  );
  return found.filter(({ advisory }) => !Object.hasOwn(EXPLAINED, advisory));
}

function main() {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { stdout } = spawnSync(npm, ['audit', '--omit=dev', '--json'], { cwd: root, encoding: 'utf8' });
  const report = parsed(stdout);
  if (!report.vulnerabilities) {
    console.error(`npm audit gave no findings and no all-clear: ${report.message ?? report.error?.summary ?? 'no answer'}`);
    process.exit(2);
  }
  const open = unexplained(report);
  for (const { name, advisory, title } of open) console.error(`${name}: ${title} (https://github.com/advisories/${advisory})`);
  console.log(open.length ? `${open.length} to mend or to explain in scripts/audit.mjs` : 'nothing that is not explained');
  process.exitCode = open.length ? 1 : 0;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) main();
