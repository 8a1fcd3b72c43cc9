/** `GET /recommend`: the list for a user. */
import { degraded, degradedSchema, itemListSchema, listItems, nextPage, nextSchema, page } from '../itemList';
import { choice, requiredText } from '../parameters';
import { recommend } from '../recommend';
import { route } from '../route';
import { AGE_RATINGS } from '../rules';

export const recommendRoute = route({
  method: 'GET',
  path: '/recommend',
  summary: 'Items for a user, best first; strangers get what is popular.',
  parameters: {
    user_id: requiredText({ description: 'Whom for.', maxLength: 64, example: '42' }),
    ...page,
    max_rating: choice({ description: 'The highest age rating allowed; unrated items are then left out.', words: AGE_RATINGS }),
  },
  responses: {
    200: {
      description: 'A page of the list. It is there even when a stage failed; `source` and `degraded` say what was left out.',
      schema: {
        type: 'object',
        required: ['user_id', 'known_user', 'model_version', 'source', 'degraded', 'items'],
        properties: {
          user_id: { type: 'string' },
          known_user: { type: 'boolean', description: 'Whether the model was trained with this user.' },
          model_version: { type: 'string' },
          source: {
            type: 'string',
            enum: ['ranker', 'candidates', 'popularity'],
            description: 'The last stage whose order this is.',
          },
          degraded: degradedSchema,
          items: itemListSchema,
          next: nextSchema,
        },
      },
    },
  },
  async answer({ values, parts }) {
    const { user_id: userId, top_k, offset, max_rating: maxRating } = values;
    // One more than is shown tells whether there is a next page.
    const found = await recommend(parts, { userId, count: offset + top_k + 1, maxRating });
    return {
      stages: found.stages,
      body: {
        user_id: userId,
        known_user: found.knownUser,
        model_version: parts.model.version,
        source: found.source,
        degraded: degraded(found.stages),
        items: listItems(parts.model.items, found.items, values),
        ...nextPage('/recommend', values, { length: found.items.length, offset, top_k }),
      },
    };
  },
});
