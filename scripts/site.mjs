/** Builds the site when what it is made from has changed since the last build. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeEdition } from './edition.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const inputs = [
  ...['docs', 'src', 'notebooks', 'static', 'contents.ts', 'docusaurus.config.ts', 'sidebars.ts'],
  ...['tsconfig.json', 'package.json', 'package-lock.json'],
  ...['scripts/declarations.ts', 'scripts/workerDom.ts', 'scripts/hovers.ts', 'scripts/edition.mjs'],
];

/** Every file below a path, in an order that is the same on every machine. */
function files(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => files(join(path, name)));
}

/** What the site is made from, as one hash: contents of its files and the two settings that change its links. */
export function fingerprint() {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([process.env.BASE_URL ?? '/', process.env.GITHUB_REPOSITORY ?? '']));
  for (const file of inputs.flatMap((input) => files(join(root, input)))) {
    hash.update(`\n${relative(root, file)}\n`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

const cache = join(root, 'node_modules/.cache');

/**
 * Builds into a folder; the base URL is the environment's. A build that failed or was killed can leave a bundler's cache with which the next one
 * never ends, so after such a one the cache is thrown away. Throws when the build fails.
 */
export function build(folder, options = {}) {
  const unfinished = join(cache, 'unfinished-build');
  if (existsSync(unfinished)) rmSync(join(cache, 'rspack'), { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  writeFileSync(unfinished, '');
  const docusaurus = join(root, 'node_modules/@docusaurus/core/bin/docusaurus.mjs');
  const run = spawnSync(process.execPath, [docusaurus, 'build', '--out-dir', folder], {
    cwd: root,
    stdio: 'inherit',
    ...options,
  });
  if (run.status !== 0) throw new Error(`the build must succeed, got exit code ${run.status}`);
  writeEdition(root, resolve(root, folder), process.env.BASE_URL ?? '/');
  rmSync(unfinished);
}

/** Builds `build/` when it is missing or older than its inputs, and says whether it did. */
export function ensureBuilt() {
  const folder = join(root, 'build');
  const note = join(cache, 'site.json');
  const now = fingerprint();
  const last =
    existsSync(note) && existsSync(join(folder, 'index.html')) ? JSON.parse(readFileSync(note, 'utf8')).fingerprint : '';
  if (last === now) return false;
  build('build');
  writeFileSync(note, JSON.stringify({ fingerprint: now }));
  return true;
}
