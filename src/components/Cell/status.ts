/** A cell's state in the few words of its title bar. */
import type { TensorMemory } from '../../kernel/protocol';
import { isSaved } from './cellState';
import type { CellState } from './cellState';
import { openBar } from './pace';

/** Whether the cell runs or waits to. */
export function isActive({ status }: CellState): boolean {
  return status === 'running' || status === 'queued';
}

/** The line of this cell that its refusal or the last error names. */
export function errorLine({ refusal, outputs }: CellState, id: string): number | undefined {
  if (refusal?.line !== undefined) return refusal.line;
  const last = outputs.at(-1);
  return last?.kind === 'error' && last.cell === id ? last.line : undefined;
}

/** Seconds as a reader reads them: `0.01 s`, `2.4 s`, `95 s`. */
export function seconds(ms: number): string {
  const value = ms / 1000;
  return `${value < 0.1 ? value.toFixed(2) : value < 10 ? value.toFixed(1) : value.toFixed(0)} s`;
}

/** The state in words. `elapsed` (milliseconds) is of the run under way, 0 for a cell that waits; without it nothing in the words ticks. */
export function statusText(state: CellState, elapsed?: number): string {
  if (state.refusal && !isActive(state)) return `cannot run: line ${state.refusal.line ?? 1}`;
  if (state.status === 'queued') return queuedText(state, elapsed);
  if (state.status === 'running')
    return elapsed === undefined ? 'running' : runningText(state, elapsed) + tensorText(state.memory);
  if (state.blockedBy) return `not run: “${state.blockedBy}” failed`;
  if (state.stale) return state.stale.reason === 'edited' ? 'edited — run again' : 'changed above — run again';
  const data = state.data ? ` · ${state.data}` : '';
  if (state.status === 'saved') return state.edited ? 'edited — not run yet' : isSaved(state) ? `saved output${data}` : '';
  const cost = state.cost ? seconds(state.cost.ms) : '';
  if (state.status === 'done')
    return `${cost}${data}${tensorText(state.cost)}${state.alive ? '' : ' · kernel restarted'}${silence(state)}`;
  if (state.status === 'stopped') return `stopped after ${cost} · what it made by then is kept`;
  if (state.status === 'aborted') return `stopped after ${cost}`;
  if (state.status === 'skipped') return 'not on this data';
  if (state.status === 'killed') return 'ended by force · names above are lost';
  return `failed after ${cost}`;
}

/** Whoever comes from other notebooks waits for the value of the last line. */
function silence({ edited, outputs }: CellState): string {
  return edited && outputs.length === 0 ? ' · nothing shown: display(…) shows a value' : '';
}

function tensorText({ tensors, bytes: size = 0, backend }: TensorMemory = {}): string {
  return tensors ? ` · ${tensors} ${tensors === 1 ? 'tensor' : 'tensors'}, ${bytes(size)} · ${backend}` : '';
}

function bytes(count: number): string {
  if (count < 1e3) return `${count} B`;
  return count < 1e6 ? `${(count / 1e3).toFixed(0)} kB` : `${(count / 1e6).toFixed(1)} MB`;
}

function queuedText({ neededBy, ahead }: CellState, elapsed?: number): string {
  const why = neededBy ? ` · needed by ${neededBy}` : '';
  const place = elapsed === undefined || ahead === undefined ? '' : ahead <= 1 ? ' · next' : ` · ${ahead} before it`;
  return `queued${why}${place}`;
}

function runningText({ outputs, pace }: CellState, elapsed: number): string {
  const bar = openBar(outputs);
  if (!bar) return `running · ${seconds(elapsed)}`;
  const words = `${bar.label} ${bar.done} of ${bar.total}`;
  if (pace?.label !== bar.label || !(bar.done > pace.done) || !(elapsed > pace.after)) return `${words} · ${seconds(elapsed)}`;
  const each = (elapsed - pace.after) / (bar.done - pace.done);
  const rate = each > 1000 ? `${seconds(each)} each` : `${(1000 / each).toFixed(each > 100 ? 1 : 0)} per s`;
  return `${words} · ${rate} · ${seconds(each * (bar.total - bar.done))} left`;
}
