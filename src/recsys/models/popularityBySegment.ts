/** What most people of one's own group met: popularity per segment, leaning on everyone's where the segment is small. */
import { checkAtLeast, checkSameLength } from '../math/check';
import { userItemMatrix } from '../math/sparse';
import { unpackModel } from '../math/buffer';
import { checkTrain, recommender, seenOf } from './recommender';
import type { Interactions, Recommender } from '../types';
import type { RankerParts } from './recommender';

export interface PopularityBySegmentOptions {
  /** The segment of each user, by user index; a negative number or an empty string is a user of unknown segment. */
  segments: Int32Array | readonly string[];
  /** As how many rows everyone's shares count beside the segment's own; 10 by default. */
  priorWeight?: number;
}

/** Numbers the segments from 1 in order of appearance; 0 is unknown. */
function numbered(segments: Int32Array | readonly string[]): { segmentOf: Int32Array; count: number } {
  const known = new Map<number | string, number>();
  const segmentOf = new Int32Array(segments.length);
  for (let user = 0; user < segments.length; user++) {
    const segment = segments[user];
    if (typeof segment === 'string' ? segment === '' : !(segment >= 0)) continue;
    if (!known.has(segment)) known.set(segment, known.size + 1);
    segmentOf[user] = known.get(segment)!;
  }
  return { segmentOf, count: known.size + 1 };
}

function build(parts: RankerParts): Recommender {
  const { segmentOf, segmentScores } = parts.arrays;
  const items = parts.settings.items as number;
  return recommender(parts, (user, into) =>
    into.set(segmentScores.subarray(segmentOf[user] * items, (segmentOf[user] + 1) * items)),
  );
}

/**
 * score(u, i) = (n_si + w · n_i / n) / (n_s + w), for the user's segment s: n_si of its n_s pairs are with item i, n_i of all n. Users of
 * unknown segment get n_i / n.
 *
 *     popularityBySegment(train, { segments: users.map((user) => user.attributes.age) })
 *
 * @throws RangeError if train is empty or `segments` has another length than `userIds`
 */
export function popularityBySegment(
  train: Interactions,
  { segments, priorWeight = 10 }: PopularityBySegmentOptions,
): Recommender {
  checkTrain(train);
  checkSameLength('segments', segments, 'train.userIds', train.userIds);
  checkAtLeast('priorWeight', priorWeight, 0);
  const matrix = userItemMatrix(train, 'binary');
  const items = matrix.columns;
  const { segmentOf, count } = numbered(segments);
  const counts = new Float64Array(count * items);
  const totals = new Float64Array(count);
  const overall = new Float64Array(items);
  for (let user = 0; user < matrix.rows; user++) {
    for (let at = matrix.pointers[user]; at < matrix.pointers[user + 1]; at++) {
      counts[segmentOf[user] * items + matrix.indices[at]]++;
      totals[segmentOf[user]]++;
      overall[matrix.indices[at]] += 1 / matrix.indices.length;
    }
  }
  const segmentScores = new Float32Array(count * items);
  for (let s = 0; s < count; s++) {
    const own = s > 0 && totals[s] + priorWeight > 0;
    for (let item = 0; item < items; item++) {
      segmentScores[s * items + item] = own
        ? (counts[s * items + item] + priorWeight * overall[item]) / (totals[s] + priorWeight)
        : overall[item];
    }
  }
  return build({ kind: 'popularityBySegment', settings: { items }, arrays: { ...seenOf(matrix), segmentOf, segmentScores } });
}

/** Reads the model back. */
popularityBySegment.fromBuffer = (buffer: ArrayBuffer): Recommender =>
  build(unpackModel<RankerParts['arrays']>(buffer, 'popularityBySegment'));
