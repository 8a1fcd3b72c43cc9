/** Who runs the tasks: this process, a worker in Chromium, and programs of C that this file compiles. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runTask } from './tasks';
import { openWorker } from './workerPage';
import type { Interactions } from '../src/recsys/types';
import type { LogSize } from './log';
import type { Task } from './tasks';

/** What a task took. */
export interface Answer {
  /** From start to end. */
  milliseconds: number;
  /** The same of the thread on a processor, where the system tells it: what others do meanwhile does not count. */
  busy?: number;
  /** A number that says what was computed. */
  result: number;
}

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
  /** The measure: what one would write, with every liberty to reorder sums: without it the compiler makes no vectors of them. */
  plain: { name: 'C, plain loops, -O3 -msse4.2 -ffast-math', source: 'plain.c', flags: ['-O3', '-msse4.2', '-ffast-math'] },
  /** The kernel's own blocking, as wide as WebAssembly's SIMD: what is between them is the engine's. */
  blocked: { name: 'C, same blocking, -O3 -msse4.2', source: 'blocked.c', flags: ['-O3', '-msse4.2'] },
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
export function writeLog({ users, items, userIds, itemIds }: Interactions): string {
  const file = join(scratch, `${userIds.length}-${itemIds.length}-${users.length}.log`);
  const sizes = Int32Array.of(userIds.length, itemIds.length, users.length);
  writeFileSync(
    file,
    Buffer.concat([sizes, users, items].map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength))),
  );
  return file;
}

/** Compiles a program; undefined, with a word why, where there is no compiler or library for it. */
export function compile({ name, source, flags, libraries = [] }: Program): string | undefined {
  const binary = join(scratch, `${source}${flags.join('')}`);
  const files = ['main.c', 'log.c', source].map((file) => join(folder, file));
  const made = spawnSync('gcc', [...flags, '-o', binary, ...files, '-lm', ...libraries], { encoding: 'utf8' });
  if (made.status === 0) return binary;
  console.warn(`${name} is left out: ${(made.stderr || String(made.error)).trim().split('\n')[0]}`);
  return undefined;
}

/** Starts a program on a log; undefined where it cannot be compiled. */
export function native(log: Interactions, program: Program): Contestant | undefined {
  const { name } = program;
  const binary = compile(program);
  if (!binary) return undefined;
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
      const [milliseconds, busy, result] = String((await lines.next()).value)
        .split(' ')
        .map(Number);
      if (!(milliseconds >= 0)) throw new Error(`${name} gave no answer to ${task.join(' ')}`);
      return { milliseconds, busy, result };
    },
    close: async () => void child.stdin.end(),
  };
}

/** How long a thread has been on a processor, in milliseconds; undefined where the system does not tell. */
function threadClock(process: number, thread: number): (() => number) | undefined {
  const file = `/proc/${process}/task/${thread}/schedstat`;
  return existsSync(file) ? () => Number(readFileSync(file, 'utf8').split(' ')[0]) / 1e6 : undefined;
}

/** Runs a task by a clock. */
async function timed(
  clock: (() => number) | undefined,
  run: () => Promise<number>,
): Promise<Pick<Answer, 'milliseconds' | 'busy'>> {
  const before = clock?.();
  const milliseconds = await run();
  return { milliseconds, busy: clock && clock() - before! };
}

/** The library in this process. */
export function node(log: Interactions): Contestant {
  const clock = threadClock(process.pid, process.pid);
  return {
    name: 'Node',
    version: `Node ${process.version}, V8 ${process.versions.v8}`,
    async run(task) {
      let result = () => NaN;
      const times = await timed(clock, async () => {
        const start = performance.now();
        result = await runTask(log, task);
        return performance.now() - start;
      });
      return { ...times, result: result() };
    },
    close: async () => undefined,
  };
}

/** The library in a worker of Chromium; undefined where there is none. */
export async function browser(size: LogSize): Promise<Contestant | undefined> {
  const worker = await openWorker('worker.ts');
  if (!worker) return undefined;
  const { ask, version, close } = worker;
  await ask({ size });
  const clock = workerClock();
  return {
    name: 'Chromium',
    version,
    run: async (task) => ({ ...(await timed(clock, () => ask<number>({ task }))), result: await ask<number>('result') }),
    close,
  };
}

/** The clock of the one worker thread of a browser on this machine; undefined where it cannot be told. */
function workerClock(): (() => number) | undefined {
  if (!existsSync('/proc/self/schedstat')) return undefined;
  const found: [process: number, thread: number][] = [];
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      for (const thread of readdirSync(`/proc/${pid}/task`)) {
        const name = readFileSync(`/proc/${pid}/task/${thread}/comm`, 'utf8');
        if (name.startsWith('DedicatedWorker')) found.push([Number(pid), Number(thread)]);
      }
    } catch {
      // a process that has ended meanwhile
    }
  }
  return found.length === 1 ? threadClock(...found[0]) : undefined;
}
