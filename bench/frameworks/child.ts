/** One framework in a process of its own: reads the recommender, then loads the framework and listens, and tells how long that took. */
import { readFile } from 'node:fs/promises';
import { get } from 'node:http';
import { implicitAls, loadWorld } from 'recsys';
import { makeService } from '../../examples/services/recommender';
import { start as bare } from './bare';
import type { Running, Service } from '../../examples/services/recommender';

/** Loaded only when it is its turn, as a program would load it: that is part of its start. */
const frameworks: Record<string, () => Promise<{ start: (service: Service, port: number) => Promise<Running> }>> = {
  none: async () => ({ start: bare }),
  hono: () => import('../../examples/services/hono/main'),
  fastify: () => import('../../examples/services/fastify/main'),
  express: () => import('../../examples/services/express/main'),
  nest: () => import('../../examples/services/nest/main'),
};

/** What the program holds, in MB, once everything is thrown away that nobody holds. */
function heapMB(): number {
  globalThis.gc!();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

const answered = (url: string) => new Promise<void>((resolve) => get(url, (answer) => answer.resume().on('end', resolve)));

const [, , name, modelFile] = process.argv;
const { interactions, items } = await loadWorld((file) => readFile(`static/data/${file}`));
const service = makeService(implicitAls.fromBuffer(new Uint8Array(await readFile(modelFile)).buffer), interactions, items);
const heapBefore = heapMB();
const before = performance.now();
const { start } = await frameworks[name]();
const { url } = await start(service, 0);
// Listening is not yet answering: some compile their routes at the first request.
await answered(`${url}/health`);
const startMs = performance.now() - before;
process.on('message', () => process.send!({ heapMB: heapMB() - heapBefore, rssMB: process.memoryUsage.rss() / 2 ** 20 }));
process.on('disconnect', () => process.exit(0));
process.send!({ url, startMs });
