/** A publisher on the loopback address that serves one archive, well or badly. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Publisher {
  /** With a slash at the end. */
  address: string;
  /** To be given as `onProgress`: a connection breaks only when the client has told of the last byte before the break. */
  heard: (done: number) => void;
  /** The `Range` of each request so far; undefined where it had none. */
  ranges: (string | undefined)[];
  close(): Promise<void>;
}

export interface Ways {
  body: Uint8Array;
  etag?: string;
  /** Bytes after which the connection breaks, request by request; absent or past the end: it does not. */
  breaksAfter?: number[];
  /** Answers of this status instead, request by request; 0 for the file. */
  statuses?: number[];
  /** Whether `Range` is heeded; true by default. */
  resumes?: boolean;
  /** Milliseconds between two pieces of a tenth of the file. */
  pause?: number;
  /** Bytes after which nothing more comes and the connection stays open. */
  stallsAfter?: number;
}

export async function publisher(ways: Ways): Promise<Publisher> {
  const ranges: (string | undefined)[] = [];
  const client = { has: 0 };
  const server = createServer((request, response) => {
    ranges.push(request.headers.range);
    void answer(ways, ranges.length - 1, client, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    heard: (done) => {
      client.has = done;
    },
    ranges,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function answer(
  ways: Ways,
  n: number,
  client: { has: number },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { body, etag, breaksAfter = [], statuses = [], resumes = true, pause = 0, stallsAfter = Infinity } = ways;
  if (statuses[n]) {
    response.writeHead(statuses[n]).end('no');
    return;
  }
  const asked = /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
  const same = request.headers['if-range'] === undefined || request.headers['if-range'] === etag;
  const from = asked && resumes && same ? Number(asked[1]) : 0;
  if (from >= body.length) {
    response.writeHead(416, { 'content-range': `bytes */${body.length}` }).end();
    return;
  }
  response.writeHead(from > 0 ? 206 : 200, {
    'content-length': body.length - from,
    ...(etag && { etag }),
    ...(from > 0 && { 'content-range': `bytes ${from}-${body.length - 1}/${body.length}` }),
  });
  const stop = Math.min(body.length, from + (breaksAfter[n] ?? Infinity), stallsAfter);
  const piece = Math.ceil(body.length / 10);
  for (let at = from; at < stop && !response.destroyed; at += piece) {
    response.write(body.subarray(at, Math.min(stop, at + piece)));
    await sleep(pause);
  }
  if (stop === body.length) response.end();
  else if (stop < stallsAfter) {
    while (client.has < stop && !response.destroyed) await sleep(2);
    response.destroy();
  }
}
