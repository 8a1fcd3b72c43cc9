import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compile } from '@mdx-js/mdx';
import { afterAll, describe, expect, it } from 'vitest';
import { remarkNotebook } from '../../src/plugin/remark';

const root = mkdtempSync(join(tmpdir(), 'remark-'));
afterAll(() => rmSync(root, { recursive: true }));

function write(path: string, text: string) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

write(
  'notebooks/theory/als.ts',
  '// %% [a] First\nconst x = 1;\n\n// %% [b] Second\ndisplay(x);\n\n// %% [c] Third hidden\ndisplay(3);\n',
);
write(
  'notebooks/theory/als.out.json',
  JSON.stringify({
    cells: {
      b: {
        outputs: [
          {
            kind: 'table',
            columns: [
              { name: 'model', type: 'text' },
              { name: 'ndcg', type: 'number' },
            ],
            rows: [['als', 0.37612]],
            total: 1,
          },
        ],
      },
    },
  }),
);
write('config/Dockerfile', 'FROM scratch\nCOPY . .\nCMD run\n');

const BOTH = '<Cell id="a" />\n\n<Cell id="b" />\n';

/** The chapter, compiled to JavaScript. */
async function page(text: string, path = 'docs/theory/als.mdx'): Promise<string> {
  const file = { path: join(root, path), value: text };
  return String(await compile(file, { remarkPlugins: [[remarkNotebook, { root }]], jsx: true }));
}

const faultOf = (text: string) =>
  page(text).then(
    () => undefined,
    (error: { reason: string; line?: number; file?: string }) => [error.line, error.reason],
  );

write('src/components/figures/LossFigure.tsx', 'export function LossFigure() {}\n');

