/**
 * An open-loop load generator: requests are due at a fixed rate, whether or not the answers keep up, and each one's latency is counted from the
 * moment at which it was due. A generator that waits for answers asks a slow server less, and so measures it too kindly (G. Tene calls it
 * coordinated omission).
 *
 *     npx tsx bench/load.ts http://127.0.0.1:8080 --rate 1000 --seconds 20 --users 3400
 *
 * Node's own modules only: Node 24 runs this file as it stands.
 */
import { Agent, request } from 'node:http';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

export interface LoadOptions {
  /** The path of the n-th request. */
  path: (n: number) => string;
  /** Requests a second. */
  rate: number;
  seconds: number;
  /** Connections, each of which has one request at a time; what is due while all are busy waits, and its waiting counts. 64 by default. */
  connections?: number;
  /** Milliseconds after which a request has failed; 5,000 by default. */
  timeout?: number;
}

export interface LoadReport {
  /** Asked for, and answered with 200, a second. */
  rate: number;
  answered: number;
  requests: number;
  /** Whatever is no 200, by status or code. */
  errors: number;
  outcomes: Record<string, number>;
  /** Milliseconds of the answers with 200. */
  p50: number;
  p95: number;
  p99: number;
  max: number;
  /** How late the generator's own timer was, 99th percentile in milliseconds: what the machine adds by itself. */
  lag: number;
}

/** The status or the code of what went wrong. */
function ask(agent: Agent, url: string, timeout: number): Promise<string> {
  return new Promise((resolve) => {
    const sent = request(url, { agent, timeout }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(String(answer.statusCode)));
      answer.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
    });
    sent.on('timeout', () => sent.destroy(Object.assign(new Error('timeout'), { code: 'timeout' })));
    sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
    sent.end();
  });
}

/** Puts an address under load. */
export async function load(url: string, options: LoadOptions): Promise<LoadReport> {
  const { path, rate, seconds, connections = 64, timeout = 5_000 } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const total = Math.round(rate * seconds);
  const latencies: number[] = [];
  const outcomes: Record<string, number> = {};
  const open = new Set<Promise<void>>();
  const lags: number[] = [];
  const start = performance.now();
  const send = async (n: number) => {
    const outcome = await ask(agent, url + path(n), timeout);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    if (outcome === '200') latencies.push(performance.now() - start - (1000 * n) / rate);
  };
  for (let sent = 0; sent < total;) {
    const due = Math.min(total, Math.floor(((performance.now() - start) / 1000) * rate) + 1);
    for (; sent < due; sent++) {
      const one: Promise<void> = send(sent).finally(() => open.delete(one));
      open.add(one);
    }
    const slept = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 1));
    lags.push(performance.now() - slept - 1);
  }
  await Promise.all(open);
  const took = (performance.now() - start) / 1000;
  agent.destroy();
  return {
    ...{ rate, answered: latencies.length / took, requests: total, errors: total - latencies.length, outcomes },
    ...{
      p50: quantile(latencies, 0.5),
      p95: quantile(latencies, 0.95),
      p99: quantile(latencies, 0.99),
      max: quantile(latencies, 1),
    },
    lag: quantile(lags, 0.99),
  };
}

/** The value below which so large a share of them lies. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** One line. */
export function lineOf({ rate, answered, errors, p50, p95, p99, max, lag }: LoadReport): string {
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  return `${rate} requests/s asked, ${answered.toFixed(0)} answered, ${errors} errors; p50 ${ms(p50)}, p95 ${ms(p95)}, p99 ${ms(p99)}, max ${ms(max)} (timer ${ms(lag)} late)`;
}

async function main(): Promise<void> {
  const number = (value: string) => ({ type: 'string', default: value }) as const;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { rate: number('200'), seconds: number('10'), users: number('3400') },
  });
  const [url] = positionals;
  const [rate, seconds, users] = [values.rate, values.seconds, values.users].map(Number);
  if (!url || !(rate > 0) || !(seconds > 0) || !(users >= 1)) {
    console.error('usage: load.ts <address> [--rate 200] [--seconds 10] [--users 3400]');
    process.exitCode = 2;
    return;
  }
  // In pieces of ten seconds, so that one sees how it goes.
  for (let left = seconds; left > 0; left -= 10) {
    const report = await load(url, {
      ...{ rate, seconds: Math.min(left, 10) },
      path: (n) => `/recommend?user_id=${1 + (n % users)}&top_k=10`,
    });
    console.log(lineOf(report), report.errors ? JSON.stringify(report.outcomes) : '');
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await main();
