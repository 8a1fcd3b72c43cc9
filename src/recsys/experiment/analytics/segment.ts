/** Segments: a metric by group, each with its error. */
import { checkSameLength, checkShare } from '../../math/check';
import { tQuantile } from '../../math/distributions';
import { checkValues } from '../sample';
import { moments } from '../moments';

export interface SegmentRow {
  segment: string;
  users: number;
  /** Share of all users. */
  share: number;
  mean: number;
  /** Of the mean, by Student's t; the whole line for one user or without variation. */
  interval: [low: number, high: number];
  /** Share of the metric's total; NaN if the total is 0. */
  ofTotal: number;
}

/**
 * Largest segment first; ties by name. Many segments are many comparisons: adjust before calling one special (`benjaminiHochberg`).
 *
 *     segment(minutesPerUser, users.map((user) => user.attributes.age))
 *
 * @throws RangeError if lengths differ, there is no value, or a value is not finite
 */
export function segment(
  values: ArrayLike<number>,
  groups: ArrayLike<string | number>,
  { confidence = 0.95 }: { confidence?: number } = {},
): SegmentRow[] {
  checkShare('confidence', confidence);
  checkValues('values', values, 1);
  checkSameLength('groups', groups, 'values', values);
  const bySegment = new Map<string, ReturnType<typeof moments>>();
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const name = String(groups[i]);
    let seen = bySegment.get(name);
    if (!seen) bySegment.set(name, (seen = moments()));
    seen.add(values[i]);
    total += values[i];
  }
  const rows = [...bySegment].map(([name, { n, mean, variance }]): SegmentRow => {
    const half = variance > 0 ? tQuantile((1 + confidence) / 2, n - 1) * Math.sqrt(variance / n) : Infinity;
    const ofTotal = total === 0 ? NaN : (mean * n) / total;
    return { segment: name, users: n, share: n / values.length, mean, interval: [mean - half, mean + half], ofTotal };
  });
  return rows.sort((a, b) => b.users - a.users || (a.segment < b.segment ? -1 : 1));
}
