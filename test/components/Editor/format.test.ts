import { readFileSync } from 'node:fs';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { formatCode } from '../../../src/components/Editor/format';
import { parseNotebook } from '../../../src/notebook/parse';

const options = JSON.parse(readFileSync('.prettierrc.json', 'utf8')) as { overrides: { options: object }[] };

describe('formatCode(code)', () => {
  it('leaves the book’s own cells as they are', async () => {
    for (const path of ['theory/baseline', 'theory/metrics', 'theory/data']) {
      for (const { id, code } of parseNotebook(path, readFileSync(`notebooks/${path}.ts`, 'utf8')).cells) {
        expect(await formatCode(code), `${path} [${id}]`).toBe(code);
      }
    }
  });

  it('does as the repository’s own formatter does in notebooks', async () => {
    const code =
      'const f=async(a:number,b?:string)=>{await g<number>(a satisfies number);return {a,b}}\nawait f( 1 )\nlabel( "x" )';
    const { overrides, ...rest } = options;
    const expected = await format(code, { ...rest, ...overrides[0].options, parser: 'typescript' });
    expect(`${await formatCode(code)}\n`).toBe(expected);
  });

  it('throws what cannot be read', async () => {
    await expect(formatCode('const = 1;')).rejects.toThrow(SyntaxError);
  });
});
