import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import { loadText, running, runText } from '../../src/plugin/running';

const root = join(import.meta.dirname, '../..');

describe('the head of a chapter', () => {
  it('says how long its cells took as a reader would', () => {
    expect([300, 1400, 8123, 140_000].map(runText)).toEqual(['under 1 s', '1 s', '8 s', '2 min']);
  });

  it('adds up what a first Run loads, TensorFlow.js with frames', () => {
    const megabytes = (loads: string[]) => Number.parseFloat(loadText(loads));
    expect(megabytes(['recsys'])).toBeGreaterThan(0);
    expect(megabytes(['recsys', 'data'])).toBeGreaterThan(megabytes(['recsys']));
    expect(megabytes(['danfojs'])).toBe(megabytes(['danfojs', '@tensorflow/tfjs']));
    expect(() => loadText(['lodash'])).toThrow('loads must have been measured by scripts/downloads.mjs, got lodash');
  });

  it.each(globSync('notebooks/**/*.out.json', { cwd: root, ignore: '**/*.movielens.out.json' }))(
    '%s says both of the run that saved it',
    (file) => {
      const { ms, loads } = JSON.parse(readFileSync(join(root, file), 'utf8'));
      expect(ms, 'npm run outputs').toBeGreaterThan(0);
      expect(loads).toEqual([...loads].sort());
      const page = file.replace('notebooks', 'docs').replace('.out.json', '.mdx');
      expect(running(join(root, page), root)).toEqual({ run: expect.any(String), load: expect.stringMatching(/^\d+\.\d MB$/) });
    },
  );

  it('says nothing of a page without a notebook', () => {
    expect(running(join(root, 'docs/about.mdx'), root)).toEqual({});
  });
});
