/**
 * A search in four stages, each timed: the query is mended, several methods each bring their candidates, the lists become one, and a ranker that
 * looks at query and document together orders its head. Each stage can be left out, so that what it gives can be measured.
 */
import { checkPositiveInteger } from '../math/check';
import { topk } from '../math/topk';
import { reciprocalRankFusion } from '../search/fusion';
import type { CorrectedQuery } from '../search/correctQuery';
import type { QueryFeatures } from '../search/queryFeatures';
import type { Ranking } from '../types';

export interface HybridSearchOptions {
  /** By name, how to find candidates: the k best for a query. */
  retrievers: Readonly<Record<string, (query: string, options: { k: number }) => Ranking>>;
  /** Mends the query before the retrievers see it; the re-ranker sees it as typed. */
  correct?: (query: string) => CorrectedQuery;
  /** Candidates of each retriever, and of the list made of them; 100 by default. */
  candidates?: number;
  /** Makes one list of several, in the order of `retrievers`; reciprocal rank fusion by default. */
  fuse?: (rankings: readonly Ranking[], options: { k: number }) => Ranking;
  /** Orders the candidates anew: any model that predicts from the features, such as `lambdaMart`. */
  rerank?: {
    features: Pick<QueryFeatures, 'rows' | 'columns'>;
    ranker: { predict(features: Float32Array, rows: number, columns: number): ArrayLike<number> };
  };
}

/** How long a stage took and what it left. */
export interface SearchStage {
  /** `correct`, the name of a retriever, `fuse` or `rerank`. */
  stage: string;
  milliseconds: number;
  /** Documents in its list; for `correct`, words of the query. */
  found: number;
}

/** An answer, with all that was thought on the way. */
export interface HybridAnswer extends Ranking {
  /** What was searched for. */
  query: string;
  /** What was mended, if a corrector is there. */
  correction?: CorrectedQuery;
  /** By retriever, its list. */
  retrieved: Record<string, Ranking>;
  /** The one list, before it was ordered anew. */
  fused: Ranking;
  stages: SearchStage[];
}

/** A search. */
export interface HybridSearch {
  /** The k best, 10 by default; none for a query that says nothing. */
  search(query: string, options?: { k?: number }): HybridAnswer;
}

/** The fused list in the order of new scores, ties as they stood. */
function reorder(fused: Ranking, scores: ArrayLike<number>): Ranking {
  if (scores.length !== fused.items.length) {
    throw new RangeError(`predict must give a score for each of the ${fused.items.length} rows, got ${scores.length}`);
  }
  if (scores.length === 0) return fused;
  const { items: places, scores: best } = topk(Float32Array.from(scores), scores.length);
  return { items: Int32Array.from(places, (place) => fused.items[place]), scores: best };
}

/**
 * Puts the stages together. With one retriever and nothing else it is that retriever.
 *
 *     const { search } = hybridSearch({
 *       correct: (query) => correctQuery(tokenize(query), dictionary, { begins: index.hasPrefix }),
 *       retrievers: {
 *         words: (query, { k }) => index.search(query, { k, prefix: true }),
 *         meaning: (query, { k }) => dense.search(docs.infer(tokenize(query)), { k }),
 *       },
 *       rerank: { features, ranker },
 *     });
 *     search('the matrx', { k: 5 }).items
 *
 * @throws RangeError if there is no retriever or `candidates` is out of range
 */
export function hybridSearch({ retrievers, correct, candidates = 100, fuse, rerank }: HybridSearchOptions): HybridSearch {
  checkPositiveInteger('candidates', candidates);
  const names = Object.keys(retrievers);
  if (names.length === 0) throw new RangeError('retrievers must be at least one, got 0');
  const merge = fuse ?? reciprocalRankFusion;
  return {
    search(typed, { k = 10 } = {}) {
      checkPositiveInteger('k', k);
      const stages: SearchStage[] = [];
      const timed = <T>(stage: string, run: () => T, found: (result: T) => number): T => {
        const start = performance.now();
        const result = run();
        stages.push({ stage, milliseconds: performance.now() - start, found: found(result) });
        return result;
      };
      const size = ({ items }: Ranking) => items.length;
      const depth = Math.max(k, candidates);
      const correction = correct && timed('correct', () => correct(typed), ({ words }) => words.length); // prettier-ignore
      const query = correction ? correction.words.join(' ') : typed;
      const lists = names.map((name) => timed(name, () => retrievers[name](query, { k: depth }), size));
      const fused = lists.length > 1 || fuse ? timed('fuse', () => merge(lists, { k: depth }), size) : lists[0];
      const ranked = rerank ? timed('rerank', () => reorder(fused, score(typed, fused.items)), size) : fused;
      return {
        items: ranked.items.subarray(0, k),
        scores: ranked.scores.subarray(0, k),
        query,
        ...(correction ? { correction } : {}),
        retrieved: Object.fromEntries(names.map((name, n) => [name, lists[n]])),
        fused,
        stages,
      };
    },
  };

  function score(query: string, documents: Int32Array): ArrayLike<number> {
    const { features, ranker } = rerank!;
    return ranker.predict(features.rows(query, documents), documents.length, features.columns);
  }
}
