/** Reads `user=who,item=what,time=3`: which column of a table is what, as a person types it. */
import type { InteractionColumns } from '../recsys/data/readInteractions';

const PARTS = ['user', 'item', 'value', 'time'] as const;

/** @throws RangeError if a part is unknown, twice there or empty, or if user or item is missing */
export function columnsOf(text: string): InteractionColumns {
  const columns = new Map<string, string | number>();
  for (const pair of text.split(',')) {
    const [, part, column] = /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(pair) ?? ['', '', ''];
    if (!(PARTS as readonly string[]).includes(part) || column === '' || columns.has(part))
      throw new RangeError(`columns must be such as user=who,item=what,value=stars,time=when, got '${text}'`);
    columns.set(part, /^\d+$/.test(column) ? Number(column) : column);
  }
  if (!columns.has('user') || !columns.has('item')) throw new RangeError(`columns must name user and item, got '${text}'`);
  return Object.fromEntries(columns) as unknown as InteractionColumns;
}
