/** One person's half year on the service: sessions, shelves, searches, films. */
import { exp } from '../../math/functions';
import { random } from '../../math/random';
import type { Random } from '../../math/random';
import { DAY, START, hours, isWeekend, season } from './calendar';
import type { Films } from './films';
import type { Log } from './log';
import { mixSeed } from './people';
import type { Person } from './people';
import type { Policy } from './policies';
import { seriesPull } from './truth';
import { typeQuery } from './search';
import { attraction, moodShares, utilities } from './taste';
import { examination, watch } from './viewing';

/** What every life shares. */
export interface Service {
  films: Films;
  days: number;
  seed: number;
  policy: Policy;
  engine: (query: string, available: (item: number) => boolean, k: number) => number[];
  /** Films on a shelf. */
  shelf: number;
  /** Whether what a visit was shown is written down; impressions are most of the log. */
  logImpressions: (user: number, day: number) => boolean;
}

interface State {
  service: Service;
  user: number;
  person: Person;
  r: Random;
  log: Log;
  watched: number[];
  /** What was watched before this life began to be told. */
  past: Set<number>;
  available: Uint8Array;
  /** Films that have not come to the service yet, in the order in which they will. */
  waiting: number[];
  /** By item: the watch's row, −1 if none. */
  rows: Map<number, number>;
  utility: Float64Array;
  weights: Float64Array;
  /** By genre: how much of it there was lately; boredom. */
  fed: Float64Array;
  /** Runs from about −1 to 1: how good recent sessions were; it moves the next visit. */
  contentment: number;
  clock: number;
  /** Seconds watched in the day's visits. */
  today: number;
  session: number;
}

/** Seconds between leaving and coming back, at least. */
const PAUSE = 1800;

/** Seconds watched in a day after which nobody comes back before the next. */
const ENOUGH = 5 * 3600;

/** Lives one life from a day on, writing into the log; `history` are the films watched before. */
export function live(service: Service, user: number, person: Person, log: Log, from = 0, history: readonly number[] = []): void {
  const { films } = service;
  const state: State = {
    service,
    user,
    person,
    r: random(mixSeed(service.seed, 1_000_003 + user)),
    log,
    watched: [...history],
    past: new Set(history),
    available: Uint8Array.from(films.arrives, (day) => (day <= from ? 1 : 0)),
    waiting: Array.from(films.arrives.keys())
      .filter((item) => films.arrives[item] > from)
      .sort((a, b) => films.arrives[a] - films.arrives[b]),
    rows: new Map(),
    utility: new Float64Array(films.count),
    weights: new Float64Array(films.count),
    fed: new Float64Array(18),
    contentment: 0,
    clock: 0,
    today: 0,
    session: -1,
  };
  for (const item of history) state.available[item] = 0;
  const first = Math.max(from, person.joins);
  const last = Math.min(service.days, person.leaves);
  for (let day = first; day < last; day++) {
    const rate =
      person.activity * season(day) * (1 + 0.8 * state.contentment) * (day - person.joins < 7 && person.joins > 0 ? 1.5 : 1);
    state.today = 0;
    for (const hour of comings(state.r, rate, day)) {
      const start = Math.round(START + day * DAY + hour * 3600);
      // who still watches, or has just left, does not come
      if (start >= state.clock + PAUSE && state.today < ENOUGH) visit(state, day, hour, start);
    }
  }
}

/** Hours of the day's visits: as many as chance has it at the rate, in order. */
function comings(r: Random, rate: number, day: number): Float64Array {
  return Float64Array.from({ length: r.poisson(rate) }, () => r.weighted(hours(day)) + r.next()).sort();
}

function visit(state: State, day: number, hour: number, start: number): void {
  const { service, person, r, log, user } = state;
  const { films } = service;
  while (state.waiting.length && films.arrives[state.waiting[0]] <= day) open(state, state.waiting.shift()!);
  const mood = person.moods[r.weighted(moodShares(person, hour, isWeekend(day)))];
  utilities(films, person, mood, day, state.utility);
  remember(state);
  state.clock = start;
  state.session = log.sessions.users.length;
  log.sessions.users.push(user);
  log.sessions.starts.push(state.clock);
  log.sessions.ends.push(state.clock);
  log.sessions.clicks.push(0);
  log.sessions.seconds.push(0);

  let pleasure = -0.45;
  let searched = r.next() < person.searches;
  for (let round = 0; round < 4; round++) {
    const item = searched ? search(state) : shelf(state, day + hour / 24);
    if (item < 0) {
      // after an empty shelf some look for what they had in mind, some leave
      if (searched || r.next() < 0.35) break;
      searched = true;
      continue;
    }
    const percent = see(state, item);
    // what had to be looked for pleases less than what was offered
    pleasure += (percent >= 60 ? 0.6 : percent < 10 ? -0.2 : 0.1) - (searched ? 0.25 : 0);
    const late = ((state.clock - START) % DAY) / 3600;
    if (r.next() < (percent < 10 ? 0.15 : late > 23 || late < 5 ? 0.8 : 0.55)) break;
    searched = r.next() < 0.5 * person.searches;
  }
  log.sessions.ends[state.session] = state.clock;
  state.contentment = 0.65 * state.contentment + 0.35 * Math.max(-1, Math.min(1, pleasure));
  for (let g = 0; g < state.fed.length; g++) state.fed[g] *= 0.8;
}

