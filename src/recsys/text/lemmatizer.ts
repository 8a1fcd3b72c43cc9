/**
 * Lemmas: a word's dictionary form, by WordNet's lists and rules (G. Miller: WordNet, a lexical database for English. CACM 1995; its `morphy`). Where
 * a stem is a stump, a lemma is a word, and it knows that *wolves* are a wolf and *fought* is fight. The price is a dictionary: the package
 * `wink-lemmatizer` is about 570 kB compressed, loaded when first asked for.
 */

let loading: Promise<(word: string) => string> | undefined;

/**
 * Loads the dictionary and gives the function from a folded English word to its lemma. One word at a time, it cannot know whether *leaves* are a
 * leaf's or someone's going: it tries the noun, then the verb, then the adjective.
 *
 *     const lemma = await lemmatizer();
 *     tokenize('Two wolves fought', { root: lemma }); // ['two', 'wolf', 'fight']
 */
export function lemmatizer(): Promise<(word: string) => string> {
  loading ??= import('wink-lemmatizer').then(
    ({ default: wink }) =>
      (word: string) => {
        if (!/^[a-z]{3,}$/.test(word)) return word;
        for (const kind of ['noun', 'verb', 'adjective'] as const) {
          const lemma = wink[kind](word);
          if (lemma !== word) return lemma;
        }
        return word;
      },
    (error: unknown) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}
