/** What the service writes down, as columns that grow. */

/** One row per person and film, as KION publishes: the last time, all seconds, the largest share. */
export interface Watches {
  users: number[];
  items: number[];
  /** Seconds since 1970 of the end of the last sitting, to the minute. */
  times: number[];
  /** Seconds watched in all. */
  seconds: number[];
  /** Whole percents of the film. */
  percents: number[];
}

/** One row per film shown on a shelf. */
export interface Impressions {
  /** Index into `sessions`. */
  sessions: number[];
  /** From 0. */
  positions: number[];
  items: number[];
  /** Probability with which the policy put this film here, given the films before it. */
  propensities: number[];
  /** 1 if clicked. */
  clicks: number[];
}

/** One row per visit. */
export interface Sessions {
  users: number[];
  /** Start and end, seconds since 1970. */
  starts: number[];
  ends: number[];
  /** Films clicked in it. */
  clicks: number[];
  /** Seconds watched in it. */
  seconds: number[];
}

/** One row per query. */
export interface Searches {
  sessions: number[];
  users: number[];
  times: number[];
  queries: string[];
  /** Item indices in the order shown. */
  results: number[][];
  /** The item clicked, or −1. */
  clicks: number[];
  /** Truth: the film that the person had in mind. */
  wanted: number[];
}

/** One row per rating. */
export interface Ratings {
  users: number[];
  items: number[];
  /** 0.5 … 5 by halves. */
  stars: number[];
  times: number[];
}

/** Everything. */
export interface Log {
  watches: Watches;
  impressions: Impressions;
  sessions: Sessions;
  searches: Searches;
  ratings: Ratings;
}

export function emptyLog(): Log {
  return {
    watches: { users: [], items: [], times: [], seconds: [], percents: [] },
    impressions: { sessions: [], positions: [], items: [], propensities: [], clicks: [] },
    sessions: { users: [], starts: [], ends: [], clicks: [], seconds: [] },
    searches: { sessions: [], users: [], times: [], queries: [], results: [], clicks: [], wanted: [] },
    ratings: { users: [], items: [], stars: [], times: [] },
  };
}

/** Adds a later log's rows to a log; its session indices go on from those that are there. */
export function appendLog(log: Log, { watches, impressions, sessions, searches, ratings }: Log): void {
  const before = log.sessions.users.length;
  const append = <T extends object>(to: T, from: T) => {
    for (const name of Object.keys(to) as (keyof T)[]) {
      const [column, more] = [to[name] as unknown[], from[name] as unknown[]];
      for (let r = 0; r < more.length; r++) column.push(more[r]);
    }
  };
  const later = <T extends { sessions: number[] }>(rows: T): T => ({ ...rows, sessions: rows.sessions.map((at) => at + before) });
  append(log.watches, watches);
  append(log.impressions, later(impressions));
  append(log.sessions, sessions);
  append(log.searches, later(searches));
  append(log.ratings, ratings);
}
