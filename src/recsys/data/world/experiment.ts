/** An online experiment in the world: two policies, people divided between them by chance, and what an A/B platform would log. */
import { breathe } from '../../math/breathe';
import { checkPositiveInteger } from '../../math/check';
import type { Progress } from '../../types';
import { DAY, START } from './calendar';
import { live } from './life';
import type { Service } from './life';
import { emptyLog } from './log';
import type { Log, Sessions, Watches } from './log';
import { mixSeed } from './people';
import type { Policy } from './policies';
import { plainEngine } from './search';
import type { Truth } from './truth';

/** What the two arms show, to whom, for how long. */
export interface ExperimentOptions {
  control: Policy;
  treatment: Policy;
  /** How many of the world's people take part, from the first; all by default. */
  users?: number;
  /** Days it lasts; 14 by default. */
  days?: number;
  /** Divides the people and drives their chances; 1 by default. */
  seed?: number;
  /** Share of the people in treatment, between 0 and 1; 0.5 by default. */
  share?: number;
  /** Day of the world on which it starts; the day after the log ends by default. Tastes drift for 30 days past it, then stay. */
  from?: number;
  /** What the people watched before; those films are not shown again, and series go on. */
  history?: Watches;
  /** The visits before, for the covariates in `before`. */
  sessions?: Sessions;
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** Sums per person, as columns by user index. */
export interface Outcomes {
  sessions: Float64Array;
  /** Films clicked. */
  clicks: Float64Array;
  /** Films of which at least a tenth was watched. */
  watches: Float64Array;
  /** Hours watched. */
  hours: Float64Array;
  /** Days with at least one visit. */
  activeDays: Float64Array;
}

/** What the platform knows at the end. */
export interface ExperimentLog {
  /** By user index: 0 control, 1 treatment. */
  arm: Uint8Array;
  /** During the experiment. */
  outcomes: Outcomes;
  /** The 28 days before it, zero where `sessions` was not given (watches: where `history` was not). */
  before: Outcomes;
  /** Every visit, impression, search, watch and rating. */
  log: Log;
}

/**
 * Runs the experiment. A person's visits, moods and chances come from the seed and their number, so the same person under another policy
 * differs by what they were shown.
 *
 * @throws RangeError if users, days or share is out of range
 */
export async function experiment(truth: Truth, options: ExperimentOptions): Promise<ExperimentLog> {
  const { control, treatment, users = truth.users, seed = 1, share = 0.5 } = options;
  if (!(share > 0 && share < 1)) throw new RangeError(`share must be between 0 and 1, got ${share}`);
  checkPositiveInteger('users', users);
  const arm = Uint8Array.from({ length: users }, (_, user) => (mixSeed(seed, 9_000_011 + user) < share * 4294967296 ? 1 : 0));
  const log = await runArms(truth, options, (user) => (arm[user] ? treatment : control));
  const { from = truth.days, history, sessions } = options;
  return {
    arm,
    outcomes: outcomesOf(users, log.sessions, log.watches),
    before: outcomesOf(users, within(sessions, 'starts', from - 28, from), within(history, 'times', from - 28, from)),
    log,
  };
}

/**
 * The true effect: everyone lives through both arms with the same chances; outcomes by user under each. No platform can see this.
 */
export async function bothArms(truth: Truth, options: ExperimentOptions): Promise<{ control: Outcomes; treatment: Outcomes }> {
  const users = options.users ?? truth.users;
  const results: Outcomes[] = [];
  for (const policy of [options.control, options.treatment]) {
    const log = await runArms(truth, options, () => policy);
    results.push(outcomesOf(users, log.sessions, log.watches));
  }
  return { control: results[0], treatment: results[1] };
}

async function runArms(truth: Truth, options: ExperimentOptions, policyOf: (user: number) => Policy): Promise<Log> {
  const { users = truth.users, days = 14, seed = 1, from = truth.days, history, signal, onProgress } = options;
  checkPositiveInteger('days', days);
  if (!(users <= truth.users)) throw new RangeError(`users must be at most ${truth.users}, got ${users}`);
  const seen: number[][] = Array.from({ length: users }, () => []);
  history?.users.forEach((user, row) => {
    // the last evening of the log runs past its last midnight
    if (user < users && (from >= truth.days || history.times[row] < START + from * DAY)) seen[user].push(history.items[row]);
  });
  const log = emptyLog();
  const engine = plainEngine(truth.films);
  for (let user = 0; user < users && !signal?.aborted; user++) {
    const service: Service = {
      films: truth.films,
      days: from + days,
      seed,
      policy: policyOf(user),
      engine,
      shelf: 10,
      logImpressions: () => true,
    };
    live(service, user, truth.person(user), log, from, seen[user]);
    if (user % 20 === 19) {
      onProgress?.({ done: user + 1, total: users, label: 'viewer' });
      await breathe();
    }
  }
  return log;
}

/** The rows of a log between two days. */
function within<T extends object>(log: T | undefined, time: keyof T, from: number, to: number): T | undefined {
  if (!log) return undefined;
  const times = log[time] as number[];
  const keep = times.map((t) => t >= START + from * DAY && t < START + to * DAY);
  return Object.fromEntries(
    Object.entries(log).map(([name, column]) => [name, (column as unknown[]).filter((_, row) => keep[row])]),
  ) as T;
}

function outcomesOf(users: number, sessions?: Sessions, watches?: Watches): Outcomes {
  const column = () => new Float64Array(users);
  const sums: Outcomes = { sessions: column(), clicks: column(), watches: column(), hours: column(), activeDays: column() };
  const lastDay = new Int32Array(users).fill(-1);
  sessions?.users.forEach((user, row) => {
    if (user >= users) return;
    sums.sessions[user]++;
    sums.clicks[user] += sessions.clicks[row];
    sums.hours[user] += sessions.seconds[row] / 3600;
    const day = Math.floor((sessions.starts[row] - START) / DAY);
    if (day !== lastDay[user]) sums.activeDays[user]++;
    lastDay[user] = day;
  });
  watches?.users.forEach((user, row) => {
    if (user < users && watches.percents[row] >= 10) sums.watches[user]++;
  });
  return sums;
}
