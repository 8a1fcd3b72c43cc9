/** What fills a shelf: policies, the one that wrote the log, and simple ones to compare with. */
import { exp } from '../../math/functions';
import { random } from '../../math/random';
import type { Random } from '../../math/random';
import type { Films } from './films';
import { mixSeed } from './people';
import type { Person } from './people';
import { utilities } from './taste';

/** One opening of the service by one person. */
export interface PolicyRequest {
  user: number;
  /** Seconds since 1970-01-01 UTC. */
  time: number;
  /** Days since the simulation began, with fractions. */
  day: number;
  /** How many films the shelf holds. */
  k: number;
  /** What the person has watched so far, oldest first. */
  watched: readonly number[];
  /** By item: 1 where the film may be shown (it has arrived, and was not watched). */
  available: Uint8Array;
  /** Randomness of this request. */
  random: Random;
}

/** A filled shelf. */
export interface Slate {
  /** Item indices, first position first. */
  items: ArrayLike<number>;
  /** Probability with which each was put there, given those before it; 1 where the policy does not draw. */
  propensities?: ArrayLike<number>;
}

/** Fills a shelf. */
export type Policy = (request: PolicyRequest) => Slate;

/** Draws k of the items without replacement, each in proportion to its weight among those left, with the probability of each draw. */
export function drawSlate(weights: Float64Array, k: number, r: Random): Slate {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i];
  const items: number[] = [];
  const propensities: number[] = [];
  const left = weights.slice();
  while (items.length < k && total > 1e-12) {
    let at = r.next() * total;
    let item = -1;
    for (let i = 0; i < left.length; i++) {
      if (left[i] === 0) continue;
      item = i;
      at -= left[i];
      if (at < 0) break;
    }
    if (item < 0) break;
    items.push(item);
    propensities.push(left[item] / total);
    total -= left[item];
    left[item] = 0;
  }
  return { items, propensities };
}

/** How attractive a film's shelf place is made by the charts on a day: appeal, and a push for what has just arrived. */
function charts(films: Films, day: number, out: Float64Array): void {
  for (let i = 0; i < films.count; i++) {
    const since = films.arrives[i] > 0 ? day - films.arrives[i] : Infinity;
    out[i] = exp(1.1 * films.appeal[i]) * (since >= 0 && since < 60 ? 1 + 3 * exp(-since / 14) : 1);
  }
}

function normalise(weights: Float64Array): void {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i];
  for (let i = 0; i < weights.length; i++) weights[i] /= total;
}

/** Shares of the three hands that fill a shelf; they sum to 1. */
export interface LoggingShares {
  popularity: number;
  personal: number;
  exploration: number;
}

/**
 * The policy that wrote the log. Each position is drawn from a mixture: the charts, a personal ranker that knows the person's usual taste with
 * noise of standard deviation 1 (not the mood, nor the drift), and chance over all films. So every film has a known, positive propensity.
 */
export function loggingPolicy(
  films: Films,
  person: (user: number) => Person,
  { seed = 42, shares = { popularity: 0.25, personal: 0.6, exploration: 0.15 } }: { seed?: number; shares?: LoggingShares } = {},
): Policy {
  const weekly = new Map<number, Float64Array>();
  const personal = new Float64Array(films.count);
  const weights = new Float64Array(films.count);
  let owner = -1;
  return ({ user, day, k, available, random: r }) => {
    const week = Math.floor(day / 7);
    let chart = weekly.get(week);
    if (!chart) {
      chart = new Float64Array(films.count);
      charts(films, week * 7, chart);
      normalise(chart);
      weekly.set(week, chart);
    }
    if (user !== owner) {
      owner = user;
      usualTaste(films, person(user), personal);
      const noise = random(mixSeed(seed, 7_000_001 + user));
      for (let i = 0; i < films.count; i++) personal[i] = exp((personal[i] + noise.normal()) / 0.8);
      normalise(personal);
    }
    const chance = shares.exploration / films.count;
    for (let i = 0; i < films.count; i++) {
      weights[i] = available[i] ? shares.popularity * chart[i] + shares.personal * personal[i] + chance : 0;
    }
    return drawSlate(weights, k, r);
  };
}

/** The utility averaged over a person's moods, on the first day. */
function usualTaste(films: Films, person: Person, out: Float64Array): void {
  const each = new Float64Array(films.count);
  out.fill(0);
  for (const mood of person.moods) {
    utilities(films, person, mood, 0, each);
    for (let i = 0; i < films.count; i++) out[i] += mood.weight * each[i];
  }
}

/** Shows the k films with the best scores among those available; ties by lower index. */
export function topSlate(scores: ArrayLike<number>, available: Uint8Array, k: number): Slate {
  const items: number[] = [];
  for (let i = 0; i < scores.length; i++) {
    if (!available[i]) continue;
    if (items.length === k && !(scores[i] > scores[items[k - 1]])) continue;
    let at = items.length;
    while (at > 0 && scores[i] > scores[items[at - 1]]) at--;
    items.splice(at, 0, i);
    if (items.length > k) items.pop();
  }
  return { items };
}

/** Shows everyone the charts' top. */
export function popularityPolicy(films: Films): Policy {
  const chart = new Float64Array(films.count);
  return ({ day, k, available }) => {
    charts(films, day, chart);
    return topSlate(chart, available, k);
  };
}

/** A policy from scores per user, such as a trained model's. */
export function scorePolicy(scores: (user: number, request: PolicyRequest) => ArrayLike<number>): Policy {
  return (request) => topSlate(scores(request.user, request), request.available, request.k);
}
