/** Unit economics: what a user costs, brings and leaves. */
import { checkAtLeast, checkPositive } from '../../math/check';
import { pow } from '../../math/functions';

export interface UnitEconomicsOptions {
  /** Spent on winning users in the period, in money. */
  acquisitionCost: number;
  /** Users won by it, > 0. */
  newUsers: number;
  /** Value of goods sold per active user and period (GMV), in money. */
  gmvPerUser: number;
  /** Share of the GMV that is the service's own revenue, in 0 … 1; 1 by default (a shop that sells its own goods). */
  takeRate?: number;
  /** Variable cost per active user and period, in money; 0 by default. */
  variableCost?: number;
  /** Share of users active in each period after joining, from period 0; usually retention shares. */
  retention: ArrayLike<number>;
  /** What money loses in worth per period; 0 by default. */
  discountRate?: number;
}

export interface UnitEconomics {
  /** Cost to win one user (CAC). */
  cac: number;
  /** Revenue per active user and period. */
  revenue: number;
  /** Revenue less variable cost, per active user and period. */
  contribution: number;
  /** Contribution of one user won, over the periods given, discounted (LTV). It says nothing of what comes after them. */
  ltv: number;
  /** ltv ÷ cac; Infinity if users cost nothing. */
  ratio: number;
  /** Periods until the contributions have paid the CAC, the last one included; Infinity if they do not within those given. */
  payback: number;
  /** LTV after each period, less the CAC. */
  cumulative: Float64Array;
  assumptions: string;
}

/**
 *     LTV = Σ_t retention_t · contribution / (1 + d)^t
 *
 *     unitEconomics({ acquisitionCost: 5000, newUsers: 100, gmvPerUser: 80, takeRate: 0.2, retention: [1, 0.6, 0.5, 0.45] })
 *
 * S. Gupta, D. Lehmann, J. Stuart: Valuing customers. Journal of Marketing Research 2004.
 *
 * @throws RangeError if an amount is negative, newUsers is not positive, a share is outside 0 … 1, or retention is empty
 */
export function unitEconomics(options: UnitEconomicsOptions): UnitEconomics {
  const { acquisitionCost, newUsers, gmvPerUser, takeRate = 1, variableCost = 0, retention, discountRate = 0 } = options;
  checkAtLeast('acquisitionCost', acquisitionCost, 0);
  checkPositive('newUsers', newUsers);
  checkAtLeast('gmvPerUser', gmvPerUser, 0);
  checkAtLeast('variableCost', variableCost, 0);
  checkAtLeast('discountRate', discountRate, 0);
  if (!(takeRate >= 0 && takeRate <= 1)) throw new RangeError(`takeRate must lie in 0 … 1, got ${takeRate}`);
  if (retention.length === 0) throw new RangeError('retention must have at least one period, got 0');
  const cac = acquisitionCost / newUsers;
  const revenue = gmvPerUser * takeRate;
  const contribution = revenue - variableCost;
  let ltv = 0;
  const cumulative = Float64Array.from(retention, (share, period) => {
    if (!(share >= 0 && share <= 1)) throw new RangeError(`retention must lie in 0 … 1, got ${share} at ${period}`);
    ltv += (share * contribution) / pow(1 + discountRate, period);
    return ltv - cac;
  });
  const paid = cumulative.findIndex((left) => left >= 0);
  return {
    cac,
    revenue,
    contribution,
    ltv,
    ratio: cac === 0 ? Infinity : ltv / cac,
    payback: paid < 0 ? Infinity : paid + 1,
    cumulative,
    assumptions: 'New users retain and spend as those did from whom the figures come; fixed costs are left out.',
  };
}
