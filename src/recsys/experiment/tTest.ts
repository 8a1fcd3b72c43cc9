/** Student's t test of two means with a common variance, or of pairs. */
import { checkSameLength } from '../math/check';
import type { TestOptions, TestResult } from './result';
import { testOptions, waldResult } from './result';
import type { Sample } from './sample';
import { summarise } from './sample';
import { Moments } from './moments';

export interface TTestOptions extends TestOptions {
  /** a[i] and b[i] are of the same unit: tests the mean of their differences. */
  paired?: boolean;
}

/**
 * Whether two means differ, if both arms have the same variance. At unequal sizes and unequal variances it is wrong in either
 * direction: prefer `welch`, which costs nothing.
 *
 *     tTest([5.1, 4.9, 5.6], [4.2, 4.8, 4.4])  // estimate: mean of a − mean of b, in the unit of the values
 *
 * Student: The probable error of a mean. Biometrika 1908. R. Fisher: Applications of "Student's" distribution. Metron 1925.
 *
 * @throws RangeError if an arm has fewer than 2 values, or a value is not finite
 */
export function tTest(a: Sample, b: Sample, options: TTestOptions = {}): TestResult {
  const checked = testOptions(options);
  if (options.paired) return paired(a, b, checked);
  const x = summarise('a', a);
  const y = summarise('b', b);
  const df = x.n + y.n - 2;
  const pooled = ((x.n - 1) * x.variance + (y.n - 1) * y.variance) / df;
  return waldResult(
    x.mean - y.mean,
    Math.sqrt(pooled * (1 / x.n + 1 / y.n)),
    df,
    checked,
    'Values are independent, their variance is the same in both arms, and they are normal or the arms are large.',
  );
}

function paired(a: Sample, b: Sample, options: Required<TestOptions>): TestResult {
  if (a instanceof Moments || b instanceof Moments) throw new RangeError('a and b must be arrays when paired, got moments');
  checkSameLength('b', b, 'a', a);
  const differences = Float64Array.from(a, (value, i) => value - b[i]);
  const { n, mean, variance } = summarise('a − b', differences);
  const assumptions = 'Pairs are independent, and their differences are normal or the pairs many.';
  return waldResult(mean, Math.sqrt(variance / n), n - 1, options, assumptions);
}
