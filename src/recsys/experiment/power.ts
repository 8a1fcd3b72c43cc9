/** The chance that an experiment of a given size finds an effect of a given size. */
import { checkOneOf, checkPositive, checkPositiveInteger, checkShare } from '../math/check';
import { normalCdf, normalQuantile, tQuantile } from '../math/distributions';
import { exp, log } from '../math/functions';
import { lnGamma } from '../math/special';

/** What an experiment is planned from. */
export interface Plan {
  /** The metric in control: a proportion in (0, 1), or any mean if `deviation` is given. */
  baseline: number;
  /** Standard deviation of the metric per user; give it for means, leave it out for proportions. */
  deviation?: number;
  /** The least effect worth finding, treatment − control, not 0; in the metric's unit, or as a share of the baseline if `relative`. */
  mde: number;
  /** Whether mde is a share of the baseline: 0.02 for two per cent more. */
  relative?: boolean;
  /** Chance of a false alarm, in (0, 1); 0.05 by default. */
  alpha?: number;
  /** Chance of finding the effect, in (0, 1); 0.8 by default. */
  power?: number;
  /** 2 by default; 1 looks only in the direction of mde. */
  sides?: 1 | 2;
  /** Users in treatment for each in control, > 0; 1 by default. */
  ratio?: number;
}

/** The plan with its defaults, checked, and the effect as a difference. */
export function checkPlan(plan: Omit<Plan, 'mde'> & { mde?: number }) {
  const { baseline, deviation, relative = false, alpha = 0.05, power: wanted = 0.8, sides = 2, ratio = 1 } = plan;
  checkShare('alpha', alpha);
  checkShare('power', wanted);
  checkPositive('ratio', ratio);
  checkOneOf('sides', String(sides), ['1', '2']);
  if (deviation === undefined) checkShare('baseline', baseline);
  else checkPositive('deviation', deviation);
  if (!Number.isFinite(baseline)) throw new RangeError(`baseline must be a finite number, got ${baseline}`);
  if (relative && baseline === 0) throw new RangeError('baseline must not be 0 when mde is relative, got 0');
  return { baseline, deviation, relative, alpha, power: wanted, sides, ratio };
}

/** The planned difference in the metric's unit. */
export function effectOf({ baseline, deviation, mde, relative = false }: Plan): number {
  const effect = relative ? mde * baseline : mde;
  if (!(Math.abs(effect) > 0 && Math.abs(effect) < Infinity))
    throw new RangeError(`mde must be a finite number other than 0, got ${mde}`);
  const treated = baseline + effect;
  if (deviation === undefined && !(treated > 0 && treated < 1)) {
    throw new RangeError(`mde must keep the proportion between 0 and 1, got ${mde}, which makes it ${treated}`);
  }
  return effect;
}

/**
 * The power of a test with `perGroup` users in control and ratio · perGroup in treatment.
 *
 * For proportions, of the pooled z test in its normal approximation (both tails counted). For means, of the t test exactly: its noncentral
 * t, integrated over the estimated deviation.
 *
 *     power({ baseline: 0.1, mde: 0.01, perGroup: 14751 })  // 0.80
 *
 * J. Cohen: Statistical power analysis for the behavioral sciences. 1988, chapters 2 and 6.
 * J. Fleiss, B. Levin, M. Paik: Statistical methods for rates and proportions. 2003, chapter 4 (unequal sizes).
 *
 * @throws RangeError if an option is out of range
 */
export function power(plan: Omit<Plan, 'power'> & { perGroup: number }): number {
  checkPlan(plan);
  checkPositiveInteger('perGroup', plan.perGroup);
  return powerAt(plan, plan.perGroup);
}

/** The same for any real size above 1, without checks of what does not change. */
export function powerAt(plan: Plan, perGroup: number): number {
  const { baseline, deviation, alpha, sides, ratio } = checkPlan(plan);
  const effect = Math.abs(effectOf(plan));
  const treated = ratio * perGroup;
  if (deviation !== undefined) {
    const df = perGroup + treated - 2;
    if (!(df > 0)) return 0;
    const shift = effect / (deviation * Math.sqrt(1 / perGroup + 1 / treated));
    return noncentralPower(shift, df, tQuantile(1 - alpha / sides, df), sides);
  }
  const p = baseline;
  const q = baseline + effectOf(plan);
  const mean = (p + ratio * q) / (1 + ratio);
  const underNull = Math.sqrt(mean * (1 - mean) * (1 / perGroup + 1 / treated));
  const underEffect = Math.sqrt((p * (1 - p)) / perGroup + (q * (1 - q)) / treated);
  const z = normalQuantile(1 - alpha / sides);
  const found = normalCdf((effect - z * underNull) / underEffect);
  return sides === 1 ? found : found + normalCdf((-effect - z * underNull) / underEffect);
}

/** P(T > c), or P(|T| > c), of the noncentral t: the normal tail averaged over S = √(χ²/df), whose density is smooth (Simpson's rule). */
function noncentralPower(shift: number, df: number, critical: number, sides: 1 | 2): number {
  const deviation = 1 / Math.sqrt(2 * df);
  const low = Math.max(0, 1 - 12 * deviation);
  const high = 1 + (df < 5 ? 20 : 12) * deviation;
  const steps = 400;
  const logScale = (df / 2) * log(df / 2) + Math.LN2 - lnGamma(df / 2);
  let sum = 0;
  let mass = 0;
  for (let i = 0; i <= steps; i++) {
    const s = low + ((high - low) * i) / steps;
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    const density = s > 0 ? exp(logScale + (df - 1) * log(s) - (df * s * s) / 2) : 0;
    const found = normalCdf(shift - critical * s) + (sides === 2 ? normalCdf(-shift - critical * s) : 0);
    sum += weight * density * found;
    mass += weight * density; // dividing by it takes out what rounding did to the scale at large df
  }
  return sum / mass;
}
