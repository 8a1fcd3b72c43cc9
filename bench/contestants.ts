/** Who runs the tasks: this process, a worker in Chromium, and programs of C that this file compiles. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { findChromium } from '../scripts/chromium.mjs';
import { runTask } from './tasks';
import type { Interactions } from '../src/recsys/types';
import type { LogSize } from './log';
import type { Answer, Task } from './tasks';

/** Somebody who does tasks on one log. */
export interface Contestant {
  name: string;
  run(task: Task): Promise<Answer>;
  /** What it is, for the record: a compiler's or a browser's version. */
  version: string;
  close(): Promise<void>;
}

/** How a program of C is made. */
export interface Program {
  name: string;
  /** The file of `native` with the trainings. */
  source: 'blocked.c' | 'plain.c';
  flags: string[];
  libraries?: string[];
}

/** The programs, by the part they play. */
export const programs = {
  /** The goal's measure: the same blocking, as wide as WebAssembly's SIMD. */
  blocked: { name: 'C, same blocking, -O3 -msse4.2', source: 'blocked.c', flags: ['-O3', '-msse4.2'] },
  /** What one would write, with every liberty to reorder sums: without it the compiler makes no vectors of them. */
  plain: { name: 'C, plain loops, -O3 -msse4.2 -ffast-math', source: 'plain.c', flags: ['-O3', '-msse4.2', '-ffast-math'] },
  /** As wide as this machine's common vectors. */
  native: {
    name: 'C, same blocking, -march=native, 32 bytes wide',
    source: 'blocked.c',
    flags: ['-O3', '-march=native', '-ffast-math', '-DVECTOR=32'],
  },
  /** LAPACK's inverse; everything else as in plain loops. */
  openblas: {
    name: 'OpenBLAS, one thread',
    source: 'plain.c',
    flags: ['-O3', '-march=native', '-ffast-math', '-DOPENBLAS'],
    libraries: ['-lopenblas'],
  },
} satisfies Record<string, Program>;

const folder = join(import.meta.dirname, 'native');
const scratch = mkdtempSync(join(tmpdir(), 'handbook-bench-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

/** Writes the log where the programs of C can read it. */
function writeLog({ users, items, userIds, itemIds }: Interactions): string {
  mkdirSync(scratch, { recursive: true });
  const file = join(scratch, `${userIds.length}-${itemIds.length}-${users.length}.log`);
  const sizes = Int32Array.of(userIds.length, itemIds.length, users.length);
  writeFileSync(
    file,
    Buffer.concat([sizes, users, items].map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength))),
  );
  return file;
}

/** Compiles a program and starts it on a log; undefined where there is no compiler or library for it. */
export function native(log: Interactions, { name, source, flags, libraries = [] }: Program): Contestant | undefined {
  const binary = join(scratch, `${source}${flags.join('')}`);
  const files = ['main.c', 'log.c', source].map((file) => join(folder, file));
  const made = spawnSync('gcc', [...flags, '-o', binary, ...files, '-lm', ...libraries], { encoding: 'utf8' });
  if (made.status !== 0) {
    console.warn(`${name} is left out: ${(made.stderr || String(made.error)).trim().split('\n')[0]}`);
    return undefined;
  }
  const child = spawn(binary, [writeLog(log)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, OPENBLAS_NUM_THREADS: '1' },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    name,
    version: spawnSync('gcc', ['--version'], { encoding: 'utf8' }).stdout.split('\n')[0],
    async run(task) {
      child.stdin.write(`${task.join(' ')}\n`);
      const { value } = await lines.next();
      const [milliseconds, busy, result] = String(value).split(' ').map(Number);
      if (!(milliseconds >= 0)) throw new Error(`${name} gave no answer to ${task.join(' ')}`);
      return { milliseconds, busy, result };
    },
    async close() {
      child.stdin.end();
    },
  };
}

/** The library in this process. */
export function node(log: Interactions): Contestant {
  return {
    name: 'Node',
    version: `Node ${process.version}, V8 ${process.versions.v8}`,
    run: (task) => runTask(log, task),
    close: async () => undefined,
  };
}

/** The page's side, as text, since what tsx makes of a function does not run elsewhere: starts the worker, and asks it one thing at a time. */
const START = `(code) => {
  const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
  globalThis.ask = (message) =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(message);
    });
}`;

/** The library in a worker of Chromium; undefined where there is none. */
export async function browser(size: LogSize): Promise<Contestant | undefined> {
  const executablePath = findChromium();
  if (!executablePath) return undefined;
  const bundle = await build({
    entryPoints: [join(import.meta.dirname, 'worker.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
  });
  const opened = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const page = await opened.newPage();
  await page.evaluate(`(${START})(${JSON.stringify(bundle.outputFiles[0].text)})`);
  const ask = <T>(message: unknown) => page.evaluate<T>(`ask(${JSON.stringify(message)})`);
  await ask({ size });
  return {
    name: 'Chromium',
    version: `Chromium ${opened.version()}`,
    run: (task) => ask<Answer>({ task }),
    close: () => opened.close(),
  };
}
