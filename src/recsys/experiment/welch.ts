/** Welch's t test: two means, each arm with a variance of its own. */
import type { TestOptions, TestResult } from './result';
import { testOptions, waldResult } from './result';
import type { Sample } from './sample';
import { summarise } from './sample';

/**
 * Whether two means differ. The default test of an A/B metric that has one value per user.
 *
 *     t = (ā − b̄) / √(s²ₐ/nₐ + s²_b/n_b),  df by Welch and Satterthwaite
 *
 *     welch(treatment, control)  // estimate: mean of a − mean of b, in the unit of the values
 *
 * B. Welch: The generalization of "Student's" problem when several different population variances are involved. Biometrika 1947.
 * F. Satterthwaite: An approximate distribution of estimates of variance components. Biometrics Bulletin 1946.
 *
 * @throws RangeError if an arm has fewer than 2 values, or a value is not finite
 */
export function welch(a: Sample, b: Sample, options: TestOptions = {}): TestResult {
  const checked = testOptions(options);
  const x = summarise('a', a);
  const y = summarise('b', b);
  const shareX = x.variance / x.n;
  const shareY = y.variance / y.n;
  const total = shareX + shareY;
  // as shares of the total, whose squares neither overflow nor vanish
  const p = shareX / total;
  const q = shareY / total;
  const df = 1 / ((p * p) / (x.n - 1) + (q * q) / (y.n - 1));
  return waldResult(
    x.mean - y.mean,
    Math.sqrt(total),
    df,
    checked,
    'Values are independent, one per randomised unit, and normal or the arms are large.',
  );
}
