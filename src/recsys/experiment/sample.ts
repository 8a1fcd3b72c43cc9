/** A sample as a test takes it: its values, or the moments of values seen elsewhere. Two passes, so that no digit is lost to a large mean. */
import { Moments } from './moments';

/** The values of one arm, one per randomised unit (a user, not a page view), or their moments. */
export type Sample = ArrayLike<number> | Moments;

export interface Summary {
  n: number;
  mean: number;
  /** Divisor n − 1; 0 if all values are equal. */
  variance: number;
}

/** Throws a RangeError if there are fewer than `minimum` values or one of them is not finite. */
export function checkValues(name: string, values: ArrayLike<number>, minimum = 2): void {
  if (!(values.length >= minimum)) {
    throw new RangeError(`${name} must have at least ${minimum} value${minimum === 1 ? '' : 's'}, got ${values.length}`);
  }
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) throw new RangeError(`${name} must hold finite numbers, got ${values[i]} at ${i}`);
  }
}

/** Count, mean and variance of a sample of at least two finite values. */
export function summarise(name: string, sample: Sample): Summary {
  if (sample instanceof Moments) {
    const { n, mean, variance } = sample;
    if (!(n >= 2)) throw new RangeError(`${name} must have at least 2 values, got ${n}`);
    if (!Number.isFinite(mean) || !Number.isFinite(variance)) {
      throw new RangeError(`${name} must hold finite numbers, got mean ${mean} and variance ${variance}`);
    }
    return { n, mean, variance };
  }
  checkValues(name, sample);
  const mean = meanOf(sample);
  return { n: sample.length, mean, variance: covarianceOf(sample, sample, mean, mean) };
}

/** The mean; exact when all values are equal, so that the variance of a constant is 0 and not a rounding error. */
export function meanOf(values: ArrayLike<number>): number {
  const n = values.length;
  const first = values[0];
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i] - first;
  return first + sum / n;
}

/** The covariance with divisor n − 1, given the means. */
export function covarianceOf(xs: ArrayLike<number>, ys: ArrayLike<number>, meanX = meanOf(xs), meanY = meanOf(ys)): number {
  let sum = 0;
  for (let i = 0; i < xs.length; i++) sum += (xs[i] - meanX) * (ys[i] - meanY);
  return sum / (xs.length - 1);
}
