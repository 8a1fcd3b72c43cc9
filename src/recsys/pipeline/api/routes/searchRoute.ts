/** `GET /search`: items for a query. */
import { itemListSchema, listItems, nextPage, nextSchema, page } from '../itemList';
import { requiredText } from '../parameters';
import { Problem } from '../problem';
import { route } from '../route';
import { stages } from '../stages';

export const searchRoute = route({
  method: 'GET',
  path: '/search',
  summary: 'Items for a query, best first.',
  parameters: {
    q: requiredText({ description: 'What is looked for.', maxLength: 200, example: 'godfather' }),
    ...page,
  },
  responses: {
    200: {
      description: 'A page of the results; empty if there are none.',
      schema: {
        type: 'object',
        required: ['q', 'model_version', 'items'],
        properties: { q: { type: 'string' }, model_version: { type: 'string' }, items: itemListSchema, next: nextSchema },
      },
    },
    501: { description: 'There is no search here.' },
    503: { description: 'The search failed or was too slow.' },
  },
  async answer({ values, parts: { search, budgets, model } }) {
    if (!search) throw new Problem(501, 'there is no search here');
    const { q, offset, top_k } = values;
    const run = stages();
    const found = await run.run('search', budgets.search, () => search(q, { k: offset + top_k + 1 }));
    if (!found) throw new Problem(503, 'the search failed or was too slow', { headers: { 'retry-after': '1' } });
    const list = Array.from(found.items, (item, rank) => ({ item, score: found.scores[rank] }));
    return {
      stages: run.reports,
      body: {
        q,
        model_version: model.version,
        items: listItems(model.items, list, values),
        ...nextPage('/search', values, { length: list.length, offset, top_k }),
      },
    };
  },
});
