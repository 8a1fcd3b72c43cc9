/** A model with one score per item, the same for every user. */
import { unpackModel } from '../math/buffer';
import { recommender, seenOf } from './recommender';
import type { Interactions, Recommender } from '../types';
import type { RankerParts } from './recommender';

/** A model that shows everyone the same, but for what each has seen. */
export interface ItemScores extends Recommender {
  /** The score of each item. */
  itemScores: Float32Array;
}

function build(parts: RankerParts): ItemScores {
  const itemScores = parts.arrays.itemScores as Float32Array;
  return { ...recommender(parts, (_, into) => into.set(itemScores)), itemScores };
}

/** The model of these scores. */
export function itemScoresModel(kind: string, train: Interactions, itemScores: Float32Array): ItemScores {
  return build({ kind, settings: { items: itemScores.length }, arrays: { ...seenOf(train), itemScores } });
}

/** Reads a model of this kind back. */
export function itemScoresFromBuffer(kind: string, buffer: ArrayBuffer): ItemScores {
  return build(unpackModel<RankerParts['arrays']>(buffer, kind));
}
