/**
 * `distributions.scipy.json` holds rows [...arguments, value] by function, printed by scipy 1.17.1 with this recipe (Python):
 *
 *     from scipy.stats import norm, t, chi2, f, beta, gamma, binom, ncx2; from scipy.special import gammaln
 *     # normalCdf: norm.cdf(x); normalTail: norm.sf(x); normalQuantile: norm.ppf(p); tCdf: t.cdf(x, df); tQuantile: t.ppf(p, df)
 *     # chiSquareCdf: chi2.cdf(x, df) or, with three arguments, ncx2.cdf(x, df, nc); chiSquareTail: chi2.sf; chiSquareQuantile: chi2.ppf
 *     # fCdf, fTail, fQuantile: f.cdf, f.sf, f.ppf (x, df1, df2); betaCdf, betaQuantile: beta.cdf, beta.ppf (x, a, b)
 *     # gammaCdf, gammaQuantile: gamma.cdf, gamma.ppf (x, a); binomialCdf: binom.cdf(k, n, p); lnGamma: gammaln(a)
 *     # at df from 0.5 to 10^6, shapes from 0.01 to 10^6, tails from 10^-300
 */
import { describe, expect, it } from 'vitest';
import * as distributions from '../../../src/recsys/math/distributions';
import { erfc, incompleteBeta, lnGamma } from '../../../src/recsys/math/special';
import table from './distributions.scipy.json';

const functions: Record<string, (...numbers: number[]) => number> = { ...(distributions as object), lnGamma };
const {
  normalQuantile,
  tCdf,
  tQuantile,
  tTwoTails,
  betaQuantile,
  chiSquareQuantile,
  gammaQuantile,
  fQuantile,
  normalCdf,
  binomialCdf,
  invert,
} = distributions;

describe('distributions', () => {
  it.each(Object.entries(table))('%s equals scipy to ten digits', (name, rows) => {
    for (const row of rows as number[][]) {
      const expected = row[row.length - 1];
      const got = functions[name](...row.slice(0, -1));
      const error = expected === 0 ? Math.abs(got) : Math.abs(got / expected - 1);
      // near a root of lnGamma a relative error means nothing
      const allowed = Math.abs(expected) < 1e-3 && name === 'lnGamma' ? 1e-8 : 1e-10;
      expect(error, `${name}(${row.slice(0, -1).join(', ')}) is ${got}, scipy says ${expected}`).toBeLessThan(allowed);
    }
  });

  it('quantiles invert their distributions', () => {
    for (const p of [1e-8, 0.01, 0.3, 0.5, 0.77, 0.999]) {
      expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 13);
      for (const df of [0.7, 3, 40]) expect(tCdf(tQuantile(p, df), df) / p).toBeCloseTo(1, 11);
    }
  });

  it('quantiles end where the support ends', () => {
    expect([normalQuantile(0), normalQuantile(1), tQuantile(0, 3), tQuantile(1, 3)]).toEqual([
      -Infinity,
      Infinity,
      -Infinity,
      Infinity,
    ]);
    expect([betaQuantile(0, 2, 3), betaQuantile(1, 2, 3), gammaQuantile(0, 2), gammaQuantile(1, 2)]).toEqual([0, 1, 0, Infinity]);
    expect([chiSquareQuantile(0, 2), fQuantile(0, 2, 3), fQuantile(1, 2, 3)]).toEqual([0, 0, Infinity]);
    expect([binomialCdf(-1, 5, 0.3), binomialCdf(5, 5, 0.3)]).toEqual([0, 1]);
  });

  it('NaN and impossible arguments give NaN', () => {
    const wrong = [
      normalQuantile(-0.1),
      normalQuantile(NaN),
      tQuantile(1.1, 3),
      tQuantile(0.5, NaN),
      tCdf(NaN, 3),
      normalCdf(NaN),
      erfc(NaN),
      betaQuantile(2, 1, 1),
      gammaQuantile(-1, 1),
      fQuantile(NaN, 1, 1),
      lnGamma(-1),
      incompleteBeta(0.5, -1, 2).lower,
      distributions.chiSquareCdf(1, 2, -1),
    ];
    for (const value of wrong) expect(value).toBeNaN();
  });

  it("Student's t with infinitely many degrees of freedom is the normal", () => {
    expect(tQuantile(0.975, Infinity)).toBe(normalQuantile(0.975));
    expect(tTwoTails(1.96, Infinity)).toBeCloseTo(2 * normalCdf(-1.96), 15);
    expect(tTwoTails(Infinity, 5)).toBe(0);
  });

  it('invert finds a crossing far away, near 0, and at the left end', () => {
    expect(invert((x) => x - 1e9, 0, Infinity, 1)).toBeCloseTo(1e9, 3);
    expect(invert((x) => x - 1e-200, 0, 1, 1) / 1e-200).toBeCloseTo(1, 9);
    expect(invert((x) => x + 1, 0, 1, 1)).toBe(0);
  });
});
