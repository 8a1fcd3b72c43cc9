/** What is missing, in a sentence. */
import type { LackOutput } from './types';

export function lackText({ data, missing, of }: LackOutput): string {
  const list = missing.length < 2 ? missing.join() : `${missing.slice(0, -1).join(', ')} and no ${missing.at(-1)}`;
  const who = of === undefined ? 'this cell needs' : `cell [${of}] needs, and this cell needs that one`;
  return `This data set (${data}) has no ${list}, which ${who}.`;
}
