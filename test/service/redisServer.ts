/** A real Redis for tests: Debian's `redis-server` on a free loopback port, in memory only. */
import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { connectRedis } from '../../src/service/redis/connect';

export interface TestRedis {
  url: string;
  port: number;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
}

/** Whether there is a `redis-server`; without one, tests say so and are skipped. */
export const haveRedis = spawnSync('redis-server', ['--version']).status === 0;
if (!haveRedis) console.warn('redis-server is not installed: its tests are skipped (apt-get install redis-server)');

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

export async function startRedis(port?: number): Promise<TestRedis> {
  const own = port ?? (await freePort());
  const child = spawn('redis-server', ['--port', String(own), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = `redis://127.0.0.1:${own}`;
  const client = await connectRedis(url, () => undefined);
  client.destroy();
  return {
    url,
    port: own,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
