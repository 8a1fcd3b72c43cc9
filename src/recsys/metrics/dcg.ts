/** Discounted cumulative gain: relevance counts less the further down it stands. */
import { log2, pow } from '../math/functions';
import { checkOneOf } from '../math/check';
import { depth } from './relevance';

/** What a grade is worth: itself, or 2^grade − 1, which makes one very good item worth many fair ones. On grades 0 and 1 both agree. */
export type Gain = 'linear' | 'exponential';

const gains: Record<Gain, (grade: number) => number> = {
  linear: (grade) => grade,
  exponential: (grade) => pow(2, grade) - 1,
};

const discounts: number[] = [];

/** 1 / log₂(place + 2) for place 0, 1, 2, … */
export function discount(place: number): number {
  for (let i = discounts.length; i <= place; i++) discounts.push(1 / log2(i + 2));
  return discounts[place];
}

/**
 * DCG@k = Σ_{i<k} gain(relevances[i]) / log₂(i + 2), places counted from 0.
 *
 *     dcg([3, 2, 3, 0, 1, 2], { k: 6, gain: 'exponential' }) // 13.848
 *
 * K. Järvelin, J. Kekäläinen: Cumulated gain-based evaluation of IR techniques. ACM TOIS 20(4), 2002; discount and exponential gain as in
 * C. Burges et al.: Learning to rank using gradient descent. ICML 2005.
 *
 * @param relevances the grade at each place of the list, best place first
 * @throws RangeError if k is not a positive integer or a grade is negative or NaN
 */
export function dcg(relevances: ArrayLike<number>, { k, gain = 'linear' }: { k?: number; gain?: Gain } = {}): number {
  checkOneOf('gain', gain, ['linear', 'exponential']);
  const worth = gains[gain];
  const end = depth(relevances.length, k);
  let sum = 0;
  for (let i = 0; i < end; i++) {
    if (!(relevances[i] >= 0)) throw new RangeError(`relevances must be at least 0, got ${relevances[i]} at place ${i}`);
    if (relevances[i] > 0) sum += worth(relevances[i]) * discount(i);
  }
  return sum;
}
