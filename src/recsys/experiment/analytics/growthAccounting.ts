/** Growth accounting: who is new, who stayed, who came back, who left. */
import { checkPositive } from '../../math/check';
import type { Events } from './events';
import { activePeriods, checkEvents, DAY, firstMidnight, lastTime } from './events';

export interface GrowthOptions {
  /** Length of a period in seconds, from midnight UTC of the first event; a week (604,800) by default. */
  period?: number;
}

export interface GrowthPeriod {
  /** 0-based. */
  period: number;
  /** Start in seconds since 1970-01-01 UTC. */
  start: number;
  /** Users active in the period: fresh + retained + resurrected. */
  active: number;
  /** First ever seen in this period. */
  fresh: number;
  /** Active in the period before, too. */
  retained: number;
  /** Seen before, but not in the period before. */
  resurrected: number;
  /** Active in the period before and not in this: retained + churned = active before. */
  churned: number;
  /** (fresh + resurrected) ÷ churned: above 1 the product grows; NaN where nobody churned. */
  quickRatio: number;
}

/**
 * One row per period from the first event to the last; the last may be incomplete, which then looks like churn.
 *
 *     growthAccounting(interactions, { period: 7 * 86400 })
 *
 * J. Hsu: Diligence at Social Capital, part 1: accounting for user growth. 2015.
 *
 * @throws RangeError if columns differ in length, a time is not finite, or the period is not positive
 */
export function growthAccounting(events: Events, { period = 7 * DAY }: GrowthOptions = {}): GrowthPeriod[] {
  checkEvents(events);
  checkPositive('period', period);
  if (events.times.length === 0) return [];
  const origin = firstMidnight(events.times);
  const count = Math.floor((lastTime(events.times) - origin) / period) + 1;
  const rows: GrowthPeriod[] = Array.from({ length: count }, (_, p) => {
    return {
      period: p,
      start: origin + p * period,
      active: 0,
      fresh: 0,
      retained: 0,
      resurrected: 0,
      churned: 0,
      quickRatio: NaN,
    };
  });
  for (const periods of activePeriods(events, period, origin).values()) {
    periods.forEach((p, i) => {
      const row = rows[p];
      row.active++;
      if (i === 0) row.fresh++;
      else if (periods[i - 1] === p - 1) row.retained++;
      else row.resurrected++;
      if (p + 1 < count && periods[i + 1] !== p + 1) rows[p + 1].churned++;
    });
  }
  for (const row of rows) if (row.churned > 0) row.quickRatio = (row.fresh + row.resurrected) / row.churned;
  return rows;
}
