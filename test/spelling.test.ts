/** `npm run spell` finds what is misspelt, and its dictionary holds no word that could hide a slip. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const { files } = JSON.parse(read('cspell.json')) as { files: string[] };
const checked = globSync(files, { cwd: root, ignore: ['**/*.generated.ts'] });

/** The words that are not known, of a text that stands in this file. */
function unknown(file: string, text: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const args = [join(root, 'node_modules/cspell/bin.mjs'), 'lint', '--no-progress', '--no-summary', '--words-only'];
    const child = execFile(process.execPath, [...args, `stdin://${join(root, file)}`], { cwd: root }, (error, out, complaint) =>
      error && error.code !== 1 ? reject(new Error(complaint)) : resolve(out.split(/\s+/).filter(Boolean)),
    );
    child.stdin!.end(text);
  });
}

describe('npm run spell', () => {
  it('reads the prose of a page, attributes that readers see too, and neither code nor formulae', async () => {
    const page = [
      'A recomender of film’s neighbour, `cod in a spam`, $\\thetta_u$ and <Value cell="errrs" path="maen" /> by [linkk](./targt.mdx).',
      '<Figure caption="a capshun">',
      '  Its texte, of a color that the center of gray behavior favors.',
      '</Figure>',
      '```ts',
      'const misteak = 1;',
      '```',
      'The lasst word.',
    ];
    expect(await unknown('docs/theory/page.mdx', page.join('\n'))).toEqual([
      'recomender',
      'linkk',
      'capshun',
      'texte',
      'color',
      'center',
      'gray',
      'behavior',
      'favors',
      'lasst',
    ]);
  });

  it('reads the comments of code', async () => {
    expect(await unknown('notebooks/theory/page.ts', '// A commment.\nconst kode = "strng"; /* anothr */\n')).toEqual([
      'commment',
      'anothr',
    ]);
  });
});

describe('the book’s own words', () => {
  const sections = read('docs/words.txt')
    .split(/^#.*\n/m)
    .map((text) => text.split('\n').filter(Boolean))
    .filter(({ length }) => length > 0);

  it('are sorted, so that two changes rarely meet', () => {
    expect(sections.length).toBeGreaterThan(1);
    for (const words of sections) expect(words).toEqual([...words].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
  });

  it('are all used', () => {
    const text = checked.map(read).join('\n').toLowerCase();
    expect(sections.flat().filter((word) => !text.includes(word.toLowerCase()))).toEqual([]);
  });
});

describe('the prose', () => {
  it('ends verbs in -ise and -yse', () => {
    const right = /^((re|over|cap)?siz|priz|seiz)/;
    for (const file of checked.filter((name) => name.startsWith('docs/'))) {
      const prose = read(file).replace(/^```[^]*?^```|`[^`\n]+`|"[\w.-]+"|\]\([^)\s]*\)/gm, '');
      const words = prose.match(/\b[a-z]+(iz|yz)(e[ds]?|ing|ations?|ers?)\b/gi) ?? [];
      expect(
        words.filter((word) => !right.test(word.toLowerCase())),
        file,
      ).toEqual([]);
    }
  });
});
