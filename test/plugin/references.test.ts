import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findChapter } from '../../contents';
import { readGlossary } from '../../src/plugin/glossary';
import { authorsOf, citations, labelOf, parseReferences, readReferences, sortedReferences } from '../../src/plugin/references';

const root = join(import.meta.dirname, '../..');
const entry = (fields: string, key = 'rendle2022') => `@inproceedings{${key},\n  ${fields}\n}\n`;
const WHOLE =
  'author = {Rendle, Steffen and Senécal, Jean-Sébastien and others}, title = {On {iALS}}, booktitle = {RecSys}, year = {2022}, doi = {10.1145/1}';

describe('parseReferences', () => {
  it('reads an entry, and writes it as prose does', () => {
    const one = parseReferences(entry(WHOLE)).get('rendle2022')!;
    expect(one).toMatchObject({ title: 'On iALS', venue: 'RecSys', year: 2022, link: 'https://doi.org/10.1145/1' });
    expect(labelOf(one)).toBe('Rendle et al. 2022');
    expect(authorsOf(one)).toBe('S. Rendle, J.-S. Senécal et al.');
    expect(labelOf({ ...one, more: false })).toBe('Rendle and Senécal 2022');
  });

  it('names the entry that is not whole', () => {
    for (const [field, what] of [
      ['author', 'an author'],
      ['title', 'a title'],
      ['booktitle', 'a venue'],
      ['year', 'a year'],
      ['doi', 'a link'],
    ])
      expect(() => parseReferences(entry(WHOLE.replace(`${field} =`, 'note =')))).toThrow(`entry rendle2022 must have ${what}`);
  });

  it('names the entry that stands twice, and the one that the parser could not read', () => {
    expect(() => parseReferences(entry(WHOLE) + entry(WHOLE))).toThrow('entry rendle2022 stands twice');
    expect(() => parseReferences(entry(WHOLE) + entry(WHOLE, 'b2000').replace(/}\n$/, '') + entry(WHOLE, 'c2001'))).toThrow();
  });
});

describe('the book’s bibliography', () => {
  const references = readReferences(root);

  it('has every work that a page cites', () => {
    expect([...citations(root).keys()].filter((key) => !references.has(key))).toEqual([]);
  });

  it('names each work by author and year, and no two by one title', () => {
    for (const { key, year } of references.values()) expect(key).toMatch(new RegExp(`^[a-z]+${year}[a-z]*$`));
    expect(new Set([...references.values()].map(({ title }) => title.toLowerCase())).size).toBe(references.size);
    expect(new Set([...references.values()].map(({ link }) => link)).size).toBe(references.size);
    expect(sortedReferences(references.values())[0].key).toMatch(/^[ab]/);
  });

  it('links by a DOI, an arXiv number or an address that looks like one', () => {
    for (const { link } of references.values())
      expect(link).toMatch(/^https:\/\/(doi\.org\/10\.\d{4,5}\/\S+|arxiv\.org\/abs\/\d{4}\.\d{4,5}|[\w.-]+\/\S+)$/);
  });
});

describe('the book’s glossary', () => {
  const terms = [...readGlossary(root)];

  it('says each term in a sentence or two, of a chapter that the book has', () => {
    for (const [id, { term, definition, chapter }] of terms) {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(term).not.toBe('');
      expect(definition, id).toMatch(/^[A-Z0-9].{10,240}\.$/);
      expect(findChapter(chapter), `${id}: ${chapter}`).toBeDefined();
    }
  });

  it('keeps its ids in order, so that two changes rarely meet', () => {
    const ids = terms.map(([id]) => id);
    expect(ids).toEqual([...ids].sort());
  });
});
