import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import { compareOutputs } from '../../src/notebook/compare';
import { parseNotebook } from '../../src/notebook/parse';
import type { Output, SavedOutputs } from '../../src/notebook/types';
import { useBrowser } from './browser';

interface Run {
  cell: string;
  status: string;
  outputs: Output[];
}

const visit = useBrowser();
const notebooks = globSync('notebooks/**/*.ts', { ignore: '**/*.d.ts' }).map((file) => file.replace(/^notebooks\/|\.ts$/g, ''));

describe('every cell of the book', () => {
  it.each(notebooks)('%s comes out in Chromium as it was saved', async (chapter) => {
    const { cells } = parseNotebook(chapter, readFileSync(`notebooks/${chapter}.ts`, 'utf8'));
    const saved = JSON.parse(readFileSync(`notebooks/${chapter}.out.json`, 'utf8')) as SavedOutputs;
    const { page, complaints } = await visit(chapter === 'home' ? '' : `${chapter}/`);
    await page.evaluate(() => {
      const runs: unknown[] = [];
      Object.assign(window, { runs });
      document.addEventListener('handbook:run', (event) => runs.push((event as CustomEvent).detail));
    });
    const figure = page.locator(`#cell-${cells.find(({ options }) => !options.hidden)!.id}`);
    await figure.locator('summary[aria-label^="More actions"]').click();
    await figure.getByRole('button', { name: 'Run all' }).click();
    const read = () => page.evaluate(() => (window as unknown as { runs: Run[] }).runs);
    await expect.poll(async () => (await read()).length, { timeout: 110_000, interval: 200 }).toBe(cells.length);
    const differences = (await read()).flatMap(({ cell, status, outputs }) => {
      const expected = cells.find(({ id }) => id === cell)!.options.throws ? 'failed' : 'done';
      const ended = status === expected ? [] : [`ended ${status}`];
      return [...ended, ...compareOutputs(saved.cells[cell], { outputs })].map((difference) => `[${cell}] ${difference}`);
    });
    expect(differences).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
