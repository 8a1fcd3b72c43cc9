import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reportAddress } from '../../../src/components/Report/reportAddress';
import type { Report } from '../../../src/components/Report/reportAddress';

const PAGE: Report = {
  repository: 'https://github.com/o/n',
  version: '0.1.0',
  title: 'Metrics',
  page: 'docs/theory/metrics.mdx',
};
const CELL: Report = { ...PAGE, cell: 'dcg', code: 'a & b // ü\n', error: 'TypeError: no', browser: 'Firefox/140', data: 'KION' };

const formOf = (report: Report) => Object.fromEntries(new URL(reportAddress(report).href).searchParams);

describe('reportAddress', () => {
  it('opens the form for the text, or the one for a cell, with everything filled in', () => {
    expect(reportAddress(PAGE).href).toMatch(/^https:\/\/github\.com\/o\/n\/issues\/new\?template=content\.yml&/);
    expect(formOf(PAGE)).toEqual({ template: 'content.yml', title: 'Metrics: ', page: PAGE.page, version: '0.1.0' });
    const { repository: _repository, title: _title, ...fields } = CELL;
    expect(formOf(CELL)).toEqual({ template: 'code.yml', title: 'Metrics [dcg]: ', ...fields });
  });

  it('names only fields that the forms have', () => {
    for (const report of [PAGE, CELL]) {
      const { template, title: _title, ...fields } = formOf(report);
      const form = readFileSync(join(import.meta.dirname, '../../../.github/ISSUE_TEMPLATE', template), 'utf8');
      const ids = [...form.matchAll(/^ {4}id: (\w+)$/gm)].map(([, id]) => id);
      expect(ids).toEqual(expect.arrayContaining(Object.keys(fields)));
    }
  });

  it('leaves what is too long for an address to the clipboard', () => {
    const code = 'const größe = 1;\n'.repeat(1000);
    const { href, clipboard } = reportAddress({ ...CELL, code });
    expect(href.length).toBeLessThan(7_000);
    expect(clipboard).toContain(code);
    expect(clipboard).toContain('TypeError: no');
    expect(formOf({ ...CELL, code }).code).toContain('in your clipboard');
    expect(reportAddress(CELL).clipboard).toBeUndefined();
  });
});
