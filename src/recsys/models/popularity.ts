/** What most people met. The number to beat. */
import { userItemMatrix } from '../math/sparse';
import { itemScoresFromBuffer, itemScoresModel } from './itemScores';
import { checkTrain } from './recommender';
import type { Interactions } from '../types';
import type { ItemScores } from './itemScores';

/**
 * Scores an item by the number of users who met it; a user who came back counts once.
 *
 *     popularity(train).recommend(0, { k: 5 }).items
 *
 * @throws RangeError if train is empty or an index is out of range
 */
export function popularity(train: Interactions): ItemScores {
  const { indices, columns } = userItemMatrix(checkTrain(train), 'binary');
  const counts = new Float32Array(columns);
  for (let at = 0; at < indices.length; at++) counts[indices[at]]++;
  return itemScoresModel('popularity', train, counts);
}

/** Reads the model back. */
popularity.fromBuffer = (buffer: ArrayBuffer): ItemScores => itemScoresFromBuffer('popularity', buffer);
