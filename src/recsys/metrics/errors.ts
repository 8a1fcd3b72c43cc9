/** How far predicted numbers are from the true ones. The constant that minimises the squared errors is the mean; the absolute, the median. */
import { checkSameLength } from '../math/check';

function mean(predicted: ArrayLike<number>, actual: ArrayLike<number>, loss: (difference: number) => number): number {
  checkSameLength('predicted', predicted, 'actual', actual);
  let sum = 0;
  for (let i = 0; i < actual.length; i++) sum += loss(predicted[i] - actual[i]);
  return sum / actual.length;
}

/** Mean absolute error, in the unit of the numbers; NaN for no numbers. */
export function mae(predicted: ArrayLike<number>, actual: ArrayLike<number>): number {
  return mean(predicted, actual, Math.abs);
}

/** Mean squared error, in the square of the unit; NaN for no numbers. */
export function mse(predicted: ArrayLike<number>, actual: ArrayLike<number>): number {
  return mean(predicted, actual, (d) => d * d);
}

/** Root of the mean squared error, in the unit of the numbers; NaN for no numbers. */
export function rmse(predicted: ArrayLike<number>, actual: ArrayLike<number>): number {
  return Math.sqrt(mse(predicted, actual));
}
