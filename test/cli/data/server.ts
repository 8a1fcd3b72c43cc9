/** A publisher on the loopback address that serves one archive, well or badly. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Publisher {
  /** With a slash at the end. */
  address: string;
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
  const server = createServer((request, response) => {
    ranges.push(request.headers.range);
    void answer(ways, ranges.length - 1, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    ranges,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer(ways: Ways, n: number, request: IncomingMessage, response: ServerResponse): Promise<void> {
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
  const piece = Math.ceil(body.length / 10);
  for (let at = from; at < body.length && !response.destroyed; at += piece) {
    const end = Math.min(body.length, at + piece, from + (breaksAfter[n] ?? Infinity), stallsAfter);
    response.write(body.subarray(at, end));
    if (end >= stallsAfter) return;
    await new Promise((resolve) => setTimeout(resolve, end - from >= (breaksAfter[n] ?? Infinity) ? 30 : pause));
    if (end - from >= (breaksAfter[n] ?? Infinity)) response.destroy();
  }
  if (!response.destroyed) response.end();
}
