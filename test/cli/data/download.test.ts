import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { download as fetchFile } from '../../../src/cli/data/download';
import type { DownloadOptions } from '../../../src/cli/data/download';
import { publisher } from './server';
import type { Publisher, Ways } from './server';

const body = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 251);
let folder: string;
let server: Publisher | undefined;
const file = () => join(folder, 'a.zip');
const quick = { pause: 0.01, patience: 5 };
const download = (url: string, to: string, options: DownloadOptions) =>
  fetchFile(url, to, { onProgress: server!.heard, ...options });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'download-'));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  rmSync(folder, { recursive: true });
});

async function serve(ways: Partial<Ways>): Promise<string> {
  server = await publisher({ body, etag: '"v1"', ...ways });
  return `${server.address}a.zip`;
}

describe('download', () => {
  it('fetches a file, tells how far it is, and leaves nothing beside it', async () => {
    const told: [number, number | undefined][] = [];
    await download(await serve({}), file(), { ...quick, onProgress: (...progress) => told.push(progress) });
    expect([...readFileSync(file())]).toEqual([...body]);
    expect(told[0]).toEqual([0, 5000]);
    expect(told.at(-1)).toEqual([5000, 5000]);
    expect(existsSync(`${file()}.part`) || existsSync(`${file()}.part.json`)).toBe(false);
  });

  it('goes on where the connection broke, as often as it is asked to try', async () => {
    await download(await serve({ breaksAfter: [1500, 1500] }), file(), quick);
    expect([...readFileSync(file())]).toEqual([...body]);
    expect(server!.ranges).toEqual([undefined, 'bytes=1500-', 'bytes=3000-']);
  });

  it('says what broke and keeps what came; a later run goes on from there', async () => {
    const url = await serve({ breaksAfter: [1500, 100] });
    await expect(download(url, file(), { ...quick, tries: 2 })).rejects.toThrow(
      /^http:\/\/127.0.0.1:\d+\/a.zip: the connection broke, tried 2 times; 1600 bytes are kept, run it again to go on from there$/,
    );
    expect(existsSync(file())).toBe(false);
    await download(url, file(), quick);
    expect([...readFileSync(file())]).toEqual([...body]);
    expect(server!.ranges).toEqual([undefined, 'bytes=1500-', 'bytes=1600-']);
  });

  it.each([
    ['the server does not resume', { resumes: false }],
    ['the server names no version', { etag: undefined }],
    ['the version is a weak one', { etag: 'W/"v1"' }],
  ])('fetches the whole again where %s', async (_, ways) => {
    await download(await serve({ breaksAfter: [1500], ...ways }), file(), quick);
    expect([...readFileSync(file())]).toEqual([...body]);
  });

  it('fetches the whole again where the file has changed since', async () => {
    const ways: Ways = { body: new Uint8Array(4000), etag: '"v1"', breaksAfter: [1500] };
    server = await publisher(ways);
    await expect(download(`${server.address}a.zip`, file(), { ...quick, tries: 1 })).rejects.toThrow('1500 bytes are kept');
    Object.assign(ways, { body, etag: '"v2"' });
    await download(`${server.address}a.zip`, file(), quick);
    expect([...readFileSync(file())]).toEqual([...body]);
  });

  it('fetches the whole again where all of it lay there unfinished', async () => {
    const ways: Ways = { body: body.slice(0, 5000), etag: '"v1"', breaksAfter: [4000] };
    server = await publisher(ways);
    await expect(download(`${server.address}a.zip`, file(), { ...quick, tries: 1 })).rejects.toThrow('4000 bytes are kept');
    ways.body = body.slice(0, 4000);
    await download(`${server.address}a.zip`, file(), quick);
    expect(readFileSync(file()).length).toBe(4000);
    expect(server.ranges).toEqual([undefined, 'bytes=4000-', undefined]);
  });

  it('tries again what passes, and not what does not', async () => {
    await download(await serve({ statuses: [503, 429] }), file(), quick);
    expect(server!.ranges.length).toBe(3);
    await server!.close();
    await expect(download(await serve({ statuses: [404] }), join(folder, 'b.zip'), quick)).rejects.toThrow(
      /\/a.zip: 404 Not Found$/,
    );
    expect(server!.ranges.length).toBe(1);
  });

  it('waits for a slow server, and gives up one that has fallen silent', async () => {
    await download(await serve({ pause: 80 }), file(), { ...quick, patience: 0.6 });
    await server!.close();
    await expect(
      download(await serve({ stallsAfter: 1000 }), join(folder, 'b.zip'), { ...quick, patience: 1, tries: 1 }),
    ).rejects.toThrow('nothing came for 1 s, tried 1 times; 1000 bytes are kept');
  });

  it('refuses a file that is too large, and stops when told', async () => {
    await expect(download(await serve({}), file(), { ...quick, maxBytes: 4999 })).rejects.toThrow(
      'has 5000 bytes, more than 4999',
    );
    await server!.close();
    const stop = new AbortController();
    const stopped = download(await serve({ pause: 30 }), file(), {
      ...quick,
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('stopped')),
    });
    await expect(stopped).rejects.toThrow('stopped');
    expect(existsSync(file())).toBe(false);
  });

  it('says so where nobody answers', async () => {
    const url = await serve({});
    await server!.close();
    await expect(download(url, file(), { ...quick, tries: 2 })).rejects.toThrow(
      /could not be reached \(ECONNREFUSED\), tried 2 times$/,
    );
  });
});
