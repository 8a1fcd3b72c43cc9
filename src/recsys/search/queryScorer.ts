/** Term at a time: the lists of a query's words are walked one after the other, and each posting adds its part to its document. */
import type { QueryWord, Reading, WeighedPostings } from './queryReader';

/** One query word's part in one document's score. */
export interface WordShare {
  /** As it stands in the query. */
  word: string;
  /** The term of the document that it was matched with: the word itself, one that it begins, or one that it may be a misspelling of. */
  term: string;
  /** How it was matched. */
  reading: 'exact' | 'prefix' | 'spelling';
  idf: number;
  /** The weighted and length-normalised count f over all fields. */
  frequency: number;
  /** What this word adds to the score: weight of the reading · idf · f / (k1 + f). */
  score: number;
  /** The same by field, in proportion to the field's part of f. */
  fields: Record<string, number>;
}

/** Postings with each field's part of their worth. */
export interface FieldedPostings extends WeighedPostings {
  /** Number of fields. */
  fields: number;
  /** postings × fields: each field's part of f. */
  fieldCounts: Float32Array;
}

/** Scores documents, in memory that it keeps from query to query. */
export class QueryScorer {
  private readonly lists: FieldedPostings;
  private readonly total: Float32Array;
  private readonly best: Float32Array;
  private readonly touched: Int32Array;

  constructor(lists: FieldedPostings) {
    this.lists = lists;
    this.total = new Float32Array(lists.size);
    this.best = new Float32Array(lists.size);
    this.touched = new Int32Array(lists.size);
  }

  /** One score a document, 0 where no word matches; overwritten by the next call. */
  scores(words: readonly QueryWord[]): Float32Array {
    const { total } = this;
    total.fill(0);
    for (const { readings } of words) {
      if (readings.length > 1) {
        this.addBest(readings);
        continue;
      }
      for (const { idf, documents, parts } of readings) {
        for (let n = 0; n < documents.length; n++) total[documents[n]] += idf * parts[n];
      }
    }
    return total;
  }

  /** Adds the best reading's part to each document that has one. */
  private addBest(readings: readonly Reading[]): void {
    const { total, best, touched } = this;
    let count = 0;
    for (const { idf, documents, parts } of readings) {
      for (let n = 0; n < documents.length; n++) {
        const document = documents[n];
        const score = idf * parts[n];
        if (score <= best[document]) continue;
        if (best[document] === 0) touched[count++] = document;
        best[document] = score;
      }
    }
    for (let n = 0; n < count; n++) {
      total[touched[n]] += best[touched[n]];
      best[touched[n]] = 0;
    }
  }

  /** Parts of one document's score. */
  explain(words: readonly QueryWord[], document: number, fields: readonly string[]): WordShare[] {
    const { terms, pointers, fieldCounts, fields: F } = this.lists;
    return words.flatMap(({ word, readings }) => {
      let found: { score: number; posting: number; reading: Reading } | undefined;
      for (const reading of readings) {
        const at = reading.documents.indexOf(document);
        const score = at < 0 ? 0 : reading.idf * reading.parts[at];
        if (score > (found?.score ?? 0)) found = { score, posting: reading.postings[at], reading };
      }
      if (!found) return [];
      const { score, posting, reading } = found;
      const parts = Array.from(fieldCounts.subarray(posting * F, posting * F + F));
      const frequency = parts.reduce((sum, part) => sum + part, 0);
      const term = terms[reading.terms.find((t) => pointers[t] <= posting && posting < pointers[t + 1])!];
      const byField = Object.fromEntries(fields.map((field, f) => [field, (score * parts[f]) / frequency]));
      return [{ word, term, reading: reading.kind, idf: reading.idf, frequency, score, fields: byField }];
    });
  }

  /** documents × words × fields. Each reading is walked once, however many documents are asked for. */
  shares(words: readonly QueryWord[], wanted: ArrayLike<number>): Float32Array {
    const { fieldCounts, fields: F, size } = this.lists;
    const places = new Int32Array(size).fill(-1);
    for (let i = 0; i < wanted.length; i++) places[wanted[i]] = i;
    const shares = new Float32Array(wanted.length * words.length * F);
    const best = new Float32Array(wanted.length);
    words.forEach(({ readings }, w) => {
      best.fill(0);
      for (const { idf, documents, parts, postings } of readings) {
        for (let n = 0; n < documents.length; n++) {
          const place = places[documents[n]];
          const score = idf * parts[n];
          if (place < 0 || score <= best[place]) continue;
          best[place] = score;
          const from = postings[n] * F;
          let f = 0;
          for (let c = 0; c < F; c++) f += fieldCounts[from + c];
          const to = (place * words.length + w) * F;
          for (let c = 0; c < F; c++) shares[to + c] = (score * fieldCounts[from + c]) / f;
        }
      }
    });
    // A document that is asked for twice has its numbers in its last place.
    const row = words.length * F;
    for (let i = 0; i < wanted.length; i++) {
      const place = places[wanted[i]];
      if (place !== i) shares.copyWithin(i * row, place * row, (place + 1) * row);
    }
    return shares;
  }
}
