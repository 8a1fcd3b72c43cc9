/** What `npm run mutate` wrote down of how well the tests can fail. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { MUTANTS_KILLED, ROOMS, scoresTable, summary, withTable } from '../scripts/mutants.mjs';

interface Saved {
  score: number;
  mutants: number;
  untried: string[];
  files: Record<string, { score: number; mutants: number; survivors: string[] }>;
}

const folder = join(import.meta.dirname, 'mutants');
const saved = Object.fromEntries(
  Object.keys(ROOMS).map((room) => [room, JSON.parse(readFileSync(join(folder, `${room}.json`), 'utf8')) as Saved]),
);

describe('summary', () => {
  const at = (line: number, from: number, to: number) => ({ start: { line, column: from }, end: { line, column: to } });
  const source = 'const a = b + c;\nconst d = a > 0 ? a : 1;\n';
  const mutant = (status: string, location: object, replacement: string) => ({ status, location, replacement });
  const report = {
    files: {
      'src/sum.ts': {
        source,
        mutants: [
          mutant('Survived', at(2, 11, 16), 'a >= 0'),
          mutant('NoCoverage', at(1, 11, 16), 'b - c'),
          mutant('Killed', at(2, 11, 16), 'true'),
          mutant('Timeout', at(2, 11, 16), 'false'),
          mutant('Ignored', at(2, 23, 24), '0'),
        ],
      },
      'src/types.ts': { source: '', mutants: [] },
      'src/gone.ts': { source, mutants: [mutant('Survived', at(2, 11, 16), 'a >= 0')] },
    },
  };

  it('counts what was tried, and tells each survivor by its line', () => {
    expect(summary(report, ['src/sum.ts', 'src/types.ts', 'src/late.ts'])).toEqual({
      score: 50,
      mutants: 4,
      untried: ['src/late.ts'],
      files: {
        'src/sum.ts': {
          score: 50,
          mutants: 4,
          survivors: ['1: b + c → b - c (no test comes here)', '2: a > 0 → a >= 0'],
        },
      },
    });
  });
});

describe('test/mutants', () => {
  it.each(Object.keys(ROOMS))('%s has the score that is asked of it', (room) => {
    const { score, mutants, files } = saved[room];
    const survivors = Object.values(files).reduce((sum, file) => sum + file.survivors.length, 0);
    expect(Object.values(files).reduce((sum, file) => sum + file.mutants, 0)).toBe(mutants);
    expect(score).toBeCloseTo(100 * (1 - survivors / mutants), 0);
    expect(score).toBeGreaterThanOrEqual(MUTANTS_KILLED);
  });

  it('shows the scores as they are saved', async () => {
    const file = join(folder, 'README.md');
    const page = readFileSync(file, 'utf8');
    const settings = { ...(await resolveConfig(file)), filepath: file };
    expect(await format(withTable(page, scoresTable(saved)), settings)).toBe(page);
  });
});
