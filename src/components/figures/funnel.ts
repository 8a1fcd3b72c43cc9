/** What a request costs and what it can reach, by the number of candidates: the arithmetic of the funnel's figure. */
import { rowsWith } from './savedOutputs';
import type { Output } from '../../notebook/types';

/** What was measured for one number of candidates. */
export interface FunnelStep {
  candidates: number;
  /** Share of what is watched later that is among the candidates, 0 … 1. */
  recall: number;
  /** nDCG@10 of a perfect second stage. */
  ceiling: number;
  /** nDCG@10 without a second stage. */
  unranked: number;
}

/**
 * Reads the steps from a cell's saved outputs: a table with the columns candidates, recall, ceiling and unranked.
 *
 * @throws RangeError if there is none
 */
export function readFunnel(outputs: Output[]): FunnelStep[] {
  return rowsWith(outputs, ['candidates', 'recall', 'ceiling', 'unranked']).map((row) => {
    const [candidates, recall, ceiling, unranked] = row.map(Number);
    return { candidates, recall, ceiling, unranked };
  });
}

/** nDCG@10 of a second stage of this quality: 0 leaves the first stage's order, 1 is perfect. */
export function reached({ ceiling, unranked }: FunnelStep, quality: number): number {
  return unranked + quality * (ceiling - unranked);
}

/** Microseconds of a request: a cheap score for each film of the catalogue, a dear one for each candidate. */
export function cost(
  catalogue: number,
  candidates: number,
  { cheap, dear }: { cheap: number; dear: number },
): [first: number, second: number] {
  return [cheap * catalogue, dear * candidates];
}
