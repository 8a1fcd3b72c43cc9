/** One viewer's scores by two models, and log Q given back: what the figure of the two towers draws. */
import { rowsWith } from './savedOutputs';
import type { Output } from '../../notebook/types';

/** How the model was trained. */
export type Trained = 'with logQ' | 'without logQ';

export interface ScoredFilm {
  film: string;
  /** How many viewers it has in training. */
  people: number;
  /** ln of its share of the log. */
  logQ: number;
  /** The viewer's score by each model. */
  scores: Record<Trained, number>;
}

/**
 * Reads the films from a cell's saved outputs: a table with the columns film, people, log Q, with logQ and without logQ.
 *
 * @throws RangeError if there is none
 */
export function readScores(outputs: Output[]): ScoredFilm[] {
  const rows = rowsWith(outputs, ['film', 'people', 'log Q', 'with logQ', 'without logQ']);
  return rows.map(([film, people, logQ, withLogQ, withoutLogQ]) => ({
    film: String(film),
    people: Number(people),
    logQ: Number(logQ),
    scores: { 'with logQ': Number(withLogQ), 'without logQ': Number(withoutLogQ) },
  }));
}

/** A film where the figure draws it. */
export interface PlacedFilm extends ScoredFilm {
  /** The score with β log Q added, less the mean over all films. */
  score: number;
  /** 1 for the best. */
  place: number;
}

/** The films with score + β log Q and their place, in the films' own order. */
export function addBack(films: ScoredFilm[], trained: Trained, beta: number): PlacedFilm[] {
  const scores = films.map((film) => film.scores[trained] + beta * film.logQ);
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const order = [...scores.keys()].sort((a, b) => scores[b] - scores[a] || a - b);
  const places = new Map(order.map((film, place) => [film, place + 1]));
  return films.map((film, at) => ({ ...film, score: scores[at] - mean, place: places.get(at)! }));
}

/** The slope of score on log Q by least squares, through the films: 1 where each e-fold of viewers is worth one point. */
export function slopeOn(films: Pick<PlacedFilm, 'logQ' | 'score'>[]): number {
  const mean = films.reduce((sum, { logQ }) => sum + logQ, 0) / films.length;
  const over = films.reduce((sum, { logQ, score }) => sum + (logQ - mean) * score, 0);
  return over / films.reduce((sum, { logQ }) => sum + (logQ - mean) ** 2, 0);
}
