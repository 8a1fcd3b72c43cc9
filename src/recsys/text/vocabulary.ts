/** The terms of a collection, with how often and in how many documents each stands. */

/** Terms by their number. */
export interface Vocabulary {
  /** In the order of their UTF-16 units, which no locale changes. */
  terms: string[];
  /** Number of each term. */
  index: Map<string, number>;
  /** In how many documents each stands. */
  documents: Int32Array;
  /** How often each stands in all. */
  counts: Int32Array;
}

/** Which terms of a collection are kept. */
export interface VocabularyOptions {
  /** Terms of fewer documents are dropped. */
  minDocuments?: number;
  /** Terms of fewer places in all are dropped. */
  minCount?: number;
  /** Terms that stand in more than this share of the documents are dropped. */
  maxShare?: number;
}

/** Counts the terms of documents. */
export function vocabularyOf(
  documents: readonly (readonly string[])[],
  { minDocuments = 1, minCount = 1, maxShare = 1 }: VocabularyOptions = {},
): Vocabulary {
  const found = new Map<string, { count: number; documents: number; last: number }>();
  documents.forEach((tokens, document) => {
    for (const token of tokens) {
      const entry = found.get(token);
      if (!entry) found.set(token, { count: 1, documents: 1, last: document });
      else {
        entry.count++;
        if (entry.last !== document) entry.documents++;
        entry.last = document;
      }
    }
  });
  const most = maxShare * documents.length;
  const terms = [...found.keys()]
    .filter((term) => {
      const entry = found.get(term)!;
      return entry.documents >= minDocuments && entry.count >= minCount && entry.documents <= most;
    })
    .sort((a, b) => (a < b ? -1 : 1));
  return {
    terms,
    index: new Map(terms.map((term, n) => [term, n])),
    documents: Int32Array.from(terms, (term) => found.get(term)!.documents),
    counts: Int32Array.from(terms, (term) => found.get(term)!.count),
  };
}

/** The numbers of the known tokens, in order. */
export function encode(tokens: readonly string[], { index }: Pick<Vocabulary, 'index'>): Int32Array {
  const known: number[] = [];
  for (const token of tokens) {
    const at = index.get(token);
    if (at !== undefined) known.push(at);
  }
  return Int32Array.from(known);
}
