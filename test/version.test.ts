/** What the repository says of itself agrees: one version, one title, one address. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(join(import.meta.dirname, '..', path), 'utf8');
const manifest = JSON.parse(read('package.json'));
const citation = read('CITATION.cff');
const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(citation)?.[1];

it('CITATION.cff and the changelog name the version of package.json', () => {
  expect(field('version')).toBe(manifest.version);
  expect(/^## (\S+?),? /m.exec(`${read('CHANGELOG.md')} `)?.[1]).toBe(manifest.version);
});

it('CITATION.cff names its address, its repository and its licences', () => {
  expect(field('url')).toBe(manifest.homepage);
  expect(field('repository-code')).toBe(manifest.repository.url);
  expect([...citation.matchAll(/^ {2}- (MIT|CC-BY-4\.0)$/gm)].map(([, name]) => name).join(' AND ')).toBe(manifest.license);
  expect(read('README.md')).toContain(`# ${field('title')}`);
});
