import AxeBuilder from '@axe-core/playwright';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { utf8, zip } from '../recsys/data/zipFile';
import { cellOf, useBrowser } from './browser';

const visit = useBrowser();
const MOVIELENS = process.env.MOVIELENS_DIR;
const BASELINE = 'theory/baseline/';

interface Given {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

const given = (name: string, content: string | Uint8Array): Given => ({ name, mimeType: '', buffer: Buffer.from(content) });

/** Opens the dialog and picks files. */
async function bring(page: Page, files: Given[] | string[]) {
  const open = page.getByRole('button', { name: /^Data: / }).first();
  await open.and(page.locator(':enabled')).waitFor();
  await open.click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose files…' }).click();
  await (await chooser).setFiles(files as Given[]);
}

const orders = Array.from({ length: 600 }, (_, i) => `c${i % 40},s${(i * 7) % 60},2024-0${1 + (i % 9)}-1${i % 10}`);

describe('data of the reader’s own', () => {
  it.skipIf(!MOVIELENS)(
    'is a folder of MovieLens: every cell runs on it, after a reload too, and one click leads back',
    async () => {
      const { page, complaints } = await visit(BASELINE);
      const sent: string[] = [];
      page.on('request', (request) => request.method() !== 'GET' && sent.push(request.url()));
      await bring(
        page,
        readdirSync(MOVIELENS!).map((name) => join(MOVIELENS!, name)),
      );
      await page.getByText('Read and chosen: MovieLens latest-small').waitFor();
      await page.getByRole('button', { name: 'Run this chapter on it' }).click();
      const isOver = () =>
        page.$$eval('figure[data-status]', (cells) => cells.every((cell) => (cell as HTMLElement).dataset.status === 'done'));
      await expect.poll(isOver, { timeout: 110_000, interval: 200 }).toBe(true);
      expect(await cellOf(page, 'log').text()).toMatch(/MovieLens latest-small[\s\S]*100,836/);
      expect(await cellOf(page, 'by-hand').text()).not.toContain('MovieLens');

      await page.reload();
      await page.getByRole('button', { name: 'Data: MovieLens latest-small' }).first().waitFor();
      const cell = cellOf(page, 'count');
      expect(await cell.text()).toContain('saved output · built-in world');
      await cell.run();
      await cell.reaches('done');
      expect(await cell.text()).toMatch(/MovieLens latest-small[\s\S]*Forrest Gump/);
      await page.getByRole('button', { name: 'Back to the built-in world' }).click();
      await expect.poll(() => cell.text()).toContain('saved output · built-in world');
      expect([complaints, sent]).toEqual([[], []]);
    },
  );

  it('stays with the page where the browser refuses to keep it', async () => {
    const { page, complaints } = await visit(BASELINE);
    page.once('worker', (worker) =>
      worker.evaluate(() => {
        IDBFactory.prototype.open = () => {
          throw new Error('no room left');
        };
      }),
    );
    await bring(page, [given('orders.csv', `customer,sku,date\n${orders.join('\n')}`)]);
    await page.getByRole('button', { name: 'Read it' }).click();
    await page.getByText(/Read and chosen: orders.csv. This browser refuses to keep it \(no room left\)/).waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    const cell = cellOf(page, 'log');
    await cell.run();
    await cell.reaches('done');
    expect(await cell.text()).toContain('orders.csv');
    await page.reload();
    await page.getByRole('button', { name: 'Data: built-in world' }).first().waitFor();
    expect(complaints).toEqual([]);
  });

  it('is KION’s three files: shares watched, titles and attributes of people', async () => {
    const { page, complaints } = await visit(BASELINE);
    const watches = Array.from(
      { length: 900 },
      (_, i) => `${i % 60},${9000 + ((i * i) % 70)},2021-0${4 + (i % 4)}-1${i % 10},${3000 + i},${(i * 13) % 101}`,
    );
    const films = Array.from({ length: 70 }, (_, i) => `${9000 + i},film,Film ${i},20${10 + (i % 10)}.0,"drama, action",16.0,,`);
    const people = Array.from({ length: 60 }, (_, i) => `${i},age_${i % 2 ? '25_34' : '45_54'},income_20_40,Ж,0`);
    await bring(page, [
      given('interactions.csv', `user_id,item_id,last_watch_dt,total_dur,watched_pct\n${watches.join('\n')}`),
      given('items.csv', `item_id,content_type,title,release_year,genres,age_rating,directors,description\n${films.join('\n')}`),
      given('users.csv', `user_id,age,income,sex,kids_flg\n${people.join('\n')}`),
    ]);
    await page.getByText(/Read and chosen: KION/).waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    const cell = cellOf(page, 'segments');
    await cell.run();
    await cell.reaches('done');
    expect(await cell.text()).toContain('age_45_54');
    const count = cellOf(page, 'count');
    await count.run();
    await count.reaches('done');
    expect(await count.text()).toMatch(/KION[\s\S]*Film \d+/);
    expect(complaints).toEqual([]);
  });

  it('is any table whose columns are named; cells that need what it has not say so', async () => {
    const { page, complaints } = await visit(BASELINE);
    await bring(page, [given('orders.csv', `customer,sku,day\n${orders.join('\n')}`)]);
    const when = page.getByLabel('When');
    expect(await when.locator('option:checked').innerText()).toBe('day');
    expect(await page.getByLabel('Who').locator('option:checked').innerText()).toBe('customer');
    const { violations } = await new AxeBuilder({ page }).include('dialog').analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);
    await when.selectOption('');
    await page.getByRole('button', { name: 'Read it' }).click();
    await page.getByText('Read and chosen: orders.csv').waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    const cell = cellOf(page, 'count');
    await cell.run();
    await cell.reaches('skipped');
    expect(await cell.text()).toContain(
      'This data set (orders.csv) has no times, which cell [split] needs, and this cell needs that one.',
    );
    expect(complaints).toEqual([]);
  });

  it('is what is dropped anywhere on the page', async () => {
    const { page } = await visit('theory/metrics/');
    await page.locator('button:enabled', { hasText: '▶ Run' }).first().waitFor();
    await page.evaluate(
      (text) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([text], 'dropped.csv'));
        for (const type of ['dragenter', 'dragover', 'drop'])
          document.body.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
      },
      `user,item\n${orders.map((line) => line.split(',').slice(0, 2).join()).join('\n')}`,
    );
    await page.getByText('Which column of dropped.csv is what?').waitFor();
  });

  it('can be removed again', async () => {
    const { page } = await visit(BASELINE);
    await bring(page, [given('orders.csv', `customer,sku,day\n${orders.join('\n')}`)]);
    await page.getByRole('button', { name: 'Read it' }).click();
    await page.getByRole('button', { name: 'Remove orders.csv' }).click();
    await page.getByRole('radio', { name: 'orders.csv' }).waitFor({ state: 'detached' });
    expect(await page.getByRole('radio', { name: 'Built-in world' }).isChecked()).toBe(true);
  });

  const bomb = zip([{ name: 'ratings.csv', bytes: new Uint8Array(50_000_000) }]);
  const cut = zip([{ name: 'ratings.csv', bytes: utf8('userId,movieId,rating,timestamp\n1,2,3,4\n') }]).slice(0, 60);
  const hostile: [name: string, files: Given[], message: RegExp][] = [
    ['a zip bomb', [given('bomb.zip', bomb)], /packed more than 200 to 1/],
    ['half a zip', [given('half.zip', cut)], /half\.zip: is not a whole zip archive/],
    [
      'a file cut in the middle of a line',
      [
        given('ratings.csv', 'userId,movieId,rating,timestamp\n1,2,3,4\n1,3,'),
        given('movies.csv', 'movieId,title,genres\n2,A,B\n'),
      ],
      /ratings\.csv.*3/,
    ],
    ['a picture', [given('picture.csv', new Uint8Array([137, 80, 78, 71, 0, 1, 2]))], /picture\.csv: must be a text/],
    [
      'a table of negative ids and NaN',
      [
        given('ratings.csv', 'userId,movieId,rating,timestamp\n-1,2,NaN,4\n'),
        given('movies.csv', 'movieId,title,genres\n2,A,B\n'),
      ],
      /ratings\.csv:2: /,
    ],
  ];
  it.each(hostile)(
    'is refused with a reason when it is %s, and the page and its data stay as they were',
    async (_, files, message) => {
      const { page, complaints } = await visit(BASELINE);
      await bring(page, files);
      await expect.poll(() => page.locator('dialog [role=alert]').innerText(), { timeout: 20_000 }).toMatch(message);
      expect(await page.getByRole('radio', { name: 'Built-in world' }).isChecked()).toBe(true);
      await page.keyboard.press('Escape');
      await cellOf(page, 'by-hand').run();
      await cellOf(page, 'by-hand').reaches('done');
      expect(complaints).toEqual([]);
    },
  );

  it.skipIf(!MOVIELENS)('that has no line end in its last row and a byte order mark is read all the same', async () => {
    const { page } = await visit(BASELINE);
    const read = (name: string) => readFileSync(join(MOVIELENS!, name));
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), read('ratings.csv').subarray(0, -1)]);
    await bring(page, [given('ratings.csv', marked), given('movies.csv', read('movies.csv'))]);
    await page.getByText('Read and chosen: MovieLens latest-small').waitFor();
  });
});

