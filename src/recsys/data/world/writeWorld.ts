/** A simulated log as the text of its CSV files. */
import { csvLine } from '../csv';
import { formatTime } from './calendar';
import { userFacts } from './people';
import type { Simulation } from './simulate';

/**
 * Name to text of every file but the catalogue's; user ids are counted from 1. Of some of a world's people it gives their part of each file: the parts,
 * one after another, are the file.
 */
export function writeWorld(world: Simulation): Record<string, string> {
  const itemId = (item: number) => world.films.facts[item].id;
  const { watches, sessions, impressions, searches, ratings, firstUser, firstSession } = world;
  const order = watches.users.map((_, row) => row);
  order.sort((a, b) => watches.users[a] - watches.users[b] || watches.times[a] - watches.times[b] || a - b);
  const text = (header: string, lines: string[]) =>
    (firstUser === 0 ? header + '\n' : '') + (lines.length ? lines.join('\n') + '\n' : '');
  return {
    'users.csv': text(
      'user_id,age,income,sex,children',
      Array.from({ length: world.users }, (_, n) => firstUser + n).map((user) =>
        csvLine([user + 1, ...Object.values(userFacts(world.person(user), '').attributes)]),
      ),
    ),
    'watches.csv': text(
      'user_id,item_id,last_watch_dt,total_dur,watched_pct',
      order.map(
        (r) =>
          `${watches.users[r] + 1},${itemId(watches.items[r])},${formatTime(watches.times[r])},${watches.seconds[r]},${watches.percents[r]}`,
      ),
    ),
    'ratings.csv': text(
      'user_id,item_id,rating,timestamp',
      ratings.users.map((user, r) => `${user + 1},${itemId(ratings.items[r])},${ratings.stars[r]},${ratings.times[r]}`),
    ),
    'sessions.csv': text(
      'session_id,user_id,start_dt,duration,clicks,watched_seconds',
      sessions.users.map(
        (user, s) =>
          `${firstSession + s},${user + 1},${formatTime(sessions.starts[s])},${sessions.ends[s] - sessions.starts[s]},${sessions.clicks[s]},${sessions.seconds[s]}`,
      ),
    ),
    'impressions.csv': text(
      'session_id,position,item_id,propensity,clicked',
      impressions.items.map(
        (item, r) =>
          `${firstSession + impressions.sessions[r]},${impressions.positions[r]},${itemId(item)},${shortProbability(impressions.propensities[r])},${impressions.clicks[r]}`,
      ),
    ),
    'searches.csv': text(
      'session_id,user_id,dt,query,results,clicked_item_id,wanted_item_id',
      searches.users.map((user, r) =>
        csvLine([
          firstSession + searches.sessions[r],
          user + 1,
          formatTime(searches.times[r]),
          searches.queries[r],
          searches.results[r].map(itemId).join(' '),
          searches.clicks[r] < 0 ? '' : itemId(searches.clicks[r]),
          itemId(searches.wanted[r]),
        ]),
      ),
    ),
  };
}

/** Three significant digits, such as .000214. */
function shortProbability(p: number): string {
  return String(Number(p.toPrecision(3))).replace(/^0\./, '.');
}
