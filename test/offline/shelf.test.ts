import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EditionFile } from '../../src/offline/edition';
import { findKept, hashOf, keep, pathsOn, shelfName, shelvesOf } from '../../src/offline/shelf';

const SITE = 'https://a.b/book/';

/** As much of the browser's caches as is used, in the order of their making as the standard has it. */
class FakeCaches {
  private readonly all = new Map<string, Map<string, Response>>();
  async keys() {
    return [...this.all.keys()];
  }
  async open(name: string) {
    const held = this.all.get(name) ?? new Map<string, Response>();
    this.all.set(name, held);
    return {
      match: async (url: string) => held.get(url)?.clone(),
      put: async (url: string, answer: Response) => void held.set(url, answer),
      keys: async () => [...held.keys()].map((url) => ({ url })),
    };
  }
}

const file = (path: string, content: string): EditionFile => ({
  path,
  hash: createHash('sha256').update(content).digest('hex').slice(0, 16),
  bytes: content.length,
  sent: content.length,
});

beforeEach(() => vi.stubGlobal('caches', new FakeCaches()));
afterEach(() => vi.unstubAllGlobals());

describe('a shelf', () => {
  it('hashes as a build does', async () => {
    expect(await hashOf(new TextEncoder().encode('a').buffer as ArrayBuffer)).toBe(file('', 'a').hash);
  });

  it('takes a file only if it is that of its edition', async () => {
    expect(await keep(SITE, 'one', file('a/', 'old'), new Response('old'))).toBe(true);
    expect(await keep(SITE, 'one', file('b/', 'old'), new Response('new'))).toBe(false);
    expect(await keep(SITE, 'one', file('c/', 'old'), new Response('old', { status: 404 }))).toBe(false);
    expect([...(await pathsOn(SITE, shelfName(SITE, 'one')))]).toEqual(['a/']);
  });

  it('answers from the newest edition that has a path, and never from another site’s', async () => {
    await keep(SITE, 'one', file('a/', 'first'), new Response('first'));
    await keep(SITE, 'one', file('b/', 'only'), new Response('only'));
    await keep(SITE, 'two', file('a/', 'second'), new Response('second'));
    await keep('https://a.b/other/', 'three', file('a/', 'theirs'), new Response('theirs'));
    expect(await shelvesOf(SITE)).toEqual([shelfName(SITE, 'two'), shelfName(SITE, 'one')]);
    expect(await (await findKept(SITE, 'a/'))?.text()).toBe('second');
    expect(await (await findKept(SITE, 'b/'))?.text()).toBe('only');
    expect(await findKept(SITE, 'c/')).toBeUndefined();
  });
});