describe('the realm of a cell', () => {
  it('has no storage, no sockets, no workers, no way out, and no way from a text to code', async () => {
    const { page, complaints } = await visit('theory/metrics/');
    const cell = cellOf(page, 'errors');
    await cell.write(`
const names = ['indexedDB', 'caches', 'localStorage', 'BroadcastChannel', 'Worker', 'SharedWorker', 'WebSocket', 'EventSource', 'XMLHttpRequest', 'WebTransport'];
display(names.filter((name) => (globalThis as any)[name] !== undefined).join() || 'none is left');
display(['storage', 'locks', 'serviceWorker', 'sendBeacon'].filter((name) => (navigator as any)[name] !== undefined).join() || 'nor of these');
const tell = async (what: string, act: () => unknown) => display(what + ': ' + (await Promise.resolve().then(act).catch((error: Error) => error.name + ' ' + error.message)));
await tell('elsewhere', () => fetch('https://example.com/?secret'));
await tell('script', () => (globalThis as any).importScripts('https://example.com/a.js'));
await tell('function', () => (async () => {}).constructor('return import("https://example.com/a.js")')());
await tell('eval', () => (0, eval)('1'));
await tell('here', async () => (await fetch(location.origin + '/data/users.csv')).ok);
`);
    await cell.run();
    await cell.reaches('done');
    const text = await cell.text();
    expect(text).toContain('none is left\nnor of these');
    expect(text).toContain('elsewhere: TypeError cells cannot reach https://example.com: only files of this site can be fetched');
    expect(text).toContain('script: TypeError cells cannot reach');
    expect(text).toContain('function: EvalError a cell cannot turn a text into code');
    expect(text).toContain('eval: EvalError');
    expect(text).toContain('here: true');
    expect(complaints).toEqual([]);
  });
});
