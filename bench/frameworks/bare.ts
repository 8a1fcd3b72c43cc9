/** The route that is timed without any framework, for comparison: what remains is Node's HTTP and the recommender. */
import { createServer } from 'node:http';
import { readTopK, readUserId } from '../../examples/services/recommender';
import type { AddressInfo } from 'node:net';
import type { Running, Service } from '../../examples/services/recommender';

export async function start(service: Service, port: number): Promise<Running> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://localhost');
    const body =
      pathname === '/recommend'
        ? service.recommend(readUserId(searchParams.get('user_id')), readTopK(searchParams.get('top_k') ?? undefined))
        : { status: 'ok' };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
