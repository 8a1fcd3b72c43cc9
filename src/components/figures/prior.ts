/** Films under a prior: what the figure of the baselines draws. */
import { findRows } from './savedOutputs';
import type { Output } from '../../notebook/types';

export interface Contender {
  film: string;
  /** How many people's values the mean is of. */
  people: number;
  mean: number;
}

/**
 * Reads films and the mean of all values from a cell's saved outputs: a table with the columns film, people and mean, and a record with `mu`.
 *
 * @throws RangeError if one of them is missing
 */
export function readContenders(outputs: Output[]): { films: Contender[]; mean: number } {
  const rows = findRows(outputs, ['film', 'people', 'mean']);
  const record = outputs.find((output) => output.kind === 'value');
  const entries = record?.tree.type === 'branch' ? record.tree.entries : [];
  const mu = entries.find(([key]) => key === 'mu')?.[1];
  if (!rows || mu?.type !== 'leaf') throw new RangeError('outputs must hold a table of films and a record with mu');
  const films = rows.map(([film, people, mean]) => ({ film: String(film), people: Number(people), mean: Number(mean) }));
  return { films, mean: Number(mu.value) };
}

/** The films with score (m·μ + n·mean) / (m + n) and place, in the films' own order, so that each keeps its row while it moves. */
export function rankByPrior(films: Contender[], mean: number, weight: number): (Contender & { score: number; place: number })[] {
  const scored = films.map((film) => ({ ...film, score: (weight * mean + film.people * film.mean) / (weight + film.people) }));
  const order = [...scored].sort((a, b) => b.score - a.score || b.people - a.people);
  return scored.map((film) => ({ ...film, place: order.indexOf(film) }));
}
