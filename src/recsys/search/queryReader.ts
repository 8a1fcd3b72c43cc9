/** What the words of a query may stand for: the very term, terms that they begin, terms that they may be a misspelling of. */
import { pow } from '../math/functions';
import type { Postings } from './postings';
import type { Spelling } from './spelling';

export interface QueryReadOptions {
  /** Whether the last word may be unfinished, as while a person types; no by default. */
  prefix?: boolean;
  /** A dictionary for words that the index does not have; without it they match nothing. */
  spelling?: Spelling;
}

/** One way to take a word: some terms, read as if they were one. */
export interface Reading {
  kind: 'exact' | 'prefix' | 'spelling';
  /** Numbers of the terms. */
  terms: Int32Array;
  /** Number of documents that have at least one of them. */
  count: number;
  /** Inverse document frequency of that number: what all terms of the reading share, so that a rare misreading does not outweigh a common one. */
  idf: number;
  /** Those documents. */
  documents: Int32Array;
  /** For each, the best of weight · f / (k1 + f) over the terms; the weight is 1 for the very term. */
  parts: Float32Array;
  /** For each, the posting that this is from. */
  postings: Int32Array;
}

/** A word of a query. */
export interface QueryWord {
  word: string;
  /** None where the index knows nothing near. A document counts the best of them. */
  readings: Reading[];
}

/** A term that is longer than what was typed counts less than the very term. */
const PREFIX_WEIGHT = 0.8;
/** Each edit leaves this much. */
const EDIT_WEIGHT = 0.6;

/** Postings with the worth f / (k1 + f) of each. */
export type WeighedPostings = Postings & { size: number; impacts: Float32Array };

/** Reads queries against an index's terms. */
export class QueryReader {
  private readonly lists: WeighedPostings;
  private readonly having: Int32Array;
  private readonly idf: (documents: number) => number;
  private readonly tokenize: (text: string) => string[];
  /** 0 … postings − 1, of which readings of one term are windows. */
  private readonly range: Int32Array;
  // Memory for merging lists: for each document its place in the merged list plus 1, and the list.
  private readonly places: Int32Array;
  private readonly merged: { documents: Int32Array; parts: Float32Array; postings: Int32Array };
  /** The readings of single letters as beginnings. Their lists are the longest, and everyone's first keystroke asks for one. */
  private readonly letters = new Map<string, Reading>();

  /** @param having documents in which each term counts */
  constructor(
    lists: WeighedPostings,
    having: Int32Array,
    idf: (documents: number) => number,
    tokenize: (text: string) => string[],
  ) {
    const { size } = lists;
    this.lists = lists;
    this.having = having;
    this.idf = idf;
    this.tokenize = tokenize;
    this.range = Int32Array.from(lists.documents, (_, at) => at);
    this.places = new Int32Array(size);
    this.merged = { documents: new Int32Array(size), parts: new Float32Array(size), postings: new Int32Array(size) };
    for (let at = 0; at < lists.terms.length;) {
      const letter = lists.terms[at].slice(0, 1);
      const longer = this.longer(letter);
      if (longer.length > 0) this.letters.set(letter, this.reading('prefix', longer, PREFIX_WEIGHT));
      at = Math.max(at, longer.at(-1) ?? at) + 1;
    }
  }

  /** The terms that begin so and go on. */
  private longer(prefix: string): number[] {
    const { terms } = this.lists;
    const found: number[] = [];
    for (let at = this.lowest(prefix); at < terms.length && terms[at].startsWith(prefix); at++)
      if (terms[at] !== prefix) found.push(at);
    return found;
  }

  /** The first term that is not before the text. */
  private lowest(text: string): number {
    const { terms } = this.lists;
    let [from, to] = [0, terms.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (terms[middle] < text) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /** The number of a term; −1 for an unknown one. */
  number(term: string): number {
    const at = this.lowest(term);
    return this.lists.terms[at] === term ? at : -1;
  }

  hasPrefix(prefix: string): boolean {
    return this.lists.terms[this.lowest(prefix)]?.startsWith(prefix) ?? false;
  }

  read(query: string, { prefix = false, spelling }: QueryReadOptions = {}): QueryWord[] {
    const words = this.tokenize(query);
    return words.map((word, at) => ({ word, readings: this.readings(word, prefix && at === words.length - 1, spelling) }));
  }

  private readings(word: string, unfinished: boolean, spelling: Spelling | undefined): Reading[] {
    const found: Reading[] = [];
    const own = this.number(word);
    if (own >= 0 && this.having[own] > 0) found.push(this.reading('exact', [own], 1));
    if (unfinished) {
      const letter = this.letters.get(word);
      const longer = letter ? [] : this.longer(word);
      if (letter) found.push(letter);
      else if (longer.length > 0) found.push(this.reading('prefix', longer, PREFIX_WEIGHT));
    }
    if (found.length === 0 && spelling) {
      const near = spelling.candidates(word).filter(({ term }) => this.number(term) >= 0);
      const numbers = near.map(({ term }) => this.number(term));
      const weights = near.map(({ distance }) => pow(EDIT_WEIGHT, distance));
      if (near.length > 0) found.push(this.reading('spelling', numbers, weights));
    }
    return found.filter(({ count }) => count > 0);
  }

  private reading(kind: Reading['kind'], terms: readonly number[], weights: number | readonly number[]): Reading {
    const numbers = Int32Array.from(terms);
    if (kind !== 'exact') return { kind, terms: numbers, ...this.merge(terms, weights) };
    const [from, to] = [this.lists.pointers[terms[0]], this.lists.pointers[terms[0] + 1]];
    const count = this.having[terms[0]];
    return {
      kind,
      terms: numbers,
      count,
      idf: this.idf(count),
      documents: this.lists.documents.subarray(from, to),
      parts: this.lists.impacts.subarray(from, to),
      postings: this.range.subarray(from, to),
    };
  }

  /** The lists of several terms as one. */
  private merge(terms: readonly number[], weights: number | readonly number[]): Omit<Reading, 'kind' | 'terms'> {
    const { pointers, documents, impacts } = this.lists;
    const { places, merged } = this;
    let count = 0;
    terms.forEach((term, n) => {
      const weight = typeof weights === 'number' ? weights : weights[n];
      for (let at = pointers[term]; at < pointers[term + 1]; at++) {
        const part = weight * impacts[at];
        if (part === 0) continue;
        const document = documents[at];
        let place = places[document] - 1;
        if (place < 0) {
          place = count++;
          places[document] = count;
          merged.documents[place] = document;
        } else if (merged.parts[place] >= part) continue;
        merged.parts[place] = part;
        merged.postings[place] = at;
      }
    });
    for (let place = 0; place < count; place++) places[merged.documents[place]] = 0;
    return {
      count,
      idf: this.idf(count),
      documents: merged.documents.slice(0, count),
      parts: merged.parts.slice(0, count),
      postings: merged.postings.slice(0, count),
    };
  }
}
