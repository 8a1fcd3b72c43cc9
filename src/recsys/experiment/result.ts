/** What a test or an interval answers, and how an estimate with its standard error becomes one. */
import { checkOneOf, checkShare } from '../math/check';
import { normalQuantile, normalTail, tCdf, tQuantile } from '../math/distributions';

/** Which departures from "no effect" count: any, only above, only below. */
export type Alternative = 'two-sided' | 'greater' | 'less';

export interface TestOptions {
  /** Coverage of the interval, in (0, 1); 0.95 by default. */
  confidence?: number;
  /** `two-sided` by default; `greater` asks whether a is above b, and its interval has no upper end; `less` mirrors it. */
  alternative?: Alternative;
}

/** An estimate that says how far it can be trusted. */
export interface Estimate {
  /** The estimated quantity, in the unit that the function's docstring names. */
  estimate: number;
  /** The interval with the coverage asked for; infinite where the data cannot bound it. */
  interval: [low: number, high: number];
  /** Standard error of the estimate; NaN where the method has none. */
  standardError: number;
  /** What must hold for the interval and the p-value to be right, in words. */
  assumptions: string;
  /** What in these data speaks against them; empty if nothing was seen. */
  warnings: string[];
}

/** An estimate with a test of "it is 0" (or whatever null the function names). */
export interface TestResult extends Estimate {
  /** Probability, were the null true, of data at least as extreme; in [0, 1]. */
  pValue: number;
  /** The test statistic. */
  statistic: number;
  /** Degrees of freedom; Infinity for a normal statistic, NaN where there are none. */
  df: number;
}

/** The options with their defaults, checked. */
export function testOptions({ confidence = 0.95, alternative = 'two-sided' }: TestOptions): Required<TestOptions> {
  checkShare('confidence', confidence);
  checkOneOf('alternative', alternative, ['two-sided', 'greater', 'less']);
  return { confidence, alternative };
}

/** The p-value of a t (df finite) or z (df Infinity) statistic. */
export function tailProbability(statistic: number, df: number, alternative: Alternative): number {
  const above = (t: number) => (df === Infinity ? normalTail(t) : tCdf(-t, df));
  if (alternative === 'greater') return above(statistic);
  if (alternative === 'less') return above(-statistic);
  return Math.min(1, 2 * above(Math.abs(statistic)));
}

/** [low, high] with one end open for a one-sided alternative. */
export function spread(centre: number, error: number, df: number, { confidence, alternative }: Required<TestOptions>) {
  const quantile = (p: number) => (df === Infinity ? normalQuantile(p) : tQuantile(p, df));
  if (alternative === 'greater') return [centre - quantile(confidence) * error, Infinity] as [number, number];
  if (alternative === 'less') return [-Infinity, centre + quantile(confidence) * error] as [number, number];
  const half = quantile((1 + confidence) / 2) * error;
  return [centre - half, centre + half] as [number, number];
}

/**
 * The result of an estimate whose error is t-distributed (df finite) or normal, with null 0. Without any variation in the data the
 * error cannot be estimated: the p-value is then 1 and the interval the whole line, so that the answer never claims what it cannot know.
 */
export function waldResult(
  estimate: number,
  standardError: number,
  df: number,
  options: Required<TestOptions>,
  assumptions: string,
  warnings: string[] = [],
): TestResult {
  if (!(standardError > 0)) {
    const why = 'the data do not vary, so the error of the estimate cannot be judged';
    return {
      estimate,
      interval: [-Infinity, Infinity],
      standardError,
      pValue: 1,
      statistic: NaN,
      df,
      assumptions,
      warnings: [...warnings, why],
    };
  }
  const statistic = estimate / standardError;
  return {
    estimate,
    interval: spread(estimate, standardError, df, options),
    standardError,
    pValue: tailProbability(statistic, df, options.alternative),
    statistic,
    df,
    assumptions,
    warnings,
  };
}
