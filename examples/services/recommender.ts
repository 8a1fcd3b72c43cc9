/** What all four programs have in common: a recommender, what users did, and the rules for requests. No framework in it. */
import { readFile } from 'node:fs/promises';
import { implicitAls, loadWorld, popularity, topk } from 'recsys';
import type { Interactions, ItemFacts, Ranking, Recommender } from 'recsys';

/** One item of a list. */
export interface Item {
  item_id: string;
  title: string;
  score: number;
}

/** What a client says that a user did. */
export interface Event {
  /** Chosen by the client; the same id twice counts once. */
  id: string;
  user_id: string;
  item_id: string;
}

/** A request that makes no sense. Each framework has its own way to answer it. */
export class BadRequest extends Error {}

/** The recommender that the programs put behind HTTP. */
export interface Service {
  recommend(userId: string, topK: number): { user_id: string; items: Item[] };
  record(events: readonly Event[]): { accepted: number; duplicates: number };
}

export const MOST_ITEMS = 100;

/** `top_k` as it stands in a query. */
export function readTopK(text: string | undefined): number {
  if (text === undefined) return 10;
  const value = /^\d{1,3}$/.test(text) ? Number(text) : NaN;
  if (!(value >= 1 && value <= MOST_ITEMS)) throw new BadRequest(`top_k must be a whole number in 1 … ${MOST_ITEMS}`);
  return value;
}

/** `user_id` as it stands in a query. */
export function readUserId(text: unknown): string {
  if (typeof text !== 'string' || text.length < 1 || text.length > 64) {
    throw new BadRequest('user_id must be given once, with 1 … 64 characters');
  }
  return text;
}

/** The events of a body. */
export function readEvents(body: unknown): Event[] {
  const events = (body as { events?: unknown } | null | undefined)?.events;
  if (!Array.isArray(events) || events.length < 1 || events.length > 1000) {
    throw new BadRequest('events must be an array of 1 … 1000');
  }
  for (const [at, event] of events.entries()) {
    for (const name of ['id', 'user_id', 'item_id'] as const) {
      const value = (event as Partial<Event> | null)?.[name];
      if (typeof value !== 'string' || value === '') throw new BadRequest(`events[${at}].${name} must be a text`);
    }
  }
  return events as Event[];
}

/** A service around any recommender. */
export function makeService(model: Recommender, train: Interactions, items: readonly ItemFacts[]): Service {
  const users = new Map(train.userIds.map((id, user) => [id, user]));
  const byId = new Map(train.itemIds.map((id, item) => [id, item]));
  const popular = topk(popularity(train).itemScores, items.length);
  const ids = new Set<string>();
  const met = new Map<string, Set<number>>();

  /** The first k that the user has not met since the training. */
  const list = ({ items: found, scores }: Ranking, userId: string, k: number): Item[] => {
    const seen = met.get(userId);
    const listed: Item[] = [];
    for (let rank = 0; rank < found.length && listed.length < k; rank++) {
      if (seen?.has(found[rank])) continue;
      const { id, title } = items[found[rank]];
      listed.push({ item_id: id, title, score: scores[rank] });
    }
    return listed;
  };
  return {
    recommend(userId, topK) {
      const user = users.get(userId);
      const ranking = user === undefined ? popular : model.recommend(user, { k: topK + (met.get(userId)?.size ?? 0) });
      return { user_id: userId, items: list(ranking, userId, topK) };
    },
    record(events) {
      let accepted = 0;
      for (const { id, user_id: user, item_id: item } of events) {
        if (ids.has(id)) continue;
        ids.add(id);
        accepted++;
        const known = byId.get(item);
        if (known === undefined) continue;
        if (!met.has(user)) met.set(user, new Set());
        met.get(user)!.add(known);
      }
      return { accepted, duplicates: events.length - accepted };
    },
  };
}

/** The service on the built-in world: a factor model, trained in seconds. */
export async function builtInService(): Promise<Service> {
  const root = new URL('../../static/data/', import.meta.url);
  const { interactions, items } = await loadWorld(async (name) => readFile(new URL(name, root)));
  return makeService(await implicitAls(interactions, { factors: 32, iterations: 8 }), interactions, items);
}

/** The address of a program that runs, and its end. */
export interface Running {
  url: string;
  close(): Promise<void>;
}

/** Runs a program by itself: `npx tsx …/main.ts`. */
export async function runAlone(start: (service: Service, port: number) => Promise<Running>): Promise<void> {
  const { url, close } = await start(await builtInService(), Number(process.env.PORT ?? 8080));
  console.log(`listening on ${url}`);
  process.once('SIGTERM', () => void close());
}
