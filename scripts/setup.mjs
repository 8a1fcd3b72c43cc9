/**
 * Before `npm start` and `npm test`: installs the dependencies when they are missing or not those of the lock file.
 * With `--browser` it also makes sure of a Chromium. Node's own parts only: nothing is installed yet when this runs.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from './chromium.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const lock = join(root, 'package-lock.json');
const stamp = join(root, 'node_modules/.setup');

function fail(message) {
  console.error(message);
  process.exit(1);
}

function run(command, args, env = process.env) {
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', env, shell: process.platform === 'win32' }).status === 0;
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    fail(`Node must be 20.19 or newer, got ${process.versions.node}: https://nodejs.org`);
}

/** True when `node_modules` is what the lock file says: by our stamp, or by npm's own note being newer than the lock. */
function installed(hash) {
  if (existsSync(stamp)) return readFileSync(stamp, 'utf8') === hash;
  const note = join(root, 'node_modules/.package-lock.json');
  return existsSync(note) && statSync(note).mtimeMs >= statSync(lock).mtimeMs;
}

function install() {
  const hash = createHash('sha256').update(readFileSync(lock)).digest('hex');
  if (!installed(hash)) {
    console.log('Installing dependencies (npm ci), once.');
    const npm = process.env.npm_execpath;
    const done = npm?.endsWith('.js')
      ? run(process.execPath, [npm, 'ci', '--no-audit', '--no-fund'])
      : run('npm', ['ci', '--no-audit', '--no-fund']);
    if (!done) fail('npm ci failed: its message above says why');
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}

function ensureBrowser() {
  const found = findChromium();
  if (found) return found;
  const debian = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (debian) {
    console.log('Installing Chromium (apt-get install chromium), once.');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    if (run('apt-get', ['update', '-q'], env))
      run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], env);
  }
  return findChromium();
}

checkNode();
install();
if (process.argv.includes('--browser')) {
  let browser;
  try {
    browser = ensureBrowser();
  } catch (error) {
    fail(error.message);
  }
  if (!browser) {
    fail(
      'The tests drive a Chromium and found none. Install Chromium or Google Chrome (Debian: apt-get install chromium; ' +
        'macOS: brew install --cask chromium), or set CHROME_PATH to its executable.',
    );
  }
}
