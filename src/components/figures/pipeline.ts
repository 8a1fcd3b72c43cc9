/** What a pipeline of two stages made of one request, and what it is worth with some stages off: what the figure of the pipeline reads. */
import { rowsWith } from './savedOutputs';
import type { Output } from '../../notebook/types';

/** A stage of one request. */
export interface StageRun {
  stage: string;
  /** Candidates, rows or values that came out of it. */
  count: number;
  ms: number;
}

/** The pipeline with these stages on: nDCG@10, its difference from all of them on, and that difference's interval. */
export interface Setting {
  on: string[];
  ndcg: number;
  difference: number;
  low: number;
  high: number;
}

/** @throws RangeError if the outputs hold no table of stage, comes out, ms */
export function readRun(outputs: Output[]): StageRun[] {
  return rowsWith(outputs, ['stage', 'comes out', 'ms']).map(([stage, count, ms]) => ({
    stage: String(stage),
    count: Number(count),
    ms: Number(ms),
  }));
}

/** @throws RangeError if the outputs hold no table of on (stages joined by ` + `), ndcg, difference, low, high */
export function readSettings(outputs: Output[]): Setting[] {
  return rowsWith(outputs, ['on', 'ndcg', 'difference', 'low', 'high']).map(([on, ...numbers]) => {
    const [ndcg, difference, low, high] = numbers.map(Number);
    return { on: String(on).split(' + '), ndcg, difference, low, high };
  });
}

/** The setting with exactly these stages on; undefined where nobody measured it. */
export function settingOf(settings: Setting[], on: readonly string[]): Setting | undefined {
  return settings.find((each) => each.on.length === on.length && each.on.every((stage) => on.includes(stage)));
}

/** Milliseconds of a request with these stages on. Merging is always there; features are computed for the ranker alone. */
export function timeOf(run: StageRun[], on: readonly string[]): number {
  const used = new Set([...on, 'merge', ...(on.includes('ranker') ? ['features'] : [])]);
  return run.reduce((sum, { stage, ms }) => sum + (used.has(stage) ? ms : 0), 0);
}
