/** The simulator: a catalogue, a seed and a size give an audience and everything it did. */
import { breathe } from '../../math/breathe';
import { checkPositiveInteger } from '../../math/check';
import type { Progress } from '../../types';
import type { Films } from './films';
import { live } from './life';
import { emptyLog } from './log';
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

/** What came of it. */
export interface Simulation extends Log {
  films: Films;
  people: Person[];
  days: number;
  seed: number;
}

/**
 * Lets the audience live. A person's life depends on the seed, their number and the policy, not on how many others there are.
 *
 *     const { watches, impressions } = await simulate(films, { users: 500, days: 60, seed: 7 });
 *
 * @throws RangeError if users or days is not a positive integer
 */
export async function simulate(
  films: Films,
  {
    users = 3400,
    days = 180,
    seed = 42,
    policy,
    impressionsFrom = 0,
    impressionShare = 1,
    signal,
    onProgress,
  }: SimulateOptions = {},
): Promise<Simulation> {
  checkPositiveInteger('users', users);
  checkPositiveInteger('days', days);
  const people: Person[] = [];
  const log = emptyLog();
  const service = {
    films,
    days,
    seed,
    policy: policy ?? loggingPolicy(films, (user) => people[user], { seed }),
    engine: plainEngine(films),
    shelf: 10,
    logImpressions: (user: number, day: number) =>
      day >= impressionsFrom && mixSeed(seed + day, 3_000_017 + user) < impressionShare * 4294967296,
  };
  for (let user = 0; user < users && !signal?.aborted; user++) {
    people.push(drawPerson(films, user, { seed, days }));
    live(service, user, people[user], log);
    if (user % 20 === 19) {
      onProgress?.({ done: user + 1, total: users, label: 'viewer' });
      await breathe();
    }
  }
  return { ...log, films, people, days, seed };
}
