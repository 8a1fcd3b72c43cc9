import { compile } from '@mdx-js/mdx';
import katex from 'katex';
import remarkMath from 'remark-math';
import { describe, expect, it } from 'vitest';
import { FORMULAS_FILE, formulasAddress, formulasFile, formulasModule } from '../../src/plugin/formulas';
import { rehypeMath } from '../../src/plugin/math';
import type { PageTex } from '../../src/plugin/formulas';

const root = '/book';

async function page(value: string): Promise<{ text: string; tex: PageTex }> {
  const file = { value, path: `${root}/docs/theory/a.mdx` };
  const text = String(await compile(file, { remarkPlugins: [remarkMath], rehypePlugins: [[rehypeMath, { root }]], jsx: true }));
  const [, data] = /data:application\/x-formulas;base64,([\w+/=]+)/.exec(text) ?? [];
  return { text, tex: data ? JSON.parse(Buffer.from(data, 'base64').toString()) : { page: '', list: [] } };
}

describe('rehypeMath', () => {
  it('makes one element of a formula, and imports it with what page it is of', async () => {
    const { text, tex } = await page('Let $x < 1$.');
    expect(text).toContain('<Formula className="katex" at="0" of={formulasOfThisPage} />');
    expect(tex).toEqual({ page: 'theory/a', list: [{ source: 'x < 1', isDisplay: false }] });
  });

  it('sets a formula of its own as a display, and the same one twice by one markup', async () => {
    const { text, tex } = await page('$x^2$ and $x^2$\n\n$$\nx^2\n$$');
    expect(text.match(/className="katex" at="0"/g)).toHaveLength(2);
    expect(text).toContain('className="katex-display" at="1"');
    expect(text).not.toContain('<pre');
    expect(tex.list.map(({ isDisplay }) => isDisplay)).toEqual([false, true]);
  });

  it('imports nothing where there is no formula', async () => {
    expect((await page('Nothing.')).text).not.toContain('import');
  });

  it('refuses what KaTeX cannot set, with its place', async () => {
    await expect(page('One.\n\nTwo $\\nonsense$.')).rejects.toMatchObject({
      line: 3,
      reason: expect.stringContaining('Undefined control sequence'),
    });
  });
});

describe('the formulas that a page imports', () => {
  const tex: PageTex = { page: 'theory/a', list: [{ source: '\\text{é}^2', isDisplay: true }, { source: 'x', isDisplay: false }] }; // prettier-ignore

  it('are the markup that KaTeX gives them: at once for the server, as a file for the browser', () => {
    const html = JSON.parse(formulasFile(tex));
    expect(`<span class="katex">${html[1]}</span>`).toBe(katex.renderToString('x'));
    expect(`<span class="katex-display">${html[0]}</span>`).toBe(katex.renderToString('\\text{é}^2', { displayMode: true }));
    expect(formulasModule(tex, true)).toContain(JSON.stringify(html));
    const inBrowser = formulasModule(tex, false);
    expect(inBrowser).not.toContain('<span');
    expect(inBrowser).toContain(formulasAddress(tex, FORMULAS_FILE));
    expect(inBrowser).toContain('"count":2,"page":"theory/a"');
  });

  it('are told by the server and the browser by one id, which changes when they do', () => {
    const idOf = (text: string) => /"id":"(\w+)"/.exec(text)![1];
    expect(idOf(formulasModule(tex, true))).toBe(idOf(formulasModule(tex, false)));
    expect(idOf(formulasModule({ ...tex, list: tex.list.slice(1) }, true))).not.toBe(idOf(formulasModule(tex, true)));
  });
});
