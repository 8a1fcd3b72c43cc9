/**
 * BM25: how much a word's presence in a document speaks for it. Each further mention adds less, and a long document is forgiven for having more.
 *
 * S. Robertson, H. Zaragoza: The probabilistic relevance framework: BM25 and beyond. Foundations and Trends in Information Retrieval 2009, §3.4; over
 * fields, BM25F, §3.6.
 */
import { log } from '../math/functions';

/**
 * How the rarity of a word counts, for a word in n of N documents. `lucene`: ln(1 + (N − n + ½) / (n + ½)), which is never negative and what Lucene
 * and its kin compute. `robertson`: ln((N − n + ½) / (n + ½)), the paper's; negative for a word of more than half the documents, and floored
 * here at 10⁻⁶, as SQLite does, so that a match never counts against.
 */
export type Idf = 'lucene' | 'robertson';

/** The inverse document frequency of a word in n of N documents; 0 for a word of none. */
export function inverseDocumentFrequency(n: number, documents: number, variant: Idf = 'lucene'): number {
  if (n === 0) return 0;
  const odds = (documents - n + 0.5) / (n + 0.5);
  return variant === 'lucene' ? log(1 + odds) : Math.max(log(odds), 1e-6);
}

/** What a field's mentions of a word count: count / (1 − b + b · length / average). At b = 0 the length says nothing, at 1 only the density counts. */
export function normalizedCount(count: number, length: number, average: number, b: number): number {
  return count === 0 ? 0 : count / (1 - b + (b * length) / average);
}

/** f / (k1 + f): 0 without a mention, ½ at f = k1, below 1 however many. At k1 = 0 any mention is all. */
export function saturation(f: number, k1: number): number {
  return f > 0 ? f / (k1 + f) : 0;
}

/**
 * One word's part of a document's score, idf · f / (k1 + f). The factor k1 + 1 that some write above it is the same for all words and documents
 * and changes no order; this is Lucene's form since its version 8.
 *
 *     bm25({ count: 2, length: 5, average: 4, documents: 10, having: 3 }) // one field
 */
export function bm25(
  term: { count: number; length: number; average: number; documents: number; having: number },
  { k1 = 1.2, b = 0.75, idf = 'lucene' }: { k1?: number; b?: number; idf?: Idf } = {},
): number {
  const f = normalizedCount(term.count, term.length, term.average, b);
  return inverseDocumentFrequency(term.having, term.documents, idf) * saturation(f, k1);
}
