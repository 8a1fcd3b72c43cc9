/** From documents to lists: for each term, which documents have it and how often in which field. */

/** The lists of all terms. */
export interface Postings {
  /** In the order of their UTF-16 units. */
  terms: string[];
  /** Term t has the postings `pointers[t]` … `pointers[t + 1] − 1`. */
  pointers: Int32Array;
  /** The document of each posting, rising within a term. */
  documents: Int32Array;
  /** postings × fields: mentions in each field; more than 255 count as 255. */
  counts: Uint8Array;
  /** documents × fields: words in each field. */
  lengths: Int32Array;
}

/** Numbers that are added one after the other. */
class Column {
  values = new Int32Array(1024);
  size = 0;
  push(value: number): void {
    if (this.size === this.values.length) {
      const larger = new Int32Array(2 * this.size);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.size++] = value;
  }
}

/** Collects documents one by one, then sorts the postings by term. */
export class PostingsBuilder {
  private readonly fields: number;
  private readonly index = new Map<string, number>();
  private readonly term = new Column();
  private readonly document = new Column();
  private readonly lengths = new Column();
  private counts = new Uint8Array(4096);
  /** For each term, the posting of the document that is being added, plus 1. */
  private readonly last = new Column();
  private documents = 0;

  constructor(fields: number) {
    this.fields = fields;
  }

  /** @param texts the tokens of each field */
  add(texts: readonly (readonly string[])[]): void {
    const begin = this.term.size;
    texts.forEach((tokens, field) => {
      this.lengths.push(tokens.length);
      for (const token of tokens) {
        const at = this.posting(token, begin) * this.fields + field;
        if (this.counts[at] < 255) this.counts[at]++;
      }
    });
    this.documents++;
  }

  /** The posting of a token in the document that began at the posting `begin`. */
  private posting(token: string, begin: number): number {
    let term = this.index.get(token);
    if (term === undefined) {
      term = this.index.size;
      this.index.set(token, term);
      this.last.push(-1);
    }
    const known = this.last.values[term];
    if (known >= begin) return known;
    const at = this.term.size;
    this.last.values[term] = at;
    this.term.push(term);
    this.document.push(this.documents);
    if ((at + 1) * this.fields > this.counts.length) {
      const larger = new Uint8Array(2 * this.counts.length);
      larger.set(this.counts);
      this.counts = larger;
    }
    return at;
  }

  finish(): Postings {
    const terms = [...this.index.keys()].sort((a, b) => (a < b ? -1 : 1));
    const place = new Int32Array(terms.length);
    terms.forEach((term, n) => (place[this.index.get(term)!] = n));
    const size = this.term.size;
    const pointers = new Int32Array(terms.length + 1);
    for (let at = 0; at < size; at++) pointers[place[this.term.values[at]] + 1]++;
    for (let t = 0; t < terms.length; t++) pointers[t + 1] += pointers[t];
    const next = pointers.slice(0, terms.length);
    const documents = new Int32Array(size);
    const counts = new Uint8Array(size * this.fields);
    for (let at = 0; at < size; at++) {
      const to = next[place[this.term.values[at]]]++;
      documents[to] = this.document.values[at];
      for (let f = 0; f < this.fields; f++) counts[to * this.fields + f] = this.counts[at * this.fields + f];
    }
    return { terms, pointers, documents, counts, lengths: this.lengths.values.slice(0, this.lengths.size) };
  }
}
