/**
 * Mean, variance and covariance in one pass, mergeable across arms, days or workers.
 *
 * B. Welford: Note on a method for calculating corrected sums of squares and products. Technometrics 1962.
 * T. Chan, G. Golub, R. LeVeque: Updating formulae and a pairwise algorithm for computing sample variances. 1979.
 */

/** Counts, means and corrected sums of products of values x, and of pairs (x, y) where y was given. */
export class Moments {
  /** How many values were added. */
  n = 0;
  /** Mean of x; 0 before the first value. */
  mean = 0;
  /** Mean of y; NaN once a value came without one. */
  meanY = 0;
  #xx = 0;
  #yy = 0;
  #xy = 0;

  /** Adds one value, or one pair. */
  add(x: number, y = NaN): this {
    const before = this.n;
    this.n = before + 1;
    const dx = x - this.mean;
    const dy = y - this.meanY;
    this.mean += dx / this.n;
    this.meanY += dy / this.n;
    this.#xx += dx * (x - this.mean);
    this.#yy += dy * (y - this.meanY);
    this.#xy += dx * (y - this.meanY);
    return this;
  }

  /** Adds all values, or all pairs. */
  addAll(xs: ArrayLike<number>, ys?: ArrayLike<number>): this {
    if (ys && ys.length !== xs.length) throw new RangeError(`ys must be as long as xs (${xs.length}), got ${ys.length}`);
    for (let i = 0; i < xs.length; i++) this.add(xs[i], ys ? ys[i] : NaN);
    return this;
  }

  /** Takes in what another accumulator has seen; the other stays as it is. */
  merge(other: Moments): this {
    if (other.n === 0) return this;
    const n = this.n + other.n;
    const dx = other.mean - this.mean;
    const dy = other.meanY - this.meanY;
    const weight = (this.n * other.n) / n;
    this.#xx += other.#xx + dx * dx * weight;
    this.#yy += other.#yy + dy * dy * weight;
    this.#xy += other.#xy + dx * dy * weight;
    this.mean += (dx * other.n) / n;
    this.meanY += (dy * other.n) / n;
    this.n = n;
    return this;
  }

  /** Unbiased variance of x (divisor n − 1); NaN below two values. */
  get variance(): number {
    return this.n < 2 ? NaN : this.#xx / (this.n - 1);
  }

  /** Unbiased variance of y. */
  get varianceY(): number {
    return this.n < 2 ? NaN : this.#yy / (this.n - 1);
  }

  /** Unbiased covariance of x and y. */
  get covariance(): number {
    return this.n < 2 ? NaN : this.#xy / (this.n - 1);
  }
}

/**
 * A new accumulator.
 *
 *     const monday = moments().addAll(revenue);
 *     moments().merge(monday).merge(tuesday).variance
 */
export function moments(): Moments {
  return new Moments();
}
