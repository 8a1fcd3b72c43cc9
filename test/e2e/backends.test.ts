/** A reader who asks for a backend in a cell gets it, or is told what is used in its place; the cell's title bar says which one is. */
import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { findChromium } from '../../scripts/chromium.mjs';
import { cellOf } from './browser';

/** A graphics card drawn by the processor, and none. */
const CARDS = {
  drawn: ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  none: ['--disable-gpu', '--disable-software-rasterizer'],
};

/** What a host sends to isolate its pages from other origins. */
const ISOLATION = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** Opens a chapter in a browser of its own, gives its page away, and closes it. */
async function withPage(card: keyof typeof CARDS, use: (page: Page) => Promise<void>, headers?: typeof ISOLATION): Promise<void> {
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', ...CARDS[card]] });
  try {
    const context = await browser.newContext({ baseURL: inject('site'), serviceWorkers: 'block' });
    if (headers)
      await context.route('**', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, headers: { ...response.headers(), ...headers } });
      });
    const page = await context.newPage();
    await page.goto('theory/metrics/');
    await use(page);
    await context.unrouteAll({ behavior: 'ignoreErrors' }); // what is still loading need not come
  } finally {
    await browser.close();
  }
}

/** Runs a cell that asks for a backend and computes: what it displays, and what its title bar says of the tensors that stay. */
async function ask(page: Page, name: string) {
  const cell = cellOf(page, 'errors');
  await cell.write(`import { useBackend } from 'recsys';
import * as tf from '@tensorflow/tfjs';
display(await useBackend('${name}'));
display(crossOriginIsolated ? 'isolated' : 'not isolated');
const kept = tf.tensor1d([1, 2, 3]).square();
display('found ' + [...(await kept.data())].join());`);
  await cell.run();
  await cell.reaches('done', 'failed');
  const text = await cell.text();
  const [, sentence] = text.match(/^(.*tensors are computed on \w+)$/m) ?? [];
  const [, found] = text.match(/^found ([\d,]+)$/m) ?? [];
  const [, shown] = text.match(/\d tensors?, \d+ B · (\w+)/) ?? [];
  return { sentence, found, shown, isIsolated: /^isolated$/m.test(text) };
}

describe('useBackend in a cell', () => {
  it('says what is used where there is no graphics card, and the title bar shows it', () =>
    withPage('none', async (page) => {
      for (const name of ['webgl', 'webgpu']) {
        const sentence = `${name} does not start here, so tensors are computed on wasm`;
        expect(await ask(page, name)).toEqual({ sentence, found: '1,4,9', shown: 'wasm', isIsolated: false });
      }
      expect(await ask(page, 'cpu')).toMatchObject({ sentence: 'tensors are computed on cpu', found: '1,4,9', shown: 'cpu' });
    }));

  it('computes on the graphics card that is asked for', () =>
    withPage('drawn', async (page) => {
      expect(await ask(page, 'webgl')).toMatchObject({
        sentence: 'tensors are computed on webgl',
        found: '1,4,9',
        shown: 'webgl',
      });
    }));

  it('computes as ever where the host isolates the page from other origins', () =>
    withPage(
      'none',
      async (page) => {
        const sentence = 'tensors are computed on wasm';
        expect(await ask(page, 'wasm')).toEqual({ sentence, found: '1,4,9', shown: 'wasm', isIsolated: true });
      },
      ISOLATION,
    ));
});
