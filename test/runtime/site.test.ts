import { afterEach, describe, expect, it, vi } from 'vitest';
import { siteFiles } from '../../src/runtime/site';

const worker = 'https://example.org/rekkobook/assets/js/worker.js';

describe('siteFiles', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('finds the site by the base in the worker’s name', () => {
    expect(siteFiles('{"base":"/rekkobook/"}', worker).url('wasm/')).toBe('https://example.org/rekkobook/wasm/');
    expect(siteFiles('{"base":"/rekkobook"}', worker).url('wasm/')).toBe('https://example.org/rekkobook/wasm/');
  });

  it('takes the root where the name says nothing', () => {
    for (const name of ['', 'kernel', '{}', 'null'])
      expect(siteFiles(name, worker).url('data/a.csv')).toBe('https://example.org/data/a.csv');
  });

  it('fetches data, and says which file could not be had', async () => {
    const fetch = vi.fn((url: string) =>
      Promise.resolve(new Response(url.endsWith('a.csv') ? 'ab' : '', { status: url.endsWith('a.csv') ? 200 : 404 })),
    );
    vi.stubGlobal('fetch', fetch);
    const { data } = siteFiles('{"base":"/b/"}', worker);
    expect(await data('a.csv')).toEqual(new Uint8Array([97, 98]));
    expect(fetch).toHaveBeenCalledWith('https://example.org/b/data/a.csv');
    await expect(data('b.csv')).rejects.toMatchObject({
      message: 'b.csv could not be loaded',
      cause: { message: expect.stringContaining('404') },
    });
  });
});
