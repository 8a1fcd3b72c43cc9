/** The parts that this room uses of two packages that ship no types. */
declare module 'wink-porter2-stemmer' {
  /** The stem of a lower-case English word. */
  export default function stem(word: string): string;
}

declare module 'wink-lemmatizer' {
  /** The base form of a lower-case English word, read as a word of that kind; the word itself where it is none. */
  interface Lemmatizer {
    noun(word: string): string;
    verb(word: string): string;
    adjective(word: string): string;
  }
  const lemmatizer: Lemmatizer;
  export default lemmatizer;
}
