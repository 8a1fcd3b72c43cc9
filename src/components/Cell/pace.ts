/** How fast a training loop goes: counted from where its bar was first seen, so that what came before it counts for nothing. */
import type { Output, ProgressOutput } from '../../notebook/types';
import type { Pace } from './cellState';

/** The newest bar that is not full. */
export function openBar(outputs: Output[]): ProgressOutput | undefined {
  return outputs.findLast((output): output is ProgressOutput => output?.kind === 'progress' && output.done < output.total);
}

/** From where the open bar's rate is counted: from where it was, or from now when it is new or began anew. `elapsed`: milliseconds of the run. */
export function paceOf(outputs: Output[], before: Pace | undefined, elapsed: number): Pace | undefined {
  const bar = openBar(outputs);
  if (!bar) return undefined;
  const isSame = before?.label === bar.label && bar.done >= before.done;
  return isSame ? before : { label: bar.label, done: bar.done, after: elapsed };
}
