/** Requests and the stages they passed, read from a cell's saved outputs: the arithmetic of the figure of the API. */
import { rowsWith } from './savedOutputs';
import type { Output } from '../../notebook/types';

/** One stage of one request. */
export interface Passed {
  stage: string;
  ms: number;
  /** Empty, or why it was left out, such as `timeout`. */
  note: string;
}

/** One request: its stages in order, and how long the whole took. */
export interface Passage {
  request: string;
  stages: Passed[];
  total: number;
}

/**
 * Reads a table of request, stage, ms and note, in which each request ends with the stage `total`.
 *
 * @throws RangeError if there is no such table
 */
export function readPassages(outputs: Output[]): Passage[] {
  const passages = new Map<string, Passage>();
  for (const [request, stage, ms, note] of rowsWith(outputs, ['request', 'stage', 'ms', 'note'])) {
    const passage = passages.get(String(request)) ?? { request: String(request), stages: [], total: 0 };
    passages.set(passage.request, passage);
    if (stage === 'total') passage.total = Number(ms);
    else passage.stages.push({ stage: String(stage), ms: Number(ms), note: String(note ?? '') });
  }
  return [...passages.values()];
}

/** Where each stage begins, laid end to end, and what of the whole lies outside of them: reading, checking, writing. */
export function layEndToEnd({ stages, total }: Passage): { starts: number[]; rest: number } {
  const starts: number[] = [];
  let at = 0;
  for (const { ms } of stages) {
    starts.push(at);
    at += ms;
  }
  return { starts, rest: Math.max(0, total - at) };
}
