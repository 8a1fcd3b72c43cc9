/** What `npm run audit` makes of a report, and that what was mended by hand stays mended. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXPLAINED, unexplained } from '../scripts/audit.mjs';

const cause = (advisory: string) => ({ title: 'Code of others', url: `https://github.com/advisories/${advisory}` });

describe('unexplained(report)', () => {
  it('tells each advisory at the package that it is about, but for those that are explained', () => {
    const [known] = Object.keys(EXPLAINED);
    const report = {
      vulnerabilities: {
        mathjs: { name: 'mathjs', via: [cause(known)] },
        danfojs: { name: 'danfojs', via: ['mathjs'] }, // only depends on it
        other: { name: 'other', via: [cause('GHSA-aaaa-bbbb-cccc'), cause(known), 'mathjs'] },
      },
    };
    expect(unexplained(report)).toEqual([{ name: 'other', advisory: 'GHSA-aaaa-bbbb-cccc', title: 'Code of others' }]);
    expect(unexplained({ vulnerabilities: {} })).toEqual([]);
  });

  it('has a reason for each', () => {
    for (const [advisory, reason] of Object.entries(EXPLAINED)) {
      expect(advisory).toMatch(/^GHSA(-[0-9a-z]{4}){3}$/);
      expect(reason.length).toBeGreaterThan(15);
    }
  });
});

describe('the lock file', () => {
  it('has no version that an advisory speaks of, where packages ask for one', () => {
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      packages: Record<string, { version: string }>;
    };
    /** The least version that is mended: of code in a bundle's text, of a buffer's bounds, of a chart's options. */
    const least = { 'serialize-javascript': [7, 0, 5], uuid: [11, 1, 1], 'plotly.js-dist-min': [2, 25, 2] };
    for (const [name, wanted] of Object.entries(least)) {
      const versions = Object.keys(packages)
        .filter((path) => path.endsWith(`node_modules/${name}`))
        .map((path) => packages[path].version);
      expect(versions.length, name).toBeGreaterThan(0);
      for (const version of versions) {
        const [major, minor, patch] = version.split('.').map(Number);
        expect(1e6 * major + 1e3 * minor + patch, `${name} ${version}`).toBeGreaterThanOrEqual(
          1e6 * wanted[0] + 1e3 * wanted[1] + wanted[2],
        );
      }
    }
  });
});

describe('SECURITY.md', () => {
  it('names tests that there are, one at least for each who might want something', () => {
    const text = readFileSync('SECURITY.md', 'utf8');
    const rows = text.split('\n').filter((line) => line.startsWith('| ') && !/^\| (Who|-)/.test(line));
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) expect(row).toMatch(/`test\/[\w/]+\.test\.ts`/);
    const named = [...text.matchAll(/`((?:test|src|scripts)\/[\w./]+)`/g)].map(([, file]) => file);
    expect(named.filter((file) => !existsSync(file))).toEqual([]);
  });
});
