/** How a cost grows: the power law through some points, and what it says of the next. */

/** A cost at a size. */
export interface Cost {
  size: number;
  cost: number;
}

/** The slope of the least-squares line through the logarithms: cost ∝ size^slope. Undefined below two sizes that differ, or for costs of 0. */
export function exponent(costs: Cost[]): number | undefined {
  const x = costs.map(({ size }) => Math.log(size));
  const y = costs.map(({ cost }) => Math.log(cost));
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  const spread = x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
  const slope = x.reduce((sum, value, i) => sum + (value - meanX) * (y[i] - meanY), 0) / spread;
  return Number.isFinite(slope) ? slope : undefined;
}

/** What the next size will cost by the power law through the last two points, or in proportion if that is more; 0 where there is no point. */
export function expected(costs: Cost[], size: number): number {
  const last = costs.at(-1);
  return last ? last.cost * (size / last.size) ** Math.max(1, exponent(costs.slice(-2)) ?? 1) : 0;
}
