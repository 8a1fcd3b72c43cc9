import { describe, expect, it } from 'vitest';
import { cellOf, useBrowser } from './browser';

const visit = useBrowser();
const METRICS = 'theory/metrics/';

describe('the sheet about keys', () => {
  it('opens by ?, but not while one types one, and closes by Escape', async () => {
    const { page, complaints } = await visit(METRICS);
    await page.locator('button:enabled', { hasText: '▶ Run' }).first().waitFor();
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Keys' });
    await sheet.waitFor();
    expect(await sheet.innerText()).toContain('run the cell');
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    await cellOf(page, 'errors').write("display('why");
    await page.keyboard.press('?');
    await expect.poll(() => cellOf(page, 'errors').text()).toContain("display('why?");
    expect(await sheet.count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});

describe('the editor’s keys', () => {
  it('lay the code out, comment it and move it as the sheet says', async () => {
    const { page, complaints } = await visit(METRICS);
    const cell = cellOf(page, 'errors');
    const code = async () => (await cell.figure.locator('.cm-line').allInnerTexts()).join('\n').trimEnd();
    await cell.write('const a=1\nconst b=a\ndisplay( a,b )');
    await page.keyboard.press('Shift+Alt+f');
    await expect.poll(code).toBe('const a = 1;\nconst b = a;\ndisplay(a, b);');
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Control+/');
    expect(await code()).toBe('const a = 1;\nconst b = a;\n// display(a, b);');
    await page.keyboard.press('Alt+ArrowUp');
    expect(await code()).toBe('const a = 1;\n// display(a, b);\nconst b = a;');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    expect(await code()).toBe('const a = 1;\nconst b = a;\ndisplay(a, b);');
    expect(complaints).toEqual([]);
  });

  it('leave code alone that cannot be read', async () => {
    const { page } = await visit(METRICS);
    const cell = cellOf(page, 'errors');
    await cell.write('const = 1;');
    await cell.choose('Format code');
    await expect.poll(() => cell.text()).toContain('line 1');
    expect(await cell.figure.locator('.cm-line').first().innerText()).toBe('const = 1;');
  });
});

describe('a menu', () => {
  it('opens, closes by Escape and acts by keys alone, and gives the focus back', async () => {
    const { page } = await visit(METRICS);
    const { figure } = cellOf(page, 'errors');
    await figure.getByRole('button', { name: 'Run', exact: true }).and(page.locator(':enabled')).focus();
    const focused = () =>
      page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Run above');
    await page.keyboard.press('Escape');
    expect(await focused()).toContain('More actions');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await cellOf(page, 'errors').reaches('done');
    expect(await focused()).toContain('More actions');
  });
});

describe('the search field', () => {
  it('lets a reader who tabs past it go on, however late its index comes, and is there by key', async () => {
    const { page } = await visit('about/');
    let isAsked = false;
    let arrive: () => void = () => undefined;
    const late = new Promise<void>((resolve) => (arrive = resolve));
    await page.route('**/search-index*', async (route) => {
      isAsked = true;
      await late;
      await route.continue();
    });
    const field = page.getByRole('search').locator('input');
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    await expect
      .poll(
        async () => {
          await field.blur(); // a page that has not come alive yet does not hear of the focus
          await field.focus();
          return isAsked;
        },
        { timeout: 20_000 },
      )
      .toBe(true);
    await page.keyboard.press('Tab');
    const next = await focused();
    expect(next).not.toBe('Search');
    const came = page.waitForResponse('**/search-index*');
    arrive();
    await came;
    await page.locator('[role=search] input[role=combobox]').waitFor(); // what it is once its index is there
    expect(await focused()).toBe(next);
    await page.keyboard.press('Control+k');
    await expect.poll(focused, { timeout: 5000 }).toBe('Search');
  });
});
