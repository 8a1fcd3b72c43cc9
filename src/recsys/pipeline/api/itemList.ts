/** Lists of items as the API writes them, a page at a time. */
import { integer } from './parameters';
import type { ItemFacts } from '../../types';
import type { Scored } from './rules';
import type { StageReport } from './stages';

/** Parameters of every route that lists items. */
export const page = {
  top_k: integer({ description: 'How many items.', minimum: 1, maximum: 100, fallback: 10, example: 10 }),
  offset: integer({
    description: 'How many items to leave out from the top: the pages before.',
    minimum: 0,
    maximum: 900,
    fallback: 0,
  }),
};

/** JSON schema of what `listItems` gives. */
export const itemListSchema = {
  type: 'array',
  items: {
    type: 'object',
    required: ['item_id', 'title', 'rank', 'score'],
    properties: {
      item_id: { type: 'string' },
      title: { type: 'string' },
      year: { type: 'integer' },
      rank: { type: 'integer', minimum: 1 },
      score: { type: 'number' },
    },
  },
};

/** JSON schema of a link to the next page. */
export const nextSchema = { type: 'string', description: 'The next page; absent on the last.' };

/** JSON schema of what `degraded` gives. */
export const degradedSchema = {
  type: 'array',
  items: { type: 'string' },
  description: 'Stages that were left out and why, such as `rank: timeout`. Empty when all went well.',
};

/** The items of a page from a list that begins at the top. */
export function listItems(
  items: readonly ItemFacts[],
  list: readonly Scored[],
  { offset, top_k }: { offset: number; top_k: number },
) {
  return list.slice(offset, offset + top_k).map(({ item, score }, at) => {
    const { id, title, year } = items[item];
    return {
      item_id: id,
      title,
      ...(year !== undefined && { year }),
      rank: offset + at + 1,
      score: Number(score.toPrecision(6)),
    };
  });
}

/** A link to the next page if the list goes on: the same question with another offset. */
export function nextPage(
  path: string,
  query: Record<string, string | number | undefined>,
  { length, offset, top_k }: { length: number; offset: number; top_k: number },
): { next?: string } {
  const from = offset + top_k;
  if (length <= from || from > 900) return {};
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, String(value));
  parameters.set('offset', String(from));
  return { next: `${path}?${parameters.toString()}` };
}

/** The stages that failed, in words. */
export function degraded(stages: readonly StageReport[]): string[] {
  return stages.flatMap(({ name, failure }) => (failure ? [`${name}: ${failure}`] : []));
}
