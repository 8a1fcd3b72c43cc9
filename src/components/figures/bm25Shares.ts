/** What each word of a query adds to each text's BM25: what the figure of the search draws. */
import { bm25, inverseDocumentFrequency } from '../../recsys/search/bm25';
import { tokenize } from '../../recsys/text/tokenize';

/** A word of the query. */
export interface AskedTerm {
  term: string;
  /** Texts that have it. */
  having: number;
  idf: number;
}

/** A text with what each word of the query adds to it. */
export interface SharedText {
  /** Its place among the texts as they were given. */
  text: number;
  /** Its words. */
  length: number;
  /** By word of the query, how often it stands there and what it adds. */
  parts: { count: number; score: number }[];
  score: number;
}

/** The different words of a query, at most four, and the texts in the order of their scores, ties as given. */
export function bm25Shares(
  texts: readonly string[],
  query: string,
  { k1, b }: { k1: number; b: number },
): { terms: AskedTerm[]; average: number; ranked: SharedText[] } {
  const words = texts.map((text) => tokenize(text));
  const average = words.reduce((sum, { length }) => sum + length, 0) / words.length;
  const terms = [...new Set(tokenize(query))].slice(0, 4).map((term) => {
    const having = words.filter((text) => text.includes(term)).length;
    return { term, having, idf: inverseDocumentFrequency(having, texts.length) };
  });
  const ranked = words.map((text, at) => {
    const parts = terms.map(({ term, having }) => {
      const count = text.filter((word) => word === term).length;
      const score = bm25({ count, length: text.length, average, documents: texts.length, having }, { k1, b });
      return { count, score };
    });
    return { text: at, length: text.length, parts, score: parts.reduce((sum, { score }) => sum + score, 0) };
  });
  return { terms, average, ranked: ranked.sort((x, y) => y.score - x.score || x.text - y.text) };
}
