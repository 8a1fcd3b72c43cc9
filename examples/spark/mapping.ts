/** Spark's options for ours, where the same loss is minimised. */
import type { ImplicitAlsOptions } from 'recsys';

/** Options of `pyspark.ml.recommendation.ALS`, beside `implicitPrefs=True`. */
export interface SparkAls {
  rank: number;
  maxIter: number;
  alpha: number;
  regParam: number;
  /** The column of weights; an empty text for 1 in every row. */
  ratingCol: 'rating' | '';
}

/**
 * Spark minimises Σ over all pairs (1 + α r)(w · h − p)² + regParam (Σ n_u ‖w_u‖² + Σ n_i ‖h_i‖²), where n counts rows.
 *
 * - With our `alpha` it is the same loss but for the regularisation, which ours does not weight by n: the two agree on users and items of so many
 *   `rows`.
 * - Without it, ours is (w · h − 1)² on what was met and α₀ (w · h)² on all, which is the same loss divided by 1/α₀, of factors that are each
 *   √(1 + α₀) times as long; for the regularisation (λ (n + α₀ |I|)^ν here, n · regParam there) the two agree at so many `rows`, and everywhere where
 *   ν is 1 and n a fixed share of the other side.
 *
 * @param rows of a typical user
 * @param items of the catalogue
 */
export function sparkOptions(options: ImplicitAlsOptions, { rows, items }: { rows: number; items: number }): SparkAls {
  const { factors = 64, iterations = 15, alpha, regularization = 0.01, alpha0 = 0.3, nu = 1 } = options;
  const shape = { rank: factors, maxIter: iterations };
  if (alpha !== undefined) return { ...shape, alpha, regParam: regularization / rows, ratingCol: 'rating' };
  const ridge = regularization * (rows + alpha0 * items) ** nu;
  return { ...shape, alpha: 1 / alpha0, regParam: ((1 + alpha0) / alpha0) * (ridge / rows), ratingCol: '' };
}
