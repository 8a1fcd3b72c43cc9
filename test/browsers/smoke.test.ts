/** The book in browsers other than Chromium: pages, runs, saved outputs, Stop. A browser that is not there is skipped, and named. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { compareOutputs } from '../../src/notebook/compare';
import { parseNotebook } from '../../src/notebook/parse';
import { hashSource } from '../../src/notebook/stale';
import type { Output, SavedOutputs } from '../../src/notebook/types';
import type { Driver } from './driver';
import { firefox, startFirefox } from './firefox';
import { startWebkit, webkit } from './webkit';

const browsers = [
  { name: 'Firefox', found: firefox, start: startFirefox },
  { name: 'WebKit', found: webkit, start: startWebkit },
];
for (const { name, found } of browsers) if (!found) console.warn(`${name} was not found: its tests are skipped`);

/** The home page, a chapter of plain code and charts, and one of compiled loops and tensors. */
const CHAPTERS = ['home', 'theory/metrics', 'theory/factorisation'];

const read = (chapter: string) => parseNotebook(chapter, readFileSync(`notebooks/${chapter}.ts`, 'utf8')).cells;
const pageOf = (chapter: string) => `${inject('site')}${chapter === 'home' ? '' : `${chapter}/`}`;

/** Helpers of the page's scripts. */
const WITHIN = `
const until = async (what, ms = 100000) => { for (const end = Date.now() + ms; Date.now() < end; await new Promise((next) => setTimeout(next, 50))) { const got = what(); if (got) return got; } throw new Error('waited too long for ' + what); };
const button = (figure, text) => [...figure.querySelectorAll('button')].find((each) => each.textContent.includes(text) && !each.disabled);
window.troubles ??= (() => { const list = []; addEventListener('error', ({ message }) => list.push(message)); addEventListener('unhandledrejection', ({ reason }) => list.push(String(reason))); const { error } = console; console.error = (...all) => { list.push(all.join(' ')); error(...all); }; return list; })();
`;

interface Run {
  cell: string;
  status: string;
  outputs: Output[];
}

describe.each(browsers)('$name', ({ name, found, start }) => {
  let driver: Driver;
  beforeAll(async () => {
    if (found) driver = await start();
  });
  afterAll(() => driver?.quit());

  it.skipIf(!found).each(CHAPTERS)('runs every cell of %s, and they come out as they were saved, to the bit', async (chapter) => {
    const cells = read(chapter);
    const saved = JSON.parse(readFileSync(`notebooks/${chapter}.out.json`, 'utf8')) as SavedOutputs;
    const first = cells.find(({ options }) => !options.hidden)!.id;
    await driver.go(pageOf(chapter));
    const { runs, troubles } = (await driver.run(`${WITHIN}
      const runs = [];
      document.addEventListener('handbook:run', ({ detail }) => runs.push(detail));
      const figure = document.getElementById('cell-${first}');
      await until(() => button(figure, 'Run all'));
      button(figure, 'Run all').click();
      await until(() => runs.length === ${cells.length});
      return { runs, troubles };`)) as { runs: Run[]; troubles: string[] };
    const differences = runs.flatMap(({ cell, status, outputs }) => {
      const ended = status === 'done' ? [] : [`ended ${status}: ${JSON.stringify(outputs.at(-1))}`];
      return [...ended, ...compareOutputs(saved.cells[cell], { outputs }, { tolerance: 0, absolute: 0 })].map(
        (difference) => `[${cell}] ${difference}`,
      );
    });
    expect(differences).toEqual([]);
    expect(troubles).toEqual([]);
  });

  it.skipIf(!found)('stops an endless loop, names the line of an error, and keeps a cell in its realm', async () => {
    await driver.go(pageOf('theory/metrics'));
    const original = hashSource(read('theory/metrics').find(({ id }) => id === 'errors')!.code);
    const write = async (code: string) => {
      const edit = JSON.stringify({ code, original });
      await driver.run(`localStorage.setItem('edit:theory/metrics#errors', ${JSON.stringify(edit)});`);
      await driver.go(pageOf('theory/metrics'));
    };
    const runs = (then: string) =>
      driver.run(`${WITHIN}
        const figure = document.getElementById('cell-errors');
        await until(() => button(figure, 'Run'));
        await until(() => figure.textContent.includes('edited'));
        button(figure, 'Run').click();
        ${then}
        return figure.innerText;`);
    const ends = "await until(() => ['done', 'failed'].includes(figure.dataset.status));";
    await write("display('it has begun');\nawait new Promise((next) => setTimeout(next, 50));\nfor (;;) {}");
    expect(
      await runs(`await until(() => figure.dataset.status === 'running' && /begun[^']/.test(figure.textContent));
        await new Promise((next) => setTimeout(next, 200));
        button(figure, 'Stop').click();
        await until(() => figure.dataset.status === 'killed');`),
    ).toContain('ended by force');
    await write('const fine = 1;\n(fine as any).missing.deeper;');
    // WebKit tells a line and no column.
    expect(await runs(ends)).toMatch(name === 'WebKit' ? /TypeError[\s\S]*line 2/ : /TypeError[\s\S]*line 2, column/);
    await write(`const names = ['indexedDB', 'caches', 'Worker', 'WebSocket', 'EventSource', 'XMLHttpRequest', 'postMessage', 'close'];
const left = names.filter((name) => (globalThis as any)[name] !== undefined);
const inherited: string[] = [];
for (let at = Object.getPrototypeOf(globalThis); at; at = Object.getPrototypeOf(at)) inherited.push(...[...names, 'fetch', 'importScripts'].filter((name) => Object.hasOwn(at, name)));
const tell = async (act: () => unknown) => display(await Promise.resolve().then(act).catch((error: Error) => error.name + ' ' + error.message));
display([...left, ...inherited].join() || 'nothing is left');
await tell(() => fetch('https://example.com/'));
await tell(() => (async () => {}).constructor('return 1')());`);
    const told = await runs(ends);
    expect(told).toContain('nothing is left');
    expect(told).toContain('TypeError cells cannot reach https://example.com');
    expect(told).toContain('EvalError a cell cannot turn a text into code');
  });
});
