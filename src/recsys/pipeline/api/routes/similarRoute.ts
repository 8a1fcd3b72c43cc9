/** `GET /similar/:item`: items like one. */
import { itemListSchema, listItems, nextPage, nextSchema, page } from '../itemList';
import { Problem } from '../problem';
import { route } from '../route';
import { stages } from '../stages';

export const similarRoute = route({
  method: 'GET',
  path: '/similar/:item',
  summary: 'The items most like one, by the vectors of the model.',
  parameters: page,
  pathParameters: { item: { description: 'The id of the item.', example: '7' } },
  responses: {
    200: {
      description: 'A page of the list.',
      schema: {
        type: 'object',
        required: ['item_id', 'model_version', 'items'],
        properties: { item_id: { type: 'string' }, model_version: { type: 'string' }, items: itemListSchema, next: nextSchema },
      },
    },
    404: { description: 'No item has this id.' },
    501: { description: 'There is no index of items here.' },
    503: { description: 'The index failed.' },
  },
  async answer({ values, path, parts: { model, ids, index, budgets } }) {
    const id = path('item');
    const item = ids.item(id);
    if (item === undefined) throw new Problem(404, `no item has the id ${JSON.stringify(id.slice(0, 64))}`);
    const vector = model.itemVector?.(item);
    if (!index || !vector) throw new Problem(501, 'there is no index of items here');
    const { offset, top_k } = values;
    const run = stages();
    const found = await run.run('similar', budgets.similar, () =>
      index.search(vector, { k: offset + top_k + 1, exclude: Int32Array.of(item) }),
    );
    if (!found) throw new Problem(503, 'the index failed');
    const list = Array.from(found.items, (other, rank) => ({ item: other, score: found.scores[rank] }));
    return {
      stages: run.reports,
      body: {
        item_id: id,
        model_version: model.version,
        items: listItems(model.items, list, values),
        ...nextPage(`/similar/${encodeURIComponent(id)}`, values, { length: list.length, offset, top_k }),
      },
    };
  },
});
