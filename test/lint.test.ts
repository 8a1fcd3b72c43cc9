/** The bans that keep numbers the same on every machine do ban. */
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const eslint = new ESLint({ cwd: root });

async function rules(path: string, source: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(source, { filePath: join(root, path) });
  return result.messages.map(({ ruleId }) => ruleId);
}

describe('eslint', () => {
  it.each([
    ['src/recsys/models/als.ts', 'export const y = Math.exp(1);', 'no-restricted-properties'],
    ['src/recsys/models/als.ts', 'export const y = Math.random();', 'no-restricted-properties'],
    ['src/recsys/models/als.ts', "export const y = 'a'.localeCompare('b');", 'no-restricted-properties'],
    ['src/recsys/models/als.ts', 'export const y = 2 ** 0.5;', 'no-restricted-syntax'],
    ['src/recsys/models/als.ts', 'const { exp } = Math; export const y = exp(1);', 'no-restricted-properties'],
    ['src/recsys/models/als.ts', 'const m = Math; export const y = m.exp(1);', 'no-restricted-syntax'],
    ['src/recsys/models/als.ts', "export const y = Math['ex' + 'p'](1);", 'no-restricted-syntax'],
    ['notebooks/theory/baseline.ts', 'export const y = Math.random();', 'no-restricted-properties'],
    ['test/recsys/als.test.ts', 'export const y = Math.random();', 'no-restricted-properties'],
    ['src/kernel/execute.ts', 'export default 1;', 'no-restricted-exports'],
  ])('in %s refuses `%s`', async (path, source, rule) => {
    expect(await rules(path, `${source}\n`)).toContain(rule);
  });

  it.each([
    ['src/recsys/models/als.ts', 'export const y = Math.sqrt(Math.imul(2, 3));'],
    ['src/components/Cell/width.ts', 'export const y = Math.exp(1);'],
    ['src/pages/index.tsx', 'export default function Home() { return null; }'],
  ])('in %s accepts `%s`', async (path, source) => {
    expect(await rules(path, `${source}\n`)).toEqual([]);
  });
});
