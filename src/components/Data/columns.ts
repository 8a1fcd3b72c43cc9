/** Guesses which column of a table is what, for a reader to confirm. */
import type { TableColumns } from '../../runtime/intakeProtocol';
import type { Preview } from './intakeClient';

const NAMES: Record<'user' | 'item' | 'value' | 'time', RegExp> = {
  user: /user|customer|client|viewer|visitor|member|account|session|person/i,
  item: /item|product|film|movie|article|sku|track|song|book|video|content|object|listing/i,
  value: /rating|score|stars|value|weight|count|quantity|qty|amount|pct|percent|share|price/i,
  time: /time|date|_dt$|_at$|^ts$|day|when/i,
};

/** Whether the first row names the columns: it holds no number, and rows below do, or a name that is known. */
export function hasHeader({ first, rows }: Preview): boolean {
  const isNumber = (text = '') => text.trim() !== '' && Number.isFinite(Number(text));
  if (first.some(isNumber)) return false;
  const isKnown = first.some((name) => Object.values(NAMES).some((known) => known.test(name)));
  return isKnown || rows.some((row) => row.some(isNumber));
}

/** By their names, or else in the usual order: user, item, value, time. */
export function guessColumns(preview: Preview): TableColumns {
  const header = hasHeader(preview);
  const { first } = preview;
  const taken = new Set<number>();
  const find = (what: keyof typeof NAMES): number | undefined => {
    const at = header ? first.findIndex((name, place) => !taken.has(place) && NAMES[what].test(name)) : -1;
    if (at < 0) return undefined;
    taken.add(at);
    return at;
  };
  const named = { user: find('user'), item: find('item'), time: find('time'), value: find('value') };
  const free = (): number => {
    const at = first.findIndex((_, place) => !taken.has(place));
    taken.add(at);
    return Math.max(0, at);
  };
  const user = named.user ?? free();
  const item = named.item ?? free();
  if (header) return { user, item, value: named.value, time: named.time, header };
  return { user, item, value: first.length > 2 ? 2 : undefined, time: first.length > 3 ? 3 : undefined, header };
}
