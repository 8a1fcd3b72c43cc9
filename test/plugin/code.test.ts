import { compile } from '@mdx-js/mdx';
import { describe, expect, it } from 'vitest';
import { highlight } from '../../src/notebook/highlight';
import { remarkCode } from '../../src/plugin/code';

/** The page that MDX makes of a text, its attributes as they are read. */
async function page(text: string): Promise<string> {
  const code = String(await compile(text, { remarkPlugins: [remarkCode], jsx: true }));
  return code.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}
const fence = (info: string, code: string) => page(`\`\`\`${info}\n${code}\n\`\`\``);

describe('remarkCode', () => {
  it('colours what cells are written in as it colours cells', async () => {
    const code = "const a: number[] = ['1 < 2'];";
    expect(await fence('ts', code)).toContain(`<CodeBlock html="${highlight(code)}" />`);
  });

  it('gives other languages the same colours, line by line, empty ones included', async () => {
    const text = await fence('yaml title="a.yml"', '# why\n\nport: 80');
    expect(text).toContain(
      '<span class="line"><span class="tok-comment"># why</span>\n</span><span class="line">\n</span>' +
        '<span class="line"><span class="tok-keyword">port</span>: <span class="tok-number">80</span>\n</span>',
    );
    expect(text).toContain('title="a.yml"');
  });

  it('colours the outermost name of a part where the inner one has no colour', async () => {
    expect(await fence('python', "'''a'''")).toContain('<span class="tok-string">');
  });

  it('leaves a language that it does not know as it is, and escapes it', async () => {
    expect(await fence('text', 'a <b> & "c"')).toContain('html="<span class="line">a &lt;b&gt; &amp; "c"\n</span>"');
  });

  it('finds blocks inside of lists, and leaves code in running text alone', async () => {
    const text = await page('- `a`\n\n  ```\n  b\n  ```');
    expect(text.match(/<CodeBlock /g)).toHaveLength(1);
    expect(text).toContain('<_components.code>{"a"}');
  });

  it('refuses what a block cannot show, with its place', async () => {
    await expect(page('One.\n\n```ts {1,2}\na\n```')).rejects.toMatchObject({
      line: 3,
      reason: expect.stringContaining('{1,2}'),
    });
  });
});
