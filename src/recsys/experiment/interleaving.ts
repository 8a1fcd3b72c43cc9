/** Interleaving: two rankings merged into one list, so that every user compares them. */
import { checkPositiveInteger } from '../math/check';
import { random } from '../math/random';

export interface InterleavingOptions {
  /** Length of the merged list; as long as the two rankings allow, by default. */
  k?: number;
  /** A seed per impression: `seed: 1000 * user + visit`. */
  seed: number;
}

/** A list by team draft. */
export interface TeamDraft {
  method: 'teamDraft';
  /** What is shown, best first. */
  items: number[];
  /** Which ranking put each item in. */
  teams: ('a' | 'b')[];
}

/** A balanced list: its every top is a top of a joined with an equal top of b, one more of the first. */
export interface Balanced {
  method: 'balanced';
  items: number[];
  /** The rankings, needed to credit clicks. */
  a: number[];
  b: number[];
}

function checked(a: ArrayLike<number>, b: ArrayLike<number>, k?: number): { a: number[]; b: number[]; length: number } {
  if (k !== undefined) checkPositiveInteger('k', k);
  const lists = { a: Array.from(a), b: Array.from(b) };
  for (const [name, list] of Object.entries(lists)) {
    const repeats = list.length - new Set(list).size;
    if (repeats > 0) throw new RangeError(`${name} must not name an item twice, got ${repeats} repeats`);
  }
  return { ...lists, length: k ?? Infinity };
}

/**
 * Two captains pick in turn, each the best item that is left in their ranking; a coin decides who goes first in every round.
 *
 * It ends before a round in which one captain could be left without a pick: an item that only one team can place would be credited
 * to it by random clicks. Rankings of at least k items always give k, and then a user without a preference favours neither.
 *
 *     teamDraft(ranking.items, other.items, { k: 10, seed: 1 })  // { items, teams }
 *
 * F. Radlinski, M. Kurup, T. Joachims: How does clickthrough data reflect retrieval quality? CIKM 2008.
 * O. Chapelle, T. Joachims, F. Radlinski, Y. Yue: Large-scale validation and analysis of interleaved search evaluation. TOIS 2012.
 *
 * @throws RangeError if a ranking names an item twice, or k is not a positive integer
 */
export function teamDraft(a: ArrayLike<number>, b: ArrayLike<number>, { k, seed }: InterleavingOptions): TeamDraft {
  const lists = checked(a, b, k);
  const draw = random(seed);
  const items: number[] = [];
  const teams: ('a' | 'b')[] = [];
  const taken = new Set<number>();
  const picks = { a: 0, b: 0 };
  const left = (team: 'a' | 'b') => lists[team].filter((item) => !taken.has(item));
  const playable = () => {
    const [ofA, ofB] = [left('a'), left('b')];
    if (ofA.length === 0 || ofB.length === 0) return false;
    if (lists.length - items.length === 1) return true; // one pick more, and the coin is fair
    return ofA.some((item) => item !== ofB[0]) && ofB.some((item) => item !== ofA[0]);
  };
  while (items.length < lists.length && (picks.a !== picks.b || playable())) {
    const turnOfA = picks.a === picks.b ? draw.next() < 0.5 : picks.a < picks.b;
    const team = turnOfA ? 'a' : 'b';
    const item = left(team)[0];
    items.push(item);
    teams.push(team);
    taken.add(item);
    picks[team]++;
  }
  return { method: 'teamDraft', items, teams };
}

/**
 * The rankings take turns, one coin deciding who is first, until one has been read to its end.
 *
 *     balanced(ranking.items, other.items, { k: 10, seed: 1 })
 *
 * T. Joachims: Optimizing search engines using clickthrough data. KDD 2002; O. Chapelle et al., 2012. Its known fault: where
 * one ranking is the other with an item moved, random clicks can favour one of them (Chapelle et al.); team draft has no such case.
 *
 * @throws RangeError if a ranking names an item twice, or k is not a positive integer
 */
export function balanced(a: ArrayLike<number>, b: ArrayLike<number>, { k, seed }: InterleavingOptions): Balanced {
  const lists = checked(a, b, k);
  const first = random(seed).next() < 0.5;
  const items: number[] = [];
  const taken = new Set<number>();
  let [atA, atB] = [0, 0];
  while (items.length < lists.length && atA < lists.a.length && atB < lists.b.length) {
    const turnOfA = atA < atB || (atA === atB && first);
    const item = turnOfA ? lists.a[atA++] : lists.b[atB++];
    if (taken.has(item)) continue;
    taken.add(item);
    items.push(item);
  }
  return { method: 'balanced', items, a: lists.a, b: lists.b };
}
