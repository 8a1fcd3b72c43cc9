/** What the desk says of the work: a few words in the page's title, and a sentence for those who hear the page. */
import { openBar } from '../Cell/pace';
import { seconds } from '../Cell/status';
import type { CellState } from '../Cell/cellState';
import type { CheckOutput } from '../../notebook/types';
import type { Job } from './work';

/** Before the page's title while something runs: `▶ 40 % · `, or how many cells there are yet to come. */
export function titleMark(jobs: Job[]): string {
  const [first] = jobs;
  if (!first) return '';
  if (jobs.length > 1) return `▶ ${jobs.length} cells · `;
  const bar = openBar(first.session.state(first.id).outputs);
  return bar ? `▶ ${Math.floor((100 * bar.done) / bar.total)} % · ` : '▶ ';
}

/** A title without such a mark. */
export function plainTitle(title: string): string {
  return title.replace(/^(?:▶ (?:\d+ (?:%|cells) · )?|[✓✕] )+/, '');
}

/** A run that has ended. */
export interface Ended {
  title: string;
  state: CellState;
}

/** What the run said of an exercise, where it was a check. */
function verdictOf({ outputs }: CellState): CheckOutput | undefined {
  return outputs.findLast((output): output is CheckOutput => output.kind === 'check');
}

/** Whether it came to the end its author meant. */
export function isGood({ state }: Ended): boolean {
  return state.status === 'done' && verdictOf(state)?.passed !== false;
}

/** At the beginning of the work. */
export function beginning(jobs: Job[]): string {
  return jobs.length === 1 ? `Running: ${jobs[0].title}.` : `Running ${jobs.length} cells.`;
}

/** Of one run. */
export function ending({ title, state }: Ended): string {
  const { status, outputs, refusal, cost } = state;
  const verdict = verdictOf(state);
  if (verdict) return `${title}: ${verdict.passed ? 'passed' : 'not yet'}. ${verdict.message}`.trim();
  const error = refusal ?? outputs.findLast((output) => output.kind === 'error');
  if (error) return `${title}: failed. ${error.message}`;
  if (status === 'skipped') return `${title}: the data has not what it needs.`;
  if (status === 'done') return `${title}: done${cost ? ` in ${seconds(cost.ms)}` : ''}.`;
  return `${title}: stopped.`;
}

/** All that was asked for is over. */
export function summing(ended: Ended[]): string {
  if (ended.length === 1) return ending(ended[0]);
  const bad = ended.filter((run) => !isGood(run)).length;
  return `${ended.length} cells ran${bad > 0 ? `, ${bad} of them not to the end` : ''}.`;
}
