/** The simulator: a catalogue, a seed and a size give an audience and everything it did. */
import { breathe } from '../../math/breathe';
import { checkPositiveInteger } from '../../math/check';
import type { Progress } from '../../types';
import type { Films } from './films';
import { live } from './life';
import { appendLog, emptyLog } from './log';
import type { Log } from './log';
import { drawPerson, mixSeed } from './people';
import type { Person } from './people';
import { loggingPolicy } from './policies';
import type { Policy } from './policies';
import { plainEngine } from './search';

/** Size and seed of a world. */
export interface SimulateOptions {
  /** People; 3,400 by default. */
  users?: number;
  /** Days; 180 by default. */
  days?: number;
  /** Same seed, same bytes; 42 by default. */
  seed?: number;
  /** What fills the shelves; the logging policy by default. */
  policy?: Policy;
  /** First day whose impressions are kept: they are by far the most of the log; 0 by default. */
  impressionsFrom?: number;
  /** Share of the visits whose impressions are kept, drawn by chance, 0 … 1; 1 by default. */
  impressionShare?: number;
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** What came of it: a world, or some of its people. */
export interface Simulation extends Log {
  films: Films;
  /** The first person of whom the log tells; 0 for a whole world. */
  firstUser: number;
  /** How many people it tells of. */
  users: number;
  /** How many visits of the world come before the log's; 0 for a whole world. */
  firstSession: number;
  /** The person behind a user index, with what only the simulator knows. */
  person(user: number): Person;
  days: number;
  seed: number;
}

/**
 * Lets the audience live. A person's life depends on the seed, their number and the policy, not on how many others there are.
 *
 *     const { watches, impressions } = await simulate(films, { users: 500, days: 60, seed: 7 });
 *
 * All is held in memory: ten million watches take some 2 GB with an `impressionShare` of 0, and more than Node has with every impression.
 * `simulateBatches` gives as many a piece at a time.
 *
 * @throws RangeError if users or days is not a positive integer
 */
export async function simulate(films: Films, options: SimulateOptions = {}): Promise<Simulation> {
  const { days = 180, seed = 42 } = options;
  const log = emptyLog();
  let users = 0;
  for await (const batch of simulateBatches(films, options)) {
    appendLog(log, batch);
    users += batch.users;
  }
  const person = (user: number) => drawPerson(films, user, { seed, days });
  return { ...log, films, firstUser: 0, users, firstSession: 0, person, days, seed };
}

/**
 * The same world, so many people at a time, so that it need not fit into memory: user indices are the world's, session indices the batch's.
 *
 *     for await (const batch of simulateBatches(films, { users: 220_000 })) write(writeWorld(batch));
 *
 * @throws RangeError if users, days or batch is not a positive integer
 */
export async function* simulateBatches(
  films: Films,
  {
    users = 3400,
    days = 180,
    seed = 42,
    batch = 200,
    policy,
    signal,
    onProgress,
    ...options
  }: SimulateOptions & { batch?: number } = {},
): AsyncGenerator<Simulation, void> {
  checkPositiveInteger('users', users);
  checkPositiveInteger('days', days);
  checkPositiveInteger('batch', batch);
  const { impressionsFrom = 0, impressionShare = 1 } = options;
  let people: Person[] = [];
  let firstUser = 0;
  const person = (user: number) => people[user - firstUser];
  const service = {
    films,
    days,
    seed,
    policy: policy ?? loggingPolicy(films, person, { seed }),
    engine: plainEngine(films),
    shelf: 10,
    logImpressions: (user: number, day: number) =>
      day >= impressionsFrom && mixSeed(seed + day, 3_000_017 + user) < impressionShare * 4294967296,
  };
  for (let firstSession = 0; firstUser < users && !signal?.aborted; firstUser += people.length) {
    const log = emptyLog();
    people = [];
    for (let user = firstUser; user < Math.min(users, firstUser + batch) && !signal?.aborted; user++) {
      people.push(drawPerson(films, user, { seed, days }));
      live(service, user, people[user - firstUser], log);
      if (user % 20 < 19) continue;
      onProgress?.({ done: user + 1, total: users, label: 'viewer' });
      await breathe();
    }
    const [from, those] = [firstUser, people];
    yield { ...log, films, firstUser, users: people.length, firstSession, person: (user) => those[user - from], days, seed };
    firstSession += log.sessions.users.length;
  }
}
