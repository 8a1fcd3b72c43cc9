/** Two bell curves of an estimate, with and without an effect, and the four ways an experiment can end: the arithmetic of the power figure. */
import { normalCdf, normalPdf, normalQuantile } from '../../recsys/math/distributions';

/** What is moved: all in standard deviations of one person's metric, but for `alpha`. */
export interface Setting {
  /** True difference of the means. */
  effect: number;
  /** People in each arm. */
  perArm: number;
  /** Level of the two-sided test, 0 … 1. */
  alpha: number;
}

export interface Endings {
  /** Standard error of the difference of two means. */
  error: number;
  /** The estimate from which on the test says "there is an effect". */
  threshold: number;
  /** Chance to say so where there is none, and to say so (in either direction) where there is one. */
  falseAlarm: number;
  power: number;
  /** Chance to find it with the wrong sign. */
  wrongSign: number;
}

/** The four chances; normal approximation, equal arms. */
export function endings({ effect, perArm, alpha }: Setting): Endings {
  const error = Math.sqrt(2 / perArm);
  const threshold = normalQuantile(1 - alpha / 2) * error;
  const above = normalCdf((effect - threshold) / error);
  const below = normalCdf((-effect - threshold) / error);
  return { error, threshold, falseAlarm: alpha, power: above + below, wrongSign: effect > 0 ? below : above };
}

/** Points of the density of an estimate around `centre`, from `from` to `to`. */
export function bell(centre: number, error: number, from: number, to: number, points = 120): [x: number, y: number][] {
  return Array.from({ length: points + 1 }, (_, i) => {
    const x = from + ((to - from) * i) / points;
    return [x, normalPdf((x - centre) / error) / error];
  });
}
