/** How often each item turns up in a stream of batches, estimated on the way, without counting the log first. */
import { checkPositive, checkPositiveInteger } from '../math/check';

export interface StreamingFrequencyOptions {
  /** Places of the table, in which items share if there are more of them; by default one for each item is what to give. */
  size: number;
  /** α: how fast an estimate follows what it sees, in (0, 1]; 0.05 by default. Small is precise, large adapts. */
  rate?: number;
  /** The interval that is believed before an item is seen, in steps; 100 by default. */
  interval?: number;
}

/**
 * Keeps for each item the steps δ between one batch with it and the next, as a moving average: at step t of a batch with item y,
 *
 *     δ(y) ← (1 − α) δ(y) + α (t − last(y)),  last(y) ← t
 *
 * so that 1 / δ(y) estimates the probability that y is in a batch. Items beyond `size` share a place by remainder.
 *
 *     const frequency = new StreamingFrequency({ size: items });
 *     frequency.see(batchItems);
 *     frequency.probability(7)
 *
 * X. Yi et al.: Sampling-bias-corrected neural modeling for large corpus item recommendations. RecSys 2019, algorithm 2.
 */
export class StreamingFrequency {
  private readonly intervals: Float64Array;
  private readonly last: Float64Array;
  private readonly rate: number;
  private step = 0;

  /** @throws RangeError if an option is out of its range */
  constructor({ size, rate = 0.05, interval = 100 }: StreamingFrequencyOptions) {
    checkPositiveInteger('size', size);
    checkPositive('interval', interval);
    if (!(rate > 0 && rate <= 1)) throw new RangeError(`rate must lie in (0, 1], got ${rate}`);
    this.rate = rate;
    this.intervals = new Float64Array(size).fill(interval);
    this.last = new Float64Array(size).fill(1 - interval); // the first batch then changes no estimate
  }

  /** Takes the next batch; an item that it has several times counts once. */
  see(items: ArrayLike<number>): void {
    this.step++;
    for (let i = 0; i < items.length; i++) {
      const place = items[i] % this.last.length;
      if (this.last[place] === this.step) continue;
      this.intervals[place] += this.rate * (this.step - this.last[place] - this.intervals[place]);
      this.last[place] = this.step;
    }
  }

  /** The estimated probability that a batch has the item, in (0, 1]. */
  probability(item: number): number {
    return 1 / this.intervals[item % this.intervals.length];
  }
}
