/** Puts features of any unit on one scale: each column less its mean, over its standard deviation. */
import { checkFeatures } from './table';

/** What was learned of the columns. */
export interface Scale {
  /** The mean of each column, missing values left out. */
  means: Float32Array;
  /** 1 / the standard deviation of each column; 0 where the column is constant. */
  factors: Float32Array;
}

/** The scale of these columns. */
export function fitScale(features: Float32Array, columns: number): Scale {
  const sums = new Float64Array(columns);
  const counts = new Float64Array(columns);
  const squares = new Float64Array(columns);
  const each = (visit: (value: number, column: number) => void) => {
    for (let at = 0; at < features.length; at++) {
      if (features[at] === features[at]) visit(features[at], at % columns); // NaN is missing
    }
  };
  each((value, column) => {
    sums[column] += value;
    counts[column]++;
  });
  const means = Float32Array.from(sums, (sum, column) => (counts[column] > 0 ? sum / counts[column] : 0));
  each((value, column) => (squares[column] += (value - means[column]) * (value - means[column])));
  const factors = Float32Array.from(squares, (sum, column) => {
    const deviation = Math.sqrt(sum / Math.max(counts[column], 1));
    return deviation > 1e-6 * Math.max(1, Math.abs(means[column])) ? 1 / deviation : 0;
  });
  return { means, factors };
}

/**
 * The features on that scale; a missing one becomes 0, the mean.
 *
 * @throws RangeError unless the features are rows × the columns that were learned
 */
export function standardise(features: Float32Array, rows: number, columns: number, { means, factors }: Scale): Float32Array {
  if (columns !== means.length) throw new RangeError(`columns must be the ${means.length} of training, got ${columns}`);
  checkFeatures(features, rows, columns);
  return features.map((value, at) => (value === value ? (value - means[at % columns]) * factors[at % columns] : 0));
}
