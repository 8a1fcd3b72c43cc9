import { describe, expect, it } from 'vitest';
import { sourcesOf } from '../../src/plugin/sources';

describe('sourcesOf', () => {
  it('names a page’s notebook, the chapters whose values it shows, and the files it quotes', () => {
    const text = 'So <Value chapter="theory/als" cell="a" path="x" />.\n\n<File path="config/Dockerfile" lines="1-3" />\n';
    expect(sourcesOf(text, '/r/docs/theory/ease.mdx', '/r')).toEqual(
      expect.arrayContaining(['/r/notebooks/theory/ease.out.json', '/r/notebooks/theory/als.out.json', '/r/config/Dockerfile']),
    );
  });

  it('takes what every chapter saves for a page that shows the leaderboard', () => {
    const files = sourcesOf('<Leaderboard />', '/r/docs/leaderboard.mdx', '/r');
    expect(files).toContain('/r/notebooks/theory/neighbours.out.json');
    expect(files).toContain('/r/notebooks/theory/neighbours.movielens.out.json');
  });
});
