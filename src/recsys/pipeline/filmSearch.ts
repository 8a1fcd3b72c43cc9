/** A search over films as the service answers it: words of title, director, genres, year and synopsis, begun words, and misspelt ones. */
import { invertedIndex } from '../search/invertedIndex';
import { spelling } from '../search/spelling';
import type { ItemFacts } from '../types';
import type { Search } from './api/route';

/**
 *     const search = filmSearch(items);
 *     search('godfathr', { k: 3 }).items
 */
export function filmSearch(items: readonly ItemFacts[]): Search {
  const documents = items.map(({ title, director = '', genres, year, synopsis = '' }) => ({
    ...{ title, director, synopsis },
    about: [...genres, year ?? ''].join(' '),
  }));
  const index = invertedIndex(documents, { weights: { title: 4, director: 3, about: 2, synopsis: 1 } });
  const dictionary = spelling(index.dictionary({ fields: ['title', 'director', 'about'] }));
  return (query, { k }) => index.search(query, { k, prefix: true, spelling: dictionary });
}
