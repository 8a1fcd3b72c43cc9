/** What a program and those that it starts hold in memory together. */
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/** How a program ended. */
export interface Run {
  seconds: number;
  /** Of all its processes and threads together, on a processor: what others do meanwhile counts little; 0 where the system does not tell. */
  cpuSeconds: number;
  /** The most megabytes that all its processes held at one moment, each counted by its share of what several hold; 0 where the system does not tell. */
  peakMB: number;
}

/** Milliseconds between two looks. */
const PERIOD = 250;

/**
 * Runs a program of Node in a folder to its end.
 *
 * @throws if it fails, with what it said last
 */
export function runProgram(args: string[], folder: string): Promise<Run> {
  const [start, before] = [performance.now(), cpuOfEnded()];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let peakMB = 0;
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (said = (said + String(part)).slice(-4000)));
  const looking = setInterval(() => (peakMB = Math.max(peakMB, held(child.pid!))), PERIOD);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearInterval(looking);
      if (code !== 0) return reject(new Error(`${args.join(' ')} must succeed, got exit code ${code}:\n${said}`));
      resolve({ seconds: (performance.now() - start) / 1000, cpuSeconds: cpuOfEnded() - before, peakMB });
    });
  });
}

/** Seconds on a processor of all programs that this one has started and that have ended, and of theirs; the system counts in hundredths. */
function cpuOfEnded(): number {
  const fields = read('/proc/self/stat').split(') ').at(-1)!.split(' ');
  return (Number(fields[13] ?? 0) + Number(fields[14] ?? 0)) / 100;
}

/** Megabytes of a process and all below it; 0 where there is no /proc. */
function held(process: number): number {
  const children = new Map<number, number[]>();
  for (const name of list('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const parent = Number(/\) \S (\d+)/.exec(read(`/proc/${name}/stat`))?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  let kilobytes = 0;
  for (const all = [process]; all.length > 0;) {
    const one = all.pop()!;
    kilobytes += Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${one}/smaps_rollup`))?.[1] ?? 0);
    all.push(...(children.get(one) ?? []));
  }
  return kilobytes / 1024;
}

/** What a process that has ended meanwhile says is nothing. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
