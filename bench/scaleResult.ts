/** What `scale` measures and saves. */
import { isDeepStrictEqual } from 'node:util';

/** Where a measurement stands. */
export interface Place {
  users: number;
  items: number;
  interactions: number;
  factors: number;
}

/** What is varied. */
export type Axis = keyof Place;

/** What training took, on the processor and in memory. */
export interface Cost {
  milliseconds: number;
  /** The most memory that the process had, its engine and the log included. */
  peakBytes: number;
  /** How much of it training added. */
  addedBytes: number;
}

/** A measurement. */
export interface Point extends Place, Cost {
  model: string;
  axis: Axis;
  /** The same in C. */
  native?: Pick<Cost, 'milliseconds' | 'peakBytes'>;
}

/** By which power time, added memory and time in C grow along an axis, where they can be told. */
export interface Exponents {
  model: string;
  axis: Axis;
  time?: number;
  memory?: number;
  native?: number;
}

/** Where an axis ended before its end, and why. */
export interface End {
  model: string;
  axis: Axis;
  size: number;
  why: string;
}

/** What is saved. */
export interface ScaleResult {
  machine: Record<string, string | number>;
  middle: Place;
  exponents: Exponents[];
  ends: End[];
  /** The place where memory is measured, and the most that each process had there, in bytes. */
  million: Place & { peaks: Record<string, number> };
  points: Point[];
}

/** Whose entries come first. */
const byModel = (order: string[]) => (a: { model: string }, b: { model: string }) =>
  order.indexOf(a.model) - order.indexOf(b.model);

/** What is known when some models were measured anew: theirs, and of the others what is saved if it was measured on the same machine at the same places. */
export function merged(saved: ScaleResult | undefined, fresh: ScaleResult, order: string[]): ScaleResult {
  const place = ({ machine, middle, million: { peaks: _, ...million } }: ScaleResult) => ({ machine, middle, million });
  if (!saved || !isDeepStrictEqual(place(saved), place(fresh))) return fresh;
  const measured = new Set(fresh.exponents.map(({ model }) => model));
  const join = <T extends { model: string }>(old: T[], anew: T[]): T[] =>
    [...old.filter(({ model }) => !measured.has(model)), ...anew].toSorted(byModel(order));
  return {
    ...fresh,
    exponents: join(saved.exponents, fresh.exponents),
    ends: join(saved.ends, fresh.ends),
    million: { ...fresh.million, peaks: { ...saved.million.peaks, ...fresh.million.peaks } },
    points: join(saved.points, fresh.points),
  };
}
