import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { cellOf, useBrowser } from './browser';

const visit = useBrowser();
const METRICS = 'theory/metrics/';

/** The chart that is shown of a cell, in the middle of the screen, and where it stands there. */
async function chartOf(page: Page, id: string) {
  const { figure } = cellOf(page, id);
  await page.locator('button:enabled', { hasText: '▶ Run' }).first().waitFor();
  const svg = figure.locator('svg:visible').last();
  await svg.evaluate((chart) => chart.scrollIntoView({ block: 'center' }));
  return { figure, box: (await svg.boundingBox())! };
}

/** How many elements were given style at once, each time, while something was done; and how many the page's text has. */
async function whileTracing(page: Page, act: () => Promise<void>) {
  const browser = page.context().browser()!;
  await browser.startTracing(page, { categories: ['devtools.timeline'] });
  await act();
  const { traceEvents } = JSON.parse(String(await browser.stopTracing())) as {
    traceEvents: { name: string; args: { elementCount?: number } }[];
  };
  const styled = traceEvents.flatMap(({ name, args }) => (name === 'UpdateLayoutTree' ? (args.elementCount ?? []) : []));
  return { styled, elements: await page.locator('.theme-doc-markdown *').count() };
}

describe('a chart', () => {
  it('tells the row that is pointed at, by mouse and by finger', async () => {
    const { page } = await visit(METRICS);
    const { figure, box } = await chartOf(page, 'shares');
    await page.mouse.move(box.x + box.width * 0.1, box.y + box.height * 0.4);
    await expect.poll(() => figure.innerText()).toMatch(/share, %\s*50\.55/);
    await page.mouse.move(0, 0);
    await expect.poll(() => figure.innerText()).not.toContain('share, %');

    const phone = await visit('theory/baseline/', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
    const tail = await chartOf(phone.page, 'tail');
    await phone.page.touchscreen.tap(tail.box.x + tail.box.width * 0.6, tail.box.y + tail.box.height * 0.2);
    await expect.poll(() => tail.figure.innerText()).toMatch(/films, %/);
  });

  it('gives its data as a table and itself as a file, in the colours of the page', async () => {
    const { page, complaints } = await visit(METRICS, { colorScheme: 'dark' });
    const { figure } = await chartOf(page, 'shares');
    await figure.getByText('Data', { exact: true }).click();
    expect(await figure.locator('details table').innerText()).toMatch(/gain\s+share, %\s+place\s+title/);
    const save = async (kind: string) => {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        figure.getByRole('button', { name: `as ${kind}` }).click(),
      ]);
      return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
    };
    const svg = await save('SVG');
    expect(svg.name).toMatch(/^share-of-the-dcg.*\.svg$/);
    expect(String(svg.bytes)).toContain('xmlns="http://www.w3.org/2000/svg"');
    expect(String(svg.bytes)).not.toContain('var(');
    expect(String(svg.bytes)).toMatch(/#56b4e9/i);
    const png = await save('PNG');
    // Width in a PNG's header: twice the chart's.
    expect([png.bytes.readUInt32BE(16), String(png.bytes.subarray(1, 4))]).toEqual([1280, 'PNG']);
    expect(complaints).toEqual([]);
  });
});

describe('a table', () => {
  it('is copied as CSV, all its pages, and gives style to itself when it comes, not to the whole text', async () => {
    const { page } = await visit(METRICS, { permissions: ['clipboard-read', 'clipboard-write'] });
    const cell = cellOf(page, 'errors');
    await cell.write('display(Array.from({ length: 25 }, (_, i) => ({ film: `Film "${i}"`, n: i / 3 })));');
    const { styled, elements } = await whileTracing(page, async () => {
      await cell.run();
      await cell.reaches('done');
    });
    expect(styled.length).toBeGreaterThan(0);
    expect(Math.max(...styled)).toBeLessThan(elements / 10);
    await cell.figure.getByRole('button', { name: 'Copy as CSV' }).click();
    await cell.figure.getByRole('button', { name: 'Copied' }).waitFor();
    const lines = (await page.evaluate(() => navigator.clipboard.readText())).trimEnd().split(/\r?\n/);
    expect(lines).toHaveLength(26);
    expect(lines.slice(0, 3)).toEqual(['film,n', '"Film ""0""",0', '"Film ""1""",0.3333333333333333']);
  });
});

describe('an edited cell', () => {
  it('keeps its colours before its editor is opened', async () => {
    const { page } = await visit(METRICS);
    await cellOf(page, 'errors').write("const answer = 'mine';");
    await page.reload();
    await cellOf(page, 'errors').figure.locator('pre .tok-string', { hasText: 'mine' }).waitFor();
  });
});
