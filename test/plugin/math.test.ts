import { compile } from '@mdx-js/mdx';
import katex from 'katex';
import remarkMath from 'remark-math';
import { describe, expect, it } from 'vitest';
import { rehypeMath } from '../../src/plugin/math';

const page = async (text: string) =>
  String(await compile(text, { remarkPlugins: [remarkMath], rehypePlugins: [rehypeMath], jsx: true }));

describe('rehypeMath', () => {
  it('makes one element of a formula, with the markup that KaTeX gives it', async () => {
    const text = await page('Let $x < 1$.');
    expect(text.match(/<Formula /g)).toHaveLength(1);
    expect(text).toContain('className="katex"');
    const [, inner] = /^<span class="katex">([^]*)<\/span>$/.exec(katex.renderToString('x < 1'))!;
    expect(text.replaceAll('&quot;', '"').replaceAll('&amp;', '&')).toContain(inner.slice(0, 60));
  });

  it('sets a formula of its own as a display', async () => {
    const text = await page('$$\nx^2\n$$');
    expect(text).toContain('className="katex-display"');
    expect(text).not.toContain('<pre');
  });

  it('refuses what KaTeX cannot set, with its place', async () => {
    await expect(page('One.\n\nTwo $\\nonsense$.')).rejects.toMatchObject({
      line: 3,
      reason: expect.stringContaining('Undefined control sequence'),
    });
  });
});
