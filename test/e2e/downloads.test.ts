import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { globSync } from 'tinyglobby';
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

it('nothing that readers load has a part of what danfojs names and never needs here', () => {
  // Texts that only these packages have, each in a file of theirs.
  const signs = { plotly_relayouting: 'plotly.js-dist-min/plotly.min.js', 'xl/worksheets': 'xlsx/xlsx.mjs' };
  const scripts = globSync('build/**/*.js').map((file) => readFileSync(file, 'utf8'));
  expect(scripts.length).toBeGreaterThan(20);
  for (const [sign, file] of Object.entries(signs)) {
    expect(readFileSync(`node_modules/${file}`, 'utf8')).toContain(sign);
    expect(scripts.filter((script) => script.includes(sign))).toEqual([]);
  }
});
