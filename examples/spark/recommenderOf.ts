/** A recommender of factors that were trained elsewhere: it can be evaluated, be a source of the two-stage pipeline, and go into an artefact. */
import { packModel } from '../../src/recsys/math/buffer';
import { userItemMatrix } from '../../src/recsys/math/sparse';
import { implicitAls } from 'recsys';
import type { Interactions } from 'recsys';
import type { ImplicitAls } from '../../src/recsys/models/implicitAls';
import type { Factors } from './layout';

/**
 * @param options what the loss was, for those who come later: their vectors are solved for with the plain `lambda`
 * @throws RangeError if the factors are not those of the log's users and items
 */
export function recommenderOf(
  { factors, userFactors, itemFactors }: Factors,
  train: Interactions,
  { alpha = 1, lambda = 0.1 }: { alpha?: number; lambda?: number } = {},
): ImplicitAls {
  const { userIds, itemIds } = train;
  for (const [name, vectors, ids] of [
    ['userFactors', userFactors, userIds],
    ['itemFactors', itemFactors, itemIds],
  ] as const) {
    // prettier-ignore
    if (vectors.length !== factors * ids.length)
      throw new RangeError(`${name} must have ${factors * ids.length} numbers, got ${vectors.length}`);
  }
  const { pointers, indices } = userItemMatrix(train, 'binary');
  return implicitAls.fromBuffer(
    packModel({
      kind: 'implicitAls',
      settings: { items: itemIds.length, factors, alpha, alpha0: 1, nu: 0, lambda },
      arrays: { seenPointers: pointers, seenItems: indices, userFactors, itemFactors },
    }),
  );
}
