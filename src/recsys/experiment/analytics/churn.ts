/** Churn: the share of a period's users who are not there in the next. */
import { normalQuantile } from '../../math/distributions';
import { wilsonInterval } from '../zTestProportions';
import type { Events } from './events';
import type { GrowthOptions } from './growthAccounting';
import { growthAccounting } from './growthAccounting';

export interface ChurnPeriod {
  /** The period in which they were missed; 1 is the first that can be known. */
  period: number;
  /** Users active in the period before. */
  base: number;
  /** Those of them who were not active in this. */
  churned: number;
  /** churned ÷ base; NaN if nobody was active. */
  share: number;
  /** Wilson's 95 % interval. */
  interval: [low: number, high: number];
}

/**
 * Some of the churned come back (see `growthAccounting`'s resurrected): absence in one period is not a farewell.
 *
 *     churn(interactions, { period: 30 * 86400 })
 *
 * @throws RangeError as `growthAccounting` does
 */
export function churn(events: Events, options: GrowthOptions = {}): ChurnPeriod[] {
  const rows = growthAccounting(events, options);
  const z = normalQuantile(0.975);
  return rows.slice(1).map(({ period, churned }) => {
    const base = rows[period - 1].active;
    const interval: [number, number] = base > 0 ? wilsonInterval({ successes: churned, trials: base }, z) : [0, 1];
    return { period, base, churned, share: churned / base, interval };
  });
}
