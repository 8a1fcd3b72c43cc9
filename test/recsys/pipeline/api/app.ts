/** A small service to ask: 30 users, 40 films, a ranker that prefers later films. */
import { fromRows } from '../../../../src/recsys/data/fromRows';
import { random } from '../../../../src/recsys/math/random';
import { pureSvd } from '../../../../src/recsys/models/pureSvd';
import { recommendApi } from '../../../../src/recsys/pipeline/recommendApi';
import { serveRecommender } from '../../../../src/recsys/pipeline/serveRecommender';
import { exactSearch } from '../../../../src/recsys/serve/exactSearch';
import type { ServedModel } from '../../../../src/recsys/pipeline/api/servedModel';
import type { RecommendApiOptions } from '../../../../src/recsys/pipeline/recommendApi';
import type { ItemFacts } from '../../../../src/recsys/types';

const draw = random(3);
export const train = fromRows(
  Array.from({ length: 400 }, (_, r) => ({
    user: `u${r % 30}`,
    item: `i${r < 40 ? r : Math.floor(40 * draw.beta(1, 3))}`,
    time: 86_400 * r,
  })),
);
const ratings = ['G', 'PG', 'PG-13', 'R', undefined];
export const items: ItemFacts[] = train.itemIds.map((id, item) => ({
  id,
  title: `Film ${id}`,
  year: 1960 + item,
  genres: [],
  director: item % 4 === 0 ? 'One Director' : undefined,
  ageRating: ratings[item % 5],
}));
const factors = await pureSvd(train, { factors: 6 });

/** Ranks by item number, the highest first. */
export const model: ServedModel = serveRecommender(factors, {
  train,
  items,
  version: 'test-1',
  rank: ({ candidates }) => Float32Array.from(candidates.items),
});
export const index = exactSearch(factors.itemFactors, { dimensions: factors.factors });

/** The application, with what the test changes. */
export function app(changes: Partial<RecommendApiOptions> = {}) {
  return recommendApi({
    model,
    index,
    search: (query, { k }) => {
      const found = items.flatMap(({ title }, item) => (title.includes(query) ? [item] : [])).slice(0, k);
      return { items: Int32Array.from(found), scores: Float32Array.from(found, (_, rank) => 1 / (1 + rank)) };
    },
    now: () => 1_300_000_000,
    ...changes,
  });
}

export interface Listed {
  items: { item_id: string; rank: number; score: number; title: string }[];
  source: string;
  degraded: string[];
  known_user: boolean;
  next?: string;
}

/** The JSON answer of a path that must be answered. */
export async function ask(api: ReturnType<typeof app>, path: string): Promise<Listed> {
  const answer = await api.request(path);
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Listed;
}

/** Sends events. */
export function send(api: ReturnType<typeof app>, body: unknown, headers: Record<string, string> = {}) {
  return api.request('/events', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}