function open(state: State, item: number): void {
  if (!state.rows.has(item) && !state.past.has(item)) state.available[item] = 1;
}

/** What history adds to the utility: the next part of a series begun, and boredom with a genre seen too much of late. */
function remember({ service: { films }, utility, fed, watched }: State): void {
  for (let i = 0; i < films.count; i++) utility[i] -= 0.25 * fed[films.genre[i]];
  const pull = seriesPull(films, watched);
  for (let i = 0; i < films.count; i++) utility[i] += pull[i];
}

/** Shows up to two shelves; the film clicked, or −1. */
function shelf(state: State, day: number): number {
  const { service, r, log, user, utility } = state;
  for (let page = 0; page < 2; page++) {
    const slate = service.policy({
      user,
      time: state.clock,
      day,
      k: service.shelf,
      watched: state.watched,
      available: state.available,
      random: r,
    });
    const written = service.logImpressions(user, Math.floor(day));
    let clicked = -1;
    for (let position = 0; position < slate.items.length; position++) {
      const item = slate.items[position];
      const click = clicked < 0 && r.next() < examination(position) * attraction(utility[item]);
      if (click) clicked = item;
      if (!written) continue;
      log.impressions.sessions.push(state.session);
      log.impressions.positions.push(position);
      log.impressions.items.push(item);
      log.impressions.propensities.push(slate.propensities?.[position] ?? 1);
      log.impressions.clicks.push(click ? 1 : 0);
    }
    state.clock += 15 + r.int(60);
    if (clicked >= 0) return clicked;
  }
  return -1;
}

/** Looks for a film that the person has in mind, by a query or by leafing through the catalogue; the film clicked, or −1. */
function search(state: State): number {
  const { service, r, log, user, utility, weights, available } = state;
  const { films } = service;
  for (let i = 0; i < films.count; i++) weights[i] = available[i] ? exp(1.1 * utility[i]) : 0;
  const wanted = r.weighted(weights);
  state.clock += 20 + r.int(90);
  if (r.next() < 0.62) return wanted; // leafing leaves no query
  const { query } = typeQuery(films, wanted, r);
  const results = service.engine(query, (item) => films.arrives[item] * DAY + START <= state.clock, 10);
  let clicked = -1;
  for (let position = 0; position < results.length && clicked < 0; position++) {
    if (r.next() >= Math.max(0.5, examination(position))) continue;
    if (
      results[position] === wanted ||
      (available[results[position]] && r.next() < 0.3 * attraction(utility[results[position]]))
    ) {
      clicked = results[position];
    }
  }
  log.searches.sessions.push(state.session);
  log.searches.users.push(user);
  log.searches.times.push(state.clock);
  log.searches.queries.push(query);
  log.searches.results.push(results);
  log.searches.clicks.push(clicked);
  log.searches.wanted.push(wanted);
  return clicked;
}

/** Watches a film and writes it down; whole percents watched. */
function see(state: State, item: number): number {
  const { service, person, r, log, user } = state;
  const { films } = service;
  const viewing = watch(films, person, item, state.utility[item], r);
  state.clock += viewing.seconds;
  const { watches, sessions, ratings } = log;
  const row = state.rows.get(item);
  if (row === undefined) {
    state.rows.set(item, watches.users.length);
    watches.users.push(user);
    watches.items.push(item);
    watches.times.push(state.clock - (state.clock % 60));
    watches.seconds.push(viewing.seconds);
    watches.percents.push(viewing.percent);
    state.watched.push(item);
  } else {
    watches.times[row] = state.clock - (state.clock % 60);
    watches.seconds[row] += viewing.seconds;
    watches.percents[row] = Math.max(watches.percents[row], viewing.percent);
  }
  // what was not finished, and children's films, may be seen again
  state.available[item] =
    (viewing.percent >= 10 && viewing.percent < 60 && r.next() < 0.5) || (films.rating[item] === 0 && r.next() < 0.3) ? 1 : 0;
  sessions.clicks[state.session]++;
  sessions.seconds[state.session] += viewing.seconds;
  state.today += viewing.seconds;
  if (viewing.percent >= 10) state.fed[films.genre[item]] += 1;
  if (viewing.stars > 0 && row === undefined) {
    ratings.users.push(user);
    ratings.items.push(item);
    ratings.stars.push(viewing.stars);
    ratings.times.push(state.clock + 5 + r.int(40));
  }
  state.clock += 30 + r.int(120);
  return viewing.percent;
}
