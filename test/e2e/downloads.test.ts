import { chromium } from 'playwright-core';
import { expect, inject, it } from 'vitest';
import { findChromium } from '../../scripts/chromium.mjs';
import { measureDownloads } from '../../scripts/downloads.mjs';
import saved from '../../src/plugin/downloads.generated.json';

it('a first Run loads about what the chapters say it does', async () => {
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
  const measured = (await measureDownloads(browser, inject('site'))) as Record<string, number>;
  await browser.close();
  for (const [name, bytes] of Object.entries(measured)) {
    const kilobytes = (saved as Record<string, number | string>)[name] as number;
    // A tenth of a megabyte is what the page shows; less than a third of a small part is nothing to run it again for.
    const tolerance = Math.max(100, kilobytes / 3);
    expect(Math.abs(bytes / 1000 - kilobytes), `${name}: after a build, node scripts/downloads.mjs`).toBeLessThanOrEqual(
      tolerance,
    );
  }
});
