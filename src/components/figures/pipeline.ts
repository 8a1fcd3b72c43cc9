/** What a pipeline of two stages made of one request, and what it is worth with some stages off: what the figure of the pipeline reads. */
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

/** The first table of a cell's saved outputs that has these columns, each row as an object. */
function rowsWith(outputs: Output[], columns: readonly string[]): Record<string, string | number>[] {
  for (const output of outputs) {
    if (output.kind !== 'table') continue;
    const places = columns.map((name) => output.columns.findIndex((column) => column.name === name));
    if (places.some((place) => place < 0)) continue;
    return output.rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[places[at]] as string | number])));
  }
  throw new RangeError(`outputs must hold a table with the columns ${columns.join(', ')}`);
}

/** @throws RangeError if the outputs hold no table of stage, comes out, ms */
export function readRun(outputs: Output[]): StageRun[] {
  return rowsWith(outputs, ['stage', 'comes out', 'ms']).map((row) => ({
    stage: String(row.stage),
    count: Number(row['comes out']),
    ms: Number(row.ms),
  }));
}

/** @throws RangeError if the outputs hold no table of on (stages joined by ` + `), ndcg, difference, low, high */
export function readSettings(outputs: Output[]): Setting[] {
  return rowsWith(outputs, ['on', 'ndcg', 'difference', 'low', 'high']).map((row) => ({
    on: String(row.on).split(' + '),
    ndcg: Number(row.ndcg),
    difference: Number(row.difference),
    low: Number(row.low),
    high: Number(row.high),
  }));
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
