/**
 * A closed-loop load: so many connections, each of which asks again as soon as it is answered. It finds how many requests a second a server can
 * answer at most, and says nothing of latency: for that see load.ts. Sockets are written and read by hand, so that the generator costs little.
 */
import { connect } from 'node:net';

export interface SaturateOptions {
  /** The path of the n-th request. */
  path: (n: number) => string;
  seconds: number;
  connections: number;
}

/** Requests a second that were answered with 200; throws an Error at any other answer. */
export async function saturate(url: string, { path, seconds, connections }: SaturateOptions): Promise<number> {
  const { hostname, port } = new URL(url);
  const start = performance.now();
  const end = start + 1000 * seconds;
  let answered = 0;
  let next = 0;
  const client = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect(Number(port), hostname);
      let text = '';
      const ask = () => socket.write(`GET ${path(next++)} HTTP/1.1\r\nhost: ${hostname}\r\n\r\n`);
      socket.setEncoding('latin1').setNoDelay(true);
      socket.on('connect', ask);
      socket.on('data', (part: string) => {
        text += part;
        if (!whole(text)) return;
        if (!text.startsWith('HTTP/1.1 200 ')) {
          socket.destroy(new Error(`the server must answer with 200, got ${text.slice(0, 40)}`));
          return;
        }
        answered++;
        text = '';
        if (performance.now() < end) ask();
        else socket.end();
      });
      socket.on('error', reject);
      socket.on('close', () => resolve());
    });
  await Promise.all(Array.from({ length: connections }, client));
  return (1000 * answered) / (performance.now() - start);
}

/** Whether the answer is all there, by its length or by its last chunk. */
function whole(text: string): boolean {
  const body = text.indexOf('\r\n\r\n') + 4;
  if (body < 4) return false;
  const length = /\r\ncontent-length: (\d+)\r\n/i.exec(text.slice(0, body))?.[1];
  return length === undefined ? text.endsWith('\r\n0\r\n\r\n') : text.length >= body + Number(length);
}
