/** A browser for tests, and what a reader does in it. */
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { findChromium } from '../../scripts/chromium.mjs';

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** A page of each type, and every page without a notebook: those with one are all opened, and run, by `book.test.ts`. */
export const PAGES = [
  '',
  'theory/',
  'theory/baseline/',
  'theory/metrics/',
  'leaderboard/',
  'references/',
  'glossary/',
  'notation/',
  'how-to-use/',
  'about/',
  'deployment/',
  'experimentation/',
  'search/?q=popularity',
  '404.html',
];

/** A page, and every complaint the browser made about it. */
export interface Visit {
  page: Page;
  /** Console errors, uncaught errors, failed requests, and requests to other origins. */
  complaints: string[];
}

/** Starts one browser for a test file; gives a function that opens a page of the site in a fresh profile. */
export function useBrowser() {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: findChromium(), args: QUIET });
  });
  afterAll(() => browser.close());
  return async (path: string, options: BrowserContextOptions = {}): Promise<Visit> => {
    const site = inject('site');
    // What a service worker answers no test would see; those about it ask for it.
    const quiet = { viewport: { width: 1280, height: 900 }, baseURL: site, serviceWorkers: 'block' as const };
    const context = await browser.newContext({ ...quiet, ...options });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
    page.on('response', (response) => response.status() >= 400 && complaints.push(`${response.status()}: ${response.url()}`));
    page.on('request', (request) => {
      if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(site)) complaints.push(`elsewhere: ${request.url()}`);
    });
    await page.goto(path);
    return { page, complaints };
  };
}

/** A cell of the page, by its id. */
export function cellOf(page: Page, id: string) {
  const figure = page.locator(`#cell-${id}`);
  return {
    figure,
    run: () => figure.getByRole('button', { name: 'Run', exact: true }).click(),
    stop: () => figure.getByRole('button', { name: 'Stop' }).click(),
    /** Waits until the cell is in one of these states. */
    reaches: (...states: string[]) =>
      expect.poll(() => figure.getAttribute('data-status'), { timeout: 90_000, interval: 50 }).toBeOneOf(states),
    /** Replaces the cell's code by typing. */
    write: async (code: string) => {
      await figure
        .locator('button:enabled', { hasText: /^\s*[▶■]/ })
        .first()
        .waitFor(); // the page has come alive
      const editor = figure.locator('.cm-content');
      if ((await editor.count()) === 0) await figure.locator('pre').first().click();
      await editor.waitFor();
      await editor.press('Control+a');
      await page.keyboard.insertText(code);
    },
    choose: async (action: string) => {
      await figure.locator('summary[aria-label^="More actions"]').click();
      await figure.getByRole('button', { name: action }).click();
    },
    /** What it shows, code that is out of sight included, which the page does not lay out. */
    text: () =>
      figure.evaluate((element) => {
        for (const pre of element.querySelectorAll('pre')) pre.style.contentVisibility = 'visible';
        return (element as HTMLElement).innerText;
      }),
  };
}
