import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { globSync } from 'tinyglobby';
import { describe, it } from 'vitest';
import { PAGES, useBrowser } from './browser';

const visit = useBrowser();
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, reducedMotion: 'reduce' } as const;
const chapters = globSync('docs/*/*.mdx', { ignore: 'docs/*/index.mdx' }).map(
  (file) => `${file.replace(/^docs\/|\.mdx$/g, '')}/`,
);
const pages = [...new Set([...PAGES, ...chapters])];

/** Every rule that axe has, or only these. */
async function violations(page: Page, only?: string[]): Promise<string[]> {
  const rules = only ? { runOnly: only } : { rules: { 'target-size': { enabled: true } } };
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ ...rules, resultTypes: ['violations'] });
  const found = (await axe.analyze()).violations;
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 120)} ${failureSummary}`),
  );
}

/** What the browser itself can give no name, though one can act on it: axe takes a label for a name that names something else. */
async function nameless(page: Page): Promise<string[]> {
  const browser = await page.context().newCDPSession(page);
  const { nodes } = await browser.send('Accessibility.getFullAXTree');
  await browser.detach();
  const acts = ['slider', 'button', 'link', 'checkbox', 'radio', 'combobox', 'textbox', 'searchbox'];
  const found = nodes.filter(({ ignored, role, name }) => !ignored && acts.includes(role?.value as string) && !name?.value);
  return found.map(({ role }) => `without a name: ${role!.value}`);
}

/** What stands many times on a page, in the same colours: axe looks at the first of each. */
const MANY = ['.katex-html .base > *', 'pre .line > *'];
/** What chapters have in common: of those that are no page type of their own only one of each is looked at, by the quick rules, or a pass would take minutes. */
const ALIKE = ['.katex-html', 'pre code *', 'tbody > tr', 'nav *', 'footer *', '.markdown > p, .markdown > p *', '.markdown li'];
/** What a figure or a table of its own can get wrong; the rest of a chapter is that of the page types. */
const QUICK = [
  'color-contrast',
  'target-size',
  'button-name',
  'link-name',
  'label',
  'select-name',
  'svg-img-alt',
  'aria-hidden-focus',
];

const thin = (page: Page, parts: string[]) =>
  page.evaluate((selectors) => {
    // Code out of sight keeps the colours that it had when it was last seen.
    for (const code of document.querySelectorAll('pre')) code.style.contentVisibility = 'visible';
    for (const part of document.querySelectorAll(selectors.join())) if (part.previousSibling) part.remove();
  }, parts);

/** Waits until the page has come alive: then all cells can be run, and boxes that scroll can be reached by Tab. */
async function comeAlive(page: Page, path: string): Promise<void> {
  if (path.startsWith('search/')) await page.getByText(/documents? found/).waitFor();
  // `expect.poll` is of no use here: it loses its test when the one beside it ends.
  await page.waitForFunction(() => {
    const boxes = [...document.querySelectorAll<HTMLElement>('.katex-display')];
    const isShut = document.querySelector('figure[id^="cell-"]:not(:has(button:enabled))') !== null;
    return !isShut && !boxes.some((box) => box.scrollWidth > box.clientWidth + 1 && box.tabIndex < 0);
  });
}

describe.concurrent.each([0, 1])('every second page, from number %i', (first) => {
  it(
    'has no violation that axe can see, by day on a phone and by night, and a name for all one can act on',
    { timeout: 400_000 },
    async ({ expect }) => {
      const these = pages.filter((_, at) => at % 2 === first);
      expect(these.length).toBeGreaterThan(15);
      const { page } = await visit('404.html', PHONE);
      const wrong: Record<string, string[]> = {};
      for (const path of these) {
        await page.emulateMedia({ colorScheme: 'light' });
        await page.goto(path);
        await comeAlive(page, path);
        const unnamed = await nameless(page);
        const isType = PAGES.includes(path);
        await thin(page, isType ? MANY : [...MANY, ...ALIKE]);
        const byDay = await violations(page, isType ? undefined : QUICK);
        await page.emulateMedia({ colorScheme: 'dark' });
        await page.locator('[data-theme="dark"]').first().waitFor();
        const byNight = await violations(page, ['color-contrast']);
        const all = [...unnamed, ...byDay, ...byNight];
        if (all.length > 0) wrong[path] = all;
      }
      expect(wrong).toEqual({});
    },
  );
});
