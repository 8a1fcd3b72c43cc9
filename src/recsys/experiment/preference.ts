/** Which of two interleaved rankings users prefer, from their clicks. */
import { binomialTest } from './aaTest';
import type { Balanced, TeamDraft } from './interleaving';
import type { TestResult } from './result';
import { testOptions, waldResult } from './result';
import { covarianceOf, meanOf } from './sample';

/** One list shown, and what was clicked. */
export interface InterleavedImpression {
  interleaved: TeamDraft | Balanced;
  /** 0-based positions that were clicked, in any order; repeats count once. */
  clicks: ArrayLike<number>;
}

export interface Preference extends TestResult {
  /** Impressions won by a, won by b, and tied (those without clicks are tied). */
  wins: { a: number; b: number; ties: number };
}

/** 1 if the clicks credit a, −1 if b, 0 if neither. */
export function creditOf({ interleaved, clicks }: InterleavedImpression): -1 | 0 | 1 {
  const clicked = [...new Set(Array.from(clicks))].sort((i, j) => i - j);
  for (const position of clicked) {
    if (!(Number.isInteger(position) && position >= 0 && position < interleaved.items.length)) {
      throw new RangeError(`clicks must be positions in 0 … ${interleaved.items.length - 1}, got ${position}`);
    }
  }
  if (clicked.length === 0) return 0;
  if (interleaved.method === 'teamDraft') {
    const forA = clicked.filter((position) => interleaved.teams[position] === 'a').length;
    return Math.sign(2 * forA - clicked.length) as -1 | 0 | 1;
  }
  const { items, a, b } = interleaved;
  const lowest = items[clicked[clicked.length - 1]];
  // Chapelle et al. 2012: both rankings are read down to where the lowest click is first found
  const ranks = [a.indexOf(lowest), b.indexOf(lowest)].filter((rank) => rank >= 0);
  const depth = Math.min(...ranks) + 1;
  const count = (ranking: number[]) => {
    const top = new Set(ranking.slice(0, depth));
    return clicked.filter((position) => top.has(items[position])).length;
  };
  return Math.sign(count(a) - count(b)) as -1 | 0 | 1;
}

/**
 * The estimate is Δ = (wins of a + ½ ties) / impressions − ½, in −½ … ½, above 0 if a is preferred; the p-value is that of the exact sign
 * test on the impressions that were not tied.
 *
 *     preference(impressions).estimate
 *
 * O. Chapelle, T. Joachims, F. Radlinski, Y. Yue, Large-scale validation and analysis of interleaved search evaluation. TOIS 2012.
 *
 * @throws RangeError if there are fewer than 2 impressions, or a click is outside its list
 */
export function preference(
  impressions: InterleavedImpression[],
  { confidence = 0.95 }: { confidence?: number } = {},
): Preference {
  const options = testOptions({ confidence });
  if (!(impressions.length >= 2)) throw new RangeError(`impressions must be at least 2, got ${impressions.length}`);
  const scores = Float64Array.from(impressions, (impression) => creditOf(impression) / 2);
  const wins = { a: scores.filter((score) => score > 0).length, b: scores.filter((score) => score < 0).length, ties: 0 };
  wins.ties = scores.length - wins.a - wins.b;
  const estimate = meanOf(scores);
  const error = Math.sqrt(covarianceOf(scores, scores) / scores.length);
  const assumptions =
    'Impressions are independent: one per user, or few; under the null a click is as likely to credit either ranking.';
  const wald = waldResult(estimate, error, Infinity, options, assumptions);
  const decided = wins.a + wins.b;
  return {
    ...wald,
    interval: error > 0 ? [Math.max(-0.5, wald.interval[0]), Math.min(0.5, wald.interval[1])] : [-0.5, 0.5],
    pValue: decided === 0 ? 1 : binomialTest(wins.a, decided, 0.5),
    statistic: wins.a,
    df: NaN,
    wins,
  };
}
