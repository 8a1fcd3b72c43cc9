/** The HTTP server around an application: limits against slow and large requests, headers that browsers should see, and a quiet end. */
import { createAdaptorServer } from '@hono/node-server';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What every answer says to a browser: this is data, never a page. */
const SECURITY_HEADERS: Record<string, string> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};

export interface ServerOptions {
  host: string;
  port: number;
  /** Milliseconds that a client may take to send its headers; 5,000 by default. */
  headersTimeout?: number;
}

export interface RunningServer {
  /** Such as `http://127.0.0.1:8080`. */
  url: string;
  /** Goes on answering, but asks clients with each answer to leave the connection: so none is cut in the middle of a request later. */
  drain(): void;
  /**
   * Takes no more connections and ends once all requests are answered, or after so many seconds; whether all were.
   */
  close(seconds: number): Promise<boolean>;
}

/**
 * Starts to listen.
 *
 * @param fetch answers a request; it must not reject
 */
export async function startServer(
  fetch: (request: Request) => Response | Promise<Response>,
  { host, port, headersTimeout = 5_000 }: ServerOptions,
): Promise<RunningServer> {
  let draining = false;
  const server = createAdaptorServer({
    fetch: async (request: Request) => {
      const response = await fetch(request);
      for (const name in SECURITY_HEADERS) response.headers.set(name, SECURITY_HEADERS[name]);
      // A client that keeps its connection is told to come back on another.
      if (draining) response.headers.set('connection', 'close');
      return response;
    },
    serverOptions: {
      maxHeaderSize: 8 * 1024,
      headersTimeout,
      requestTimeout: 10_000,
      keepAliveTimeout: 65_000, // longer than a balancer's, which is to be the one that closes
      connectionsCheckingInterval: Math.min(1_000, headersTimeout),
    },
  }) as Server;
  server.maxConnections = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { address, family, port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`,
    drain() {
      draining = true;
    },
    async close(seconds) {
      draining = true;
      const ended = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const idle = setInterval(() => server.closeIdleConnections(), 50);
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<'late'>((resolve) => {
        timer = setTimeout(resolve, 1000 * seconds, 'late');
      });
      const result = await Promise.race([ended, late]);
      clearTimeout(timer);
      clearInterval(idle);
      if (result === 'late') server.closeAllConnections();
      await ended;
      return result !== 'late';
    },
  };
}
