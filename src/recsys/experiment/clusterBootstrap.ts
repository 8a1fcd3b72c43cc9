/** The bootstrap for rows that hang together: whole users are drawn, with all their rows. */
import { checkPositiveInteger, checkSameLength, checkShare } from '../math/check';
import { random } from '../math/random';
import type { BootstrapOptions, BootstrapResult } from './bootstrap';
import { summariseReplicates } from './bootstrap';
import { poissonWeights } from './poissonWeights';
import { checkValues, meanOf } from './sample';

/** Rows of one arm, each belonging to a cluster. */
export interface ClusteredSample {
  /** One per row, such as 1 for a clicked view. */
  values: ArrayLike<number>;
  /** The cluster of each row, usually its user: any number or string. */
  clusters: ArrayLike<number | string>;
}

/**
 * The mean over rows of one arm, or the difference mean(a) − mean(b) of two, with an interval that respects that rows of a
 * user are alike: clusters get Poisson(1) weights.
 *
 *     clusterBootstrap({ values: clicked, clusters: users }, control, { resamples: 2000, seed: 1 })
 *
 * A. Owen, D. Eckles: Bootstrapping data arrays of arbitrary order. Annals of Applied Statistics 2012. N. Chamandy et al., 2012.
 *
 * @throws RangeError if an arm has fewer than 2 clusters, lengths differ, a value is not finite, or an option is out of range
 */
export function clusterBootstrap(
  a: ClusteredSample,
  b?: ClusteredSample,
  { resamples = 2000, seed = 42, confidence = 0.95 }: Omit<BootstrapOptions, 'statistic' | 'method'> = {},
): BootstrapResult {
  checkPositiveInteger('resamples', resamples);
  checkShare('confidence', confidence);
  const arms = (b ? [a, b] : [a]).map((arm, i) => gather(i === 0 ? 'a' : 'b', arm));
  const seeds = random(seed);
  const parts = arms.map((arm) => replicate(arm, resamples, seeds.int(4294967296)));
  const replicates = parts[0].map((value, i) => (parts.length === 2 ? value - parts[1][i] : value));
  const estimate = arms[0].mean - (arms.length === 2 ? arms[1].mean : 0);
  return {
    ...summariseReplicates(estimate, replicates, confidence),
    assumptions: 'Clusters are independent, and there are some hundreds of them in each arm; rows within one need not be.',
  };
}

interface Clusters {
  mean: number;
  /** Σ(value − mean) of each cluster. */
  sums: Float64Array;
  /** Rows of each cluster. */
  counts: Float64Array;
}

function gather(name: string, { values, clusters }: ClusteredSample): Clusters {
  checkValues(`${name}.values`, values, 1);
  checkSameLength(`${name}.clusters`, clusters, `${name}.values`, values);
  const index = new Map<number | string, number>();
  const sums: number[] = [];
  const counts: number[] = [];
  const mean = meanOf(values);
  for (let i = 0; i < values.length; i++) {
    let cluster = index.get(clusters[i]);
    if (cluster === undefined) {
      cluster = index.size;
      index.set(clusters[i], cluster);
      sums.push(0);
      counts.push(0);
    }
    sums[cluster] += values[i] - mean;
    counts[cluster]++;
  }
  if (index.size < 2) throw new RangeError(`${name} must have at least 2 clusters, got ${index.size}`);
  return { mean, sums: Float64Array.from(sums), counts: Float64Array.from(counts) };
}

function replicate({ mean, sums, counts }: Clusters, resamples: number, seed: number): Float64Array {
  const source = poissonWeights(seed);
  const weights = new Uint8Array(sums.length);
  return Float64Array.from({ length: resamples }, () => {
    let sum = 0;
    let rows = 0;
    while (rows === 0) {
      source.fill(weights);
      for (let i = 0; i < weights.length; i++) {
        sum += weights[i] * sums[i];
        rows += weights[i] * counts[i];
      }
    }
    return mean + sum / rows;
  });
}