describe('remarkNotebook', () => {
  it('imports a figure by its name, and refuses one that has no file', async () => {
    const text = await page(`${BOTH}\n<LossFigure cell="b">See.</LossFigure>`);
    expect(text).toContain('import {LossFigure} from "@site/src/components/figures/LossFigure"');
    expect(text).toContain('<LossFigure cell="b" notebook={notebookOfThisChapter}>');
    expect(await faultOf(`${BOTH}\n<GainFigure />`)).toEqual([5, 'no file src/components/figures/GainFigure.tsx']);
  });

  it('imports the twin notebook and gives it to each cell', async () => {
    const text = await page(BOTH);
    expect(text).toContain('import notebookOfThisChapter from "@site/notebooks/theory/als.ts?cells"');
    expect(text.match(/notebook=\{notebookOfThisChapter\}/g)).toHaveLength(2);
  });

  it('names the line of a cell that the notebook does not have', async () => {
    expect(await faultOf(`Words.\n\n<Cell id="d" />\n\n${BOTH}`)).toEqual([
      3,
      'notebooks/theory/als.ts has no cell [d]; it has [a], [b], [c]',
    ]);
  });

  it('names the cells that are left out, but for hidden ones', async () => {
    expect((await faultOf('<Cell id="a" />\n'))?.[1]).toBe('cells of notebooks/theory/als.ts are not shown: [b]');
    expect(await faultOf(BOTH)).toBeUndefined();
  });

  it('names the line of a cell out of order, or shown twice', async () => {
    expect(await faultOf('<Cell id="b" />\n\n<Cell id="a" />\n')).toEqual([
      3,
      'cell [a] stands before [b] in notebooks/theory/als.ts, and must be shown before it',
    ]);
    expect(await faultOf(`${BOTH}\n<Cell id="b" />\n`)).toEqual([5, 'cell [b] is shown twice']);
  });

  it('writes saved values into the prose', async () => {
    expect(await page(`${BOTH}\nIt ranks <Value cell="b" path="als.ndcg" as=".3" />.\n`)).toContain('>{"0.376"}<');
  });

  it('reads the saved values of another chapter', async () => {
    expect(
      await page('It was <Value chapter="theory/als" cell="b" path="als.ndcg" as="percent" />.\n', 'docs/about.mdx'),
    ).toContain('38');
  });

  it('names the line of a value that was never saved', async () => {
    expect(await faultOf(`${BOTH}\n<Value cell="a" path="x" />\n`)).toEqual([
      5,
      'no saved output of cell [a] of notebooks/theory/als.ts; run npm run outputs',
    ]);
    expect((await faultOf(`${BOTH}\n<Value cell="b" path="als.map" />\n`))?.[0]).toBe(5);
  });

  it('shows lines of a file of the repository, and refuses what lies outside it', async () => {
    expect(await page(`${BOTH}\n<File path="config/Dockerfile" lines="2-3" />\n`)).toContain('COPY . .\\nCMD run');
    expect((await faultOf(`${BOTH}\n<File path="../../etc/passwd" />\n`))?.[1]).toContain('no file');
    expect((await faultOf(`${BOTH}\n<File path="config/Dockerfile" lines="2-9" />\n`))?.[1]).toContain('1-3');
  });

  it('shows an exercise’s cell and puts its hints one into the other', async () => {
    write(
      'notebooks/theory/try.ts',
      "// %% [plain] Plain\ndisplay(1);\n\n// %% [try] Your turn\nexercise('f', () => 1);\n\n// %% [check] C hidden\ncheck('f', () => {});\n\n// %% [solve] S hidden\nsolution('f', () => 1);\n",
    );
    const path = 'docs/theory/try.mdx';
    const text = await page(
      '<Cell id="plain" />\n\n<Exercise id="try">\nProblem. <Hint>One.</Hint><Hint>Two *more*.</Hint>\n\n<Hint>\nThree.\n</Hint>\n</Exercise>',
      path,
    );
    expect(text.replace(/\s+/g, ' ')).toMatch(
      /<Exercise id="try" notebook=.*Problem\..*<Hint number="1" of="3">.*One\..*<Hint number="2" of="3">.*Two .*<Hint number="3" of="3">.*Three\..*<\/Hint>.*<\/Hint>.*<\/Hint>.*<\/Exercise>/,
    );
    const fault = (mdx: string) => page(mdx, path).catch((error: { reason: string }) => error.reason);
    expect(await fault('<Cell id="plain" />')).toBe('cells of notebooks/theory/try.ts are not shown: [try]');
    expect(await fault('<Cell id="plain" />\n\n<Cell id="try" />')).toBe(
      'cell [try] is an exercise: show it by <Exercise id="try">',
    );
    expect(await fault('<Exercise id="plain" />')).toBe("cell [plain] holds no exercise('…', …)");
  });

  it('leaves a page without a notebook as it is', async () => {
    expect(await page('# Words\n', 'docs/about.mdx')).not.toContain('notebookOfThisChapter');
  });

  it('gives a chapter’s leaderboard the models up to it, and a page that is no chapter all of them', async () => {
    const row = (model: string) => [model, 0.123456789, 0.1, 0.3, 0.5, 1, 10];
    const columns = ['model', 'ndcg', 'low', 'high', 'coverage', 'seconds', 'kilobytes'].map((name) => ({
      name,
      type: 'number',
    }));
    const board = (model: string) =>
      JSON.stringify({ cells: { board: { outputs: [{ kind: 'table', columns, rows: [row(model)], total: 1 }] } } });
    for (const [id, model] of [
      ['theory/baseline', 'popularity'],
      ['theory/neighbours', 'kNN'],
    ]) {
      write(`notebooks/${id}.ts`, '// %% [board] Board\ndisplay(1);\n');
      write(`notebooks/${id}.out.json`, board(model));
    }
    const own = await page('<Cell id="board" />\n\n<Leaderboard />\n', 'docs/theory/baseline.mdx');
    expect(own).toContain('chapter="theory/baseline"');
    expect(own).toContain('popularity');
    expect(own).not.toContain('kNN');
    expect(own).toMatch(/ndcg[^\d]*0\.1234568,/);
    expect(await page('<Leaderboard />\n', 'docs/leaderboard.mdx')).toMatch(/popularity[^]*kNN/);
    await expect(page('<Leaderboard />\n\n<Cell id="board" />\n', 'docs/theory/baseline.mdx')).rejects.toThrow(
      '<Leaderboard /> must stand after the cell [board]',
    );
  });

  it('names a work by its label, writes it out on request, and names the line of one that is not in the bibliography', async () => {
    write(
      'docs/references.bib',
      '@inproceedings{steck2019,\n author={Steck, Harald},\n title={EASE},\n booktitle={WWW},\n year=2019,\n doi={10.1/x}\n}\n',
    );
    const text = await page('As <Cite id="steck2019" /> found.\n\n- <Cite id="steck2019" full />. Read it.\n', 'docs/about.mdx');
    expect(text).toContain('import {Note} from "@site/src/components/Note/Note"');
    expect(text).toMatch(
      /<Note kind="cite" to="\/references\/#steck2019" note="H\. Steck\. EASE\. WWW, 2019\.">\{"Steck 2019"\}/,
    );
    expect(text).toContain('"https://doi.org/10.1/x"');
    expect(text).not.toContain('works-cited');
    const short = await page('As <Cite id="steck2019" /> found, and <Cite id="steck2019" /> again.\n', 'docs/about.mdx');
    expect(short).toMatch(/className="on-paper works-cited"[\s\S]*"https:\/\/doi\.org\/10\.1\/x"/);
    expect(short.match(/doi\.org/g)).toHaveLength(1);
    await expect(page('Words.\n\nAs <Cite id="nobody2020" />.\n', 'docs/about.mdx')).rejects.toMatchObject({
      line: 3,
      reason: 'docs/references.bib has no entry nobody2020',
    });
  });

  it('explains a term, and names the line of one that is not in the glossary', async () => {
    write('docs/glossary.json', '{ "ndcg": { "term": "nDCG", "definition": "A metric.", "chapter": "theory/metrics" } }');
    expect(await page('By <Term id="ndcg">this metric</Term>.\n', 'docs/about.mdx')).toMatch(
      /<Note kind="term" to="\/glossary\/#ndcg" note="nDCG: A metric\.">\{"this metric"\}/,
    );
    await expect(page('<Term id="dcg">x</Term>\n', 'docs/about.mdx')).rejects.toMatchObject({
      line: 1,
      reason: 'docs/glossary.json has no term dcg',
    });
  });

  it('lists the works that a page cites, with the pages, and every term', async () => {
    write('docs/theory/als.mdx', 'As <Cite id="steck2019" /> found.\n');
    const references = await page('<References />\n', 'docs/references.mdx');
    expect(references).toMatch(/id: "steck2019"|id="steck2019"/);
    expect(references).toContain('/theory/als/');
    expect(await page('<Glossary />\n', 'docs/glossary.mdx')).toMatch(/id: "ndcg"|id="ndcg"/);
  });
});
