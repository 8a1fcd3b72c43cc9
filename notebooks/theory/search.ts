// Search: words that are counted, words that are mended, vectors, and one list made of several, measured by kind of query.

// %% [three] Three documents, by hand
import { bm25 } from 'recsys';
const texts = ['ghost ship', 'ship ship ship storm', 'ship island love'].map(
  (text) => text.split(' '),
);
const query = ['ghost', 'ship'];
const [k1, b] = [1.2, 0.75];
const average = texts.flat().length / 3;
const having = (term: string) =>
  texts.filter((text) => text.includes(term)).length;
const idf = (term: string) =>
  Math.log(1 + (3 - having(term) + 0.5) / (having(term) + 0.5));
const part = (term: string, text: string[]) => {
  const count = text.filter((word) => word === term).length;
  const f = count / (1 - b + (b * text.length) / average);
  return (idf(term) * f) / (k1 + f);
};
const byLibrary = (term: string, text: string[]) => {
  const count = text.filter((word) => word === term).length;
  const { length } = text;
  return bm25({ count, length, average, documents: 3, having: having(term) });
};
const sum = (values: number[]) => values.reduce((x, y) => x + y, 0);
display({
  average,
  'idf of ghost': idf('ghost'),
  'idf of ship': idf('ship'),
});
display(
  texts.map((text) => ({
    document: text.join(' '),
    ghost: part('ghost', text),
    ship: part('ship', text),
    score: sum(query.map((term) => part(term, text))),
    'the library’s': sum(query.map((term) => byLibrary(term, text))),
  })),
);

// %% [scratch] An index, from scratch
import { tokenize } from 'recsys';
const service = await data();
const { items, interactions } = service;
const pages = items.map(({ title, director, genres, synopsis }) =>
  tokenize([title, director, genres.join(' '), synopsis].join(' ')),
);
const postings = new Map<string, { film: number; count: number }[]>();
pages.forEach((page, film) => {
  for (const term of page) {
    if (!postings.has(term)) postings.set(term, []);
    const list = postings.get(term)!;
    if (list.at(-1)?.film === film) list.at(-1)!.count += 1;
    else list.push({ film, count: 1 });
  }
});
const meanLength = pages.flat().length / pages.length;
function find(typed: string, k = 5) {
  const scores = new Map<number, number>();
  let touched = 0;
  for (const term of tokenize(typed)) {
    const list = postings.get(term) ?? [];
    const rarity = Math.log(
      1 + (pages.length - list.length + 0.5) / (list.length + 0.5),
    );
    for (const { film, count } of list) {
      const f = count / (1 - b + (b * pages[film].length) / meanLength);
      scores.set(film, (scores.get(film) ?? 0) + (rarity * f) / (k1 + f));
      touched += 1;
    }
  }
  const best = [...scores].sort(([, x], [, y]) => y - x).slice(0, k);
  return { best, touched };
}
const found = find('star wars');
display(service.name);
display({
  films: pages.length,
  'different words': postings.size,
  'entries read for “star wars”': found.touched,
});
display(
  found.best.map(([film, score]) => ({ film: items[film].title, score })),
);

// %% [index] Four fields, each with its weight
import { invertedIndex } from 'recsys';
const index = invertedIndex(
  items.map(({ title, director = '', genres, year, synopsis = '' }) => ({
    title,
    director,
    facts: [...genres, year ?? ''].join(' '),
    synopsis,
  })),
  { weights: { title: 4, director: 3, facts: 2, synopsis: 1 } },
);
const wish = 'star wars 1977';
display(
  Array.from(index.search(wish, { k: 3 }).items).flatMap((film) =>
    index.explain(wish, film).map(({ word, idf, frequency, score }) => ({
      film: items[film].title,
      word,
      idf,
      f: frequency,
      score,
    })),
  ),
);

// %% [typos] A slip of the finger, a word half typed
import {
  completions,
  correctQuery,
  damerauLevenshtein,
  spelling,
} from 'recsys';
const dictionary = spelling(index.dictionary());
const mend = (typed: string) =>
  correctQuery(tokenize(typed), dictionary, { begins: index.hasPrefix });
display(
  ['teh matirx', 'starwars', 'policepacademy', 'the gold fath', 'ikiru'].map(
    (typed) => {
      const { words, steps } = mend(typed);
      const mended = words.join(' ');
      const others = steps.flatMap(({ candidates }) => candidates.slice(1, 3));
      return {
        typed,
        'taken for': mended,
        slips: damerauLevenshtein(typed, mended),
        'also thought of':
          others.map(({ term }) => term).join(', ') || 'nothing',
      };
    },
  ),
);
const seenBy = new Float64Array(items.length);
for (const item of interactions.items) seenBy[item] += 1;
const completer = completions(
  items.map(({ title }) => title),
  { weights: seenBy },
);
display(
  ['the ma', 'wars', 'ma'].flatMap((typed) =>
    completer.complete(typed, { k: 3 }).map(({ text, weight, at }) => ({
      typed,
      film: text,
      people: weight,
      'found at': at,
    })),
  ),
);

// %% [meaning] A word that the text does not have needs=synopses,truth
import { denseIndex, doc2vec, isWorld, stem, stopWords } from 'recsys';
if (!isWorld(service))
  throw new TypeError('only the built-in world knows its films’ true tone');
const stems = (text: string) => tokenize(text, { stopWords, root: stem });
const plots = await doc2vec(
  items.map(({ synopsis = '' }) => stems(synopsis)),
  { dimensions: 32, epochs: 20, seed: 42, signal, onProgress: progress },
);
const byPlot = denseIndex(plots.vectors, { dimensions: 32 });
const { films: truth } = await service.truth();
const toneOf = (film: number, tone: number) => truth.tones[8 * film + tone];
const mean = (list: number[]) => sum(list) / list.length;
display(
  (
    [
      ['grim', 0], // light to dark
      ['tender', 3], // cold to warm
      ['violent', 7], // tame to brutal
    ] as const
  ).map(([word, tone]) => {
    const near = Array.from(
      byPlot.search(plots.infer(stems(word)), { k: 100 }).items,
    );
    const without = near.filter((film) => !pages[film].includes(word));
    return {
      query: word,
      'films with the word': postings.get(word)?.length ?? 0,
      'of the nearest 100, without it': without.length,
      'their true tone': mean(without.map((film) => toneOf(film, tone))),
      'of all films': mean(items.map((_, film) => toneOf(film, tone))),
    };
  }),
);

// %% [questions] Questions with a known answer needs=searches
import { judgedQueries } from 'recsys';
if (!isWorld(service))
  throw new TypeError('only the built-in world has searches');
const asked = judgedQueries(await service.searches(), items);
const kinds = [
  'title',
  'prefix',
  'typo',
  'director',
  'mixed',
  'genre',
] as const;
const at = [0.5, 0.8].map((share) => Math.floor(share * asked.length));
const told = asked.slice(0, at[0]); // what the vectors learn from
const lessons = asked.slice(at[0], at[1]).filter((_, n) => n % 6 === 0); // what joins the lists
const tests = asked.slice(at[1]).filter((_, n) => n % 3 === 0);
display(
  kinds.map((kind) => {
    const first = tests.find((question) => question.kind === kind)!;
    return {
      kind,
      'in all': asked.filter((question) => question.kind === kind).length,
      'in the test': tests.filter((question) => question.kind === kind).length,
      'for example': first.query,
      wanted: items[first.wanted].title,
    };
  }),
);
display({
  told: told.length,
  lessons: lessons.length,
  tests: tests.length,
});

// %% [words] Counting words, by kind of question needs=searches
import { compare, evaluateQueries } from 'recsys';
import type { QueryEvaluation, Ranking } from 'recsys';
const results: Record<string, QueryEvaluation> = {};
type Search = (query: string) => Pick<Ranking, 'items'>;
const measure = async (name: string, search: Search) => {
  results[name] = await evaluateQueries(search, tests, { k: 10, signal });
};
const table = (names = Object.keys(results)) =>
  names.map((method) => {
    const { all, byKind } = results[method];
    const [low, high] = all.interval.reciprocalRank;
    return {
      method,
      all: all.mean.reciprocalRank,
      '±': (high - low) / 2,
      ...Object.fromEntries(
        kinds.map((kind) => [kind, byKind[kind].mean.reciprocalRank]),
      ),
    };
  });
const search = (typed: string, k = 10) =>
  index.search(mend(typed).words.join(' '), { prefix: true, k });
await measure('exact', (typed) => index.search(typed));
await measure('beginnings', (typed) => index.search(typed, { prefix: true }));
await measure('words', (typed) => search(typed));
display(table());
/** By pairs of the same questions: the mean difference in reciprocal rank and its interval. */
const against = (
  method: string,
  other: string,
  wanted: readonly ('all' | (typeof kinds)[number])[] = ['all', ...kinds],
) =>
  wanted.map((kind) => {
    const [x, y] = [results[method], results[other]].map((result) =>
      kind === 'all' ? result.all : result.byKind[kind],
    );
    const lift = compare(x, y, { metric: 'reciprocalRank', seed: 42 });
    return {
      pair: `${kind}: ${method} − ${other}`,
      difference: lift.difference,
      low: lift.interval[0],
      high: lift.interval[1],
    };
  });
display([
  ...against('beginnings', 'exact', ['title', 'prefix']),
  ...against('words', 'beginnings', ['typo']),
]);

// %% [dense] What people call a film needs=searches timeout=60
import { charGrams } from 'recsys';
const letters = (text: string) => charGrams(tokenize(text));
const spoken = items.map(({ title, director = '', genres, year }) =>
  [title, director, genres.join(' '), String(year ?? '')].flatMap(letters),
);
for (const { query: typed, wanted } of told)
  spoken[wanted].push(...letters(typed));
const encoder = await doc2vec(spoken, {
  dimensions: 48,
  epochs: 8,
  learningRate: 0.1,
  minCount: 1,
  sample: 0,
  seed: 42,
  signal,
  onProgress: progress,
});
const dense = denseIndex(encoder.vectors, { dimensions: 48 });
const known = new Map<string, Float32Array>();
function encode(typed: string): Float32Array {
  if (!known.has(typed))
    known.set(typed, encoder.infer(letters(typed), { epochs: 10 }));
  return known.get(typed)!;
}
await measure('dense', (typed) => dense.search(encode(typed), { k: 10 }));
display({ letters: letters('matrix') });
display(table(['words', 'dense']));
display(against('dense', 'words'));

// %% [rrf] One list from two, by hand
import { reciprocalRankFusion } from 'recsys';
const byWords = ['Alien', 'Aliens', 'Jaws'];
const byVector = ['Aliens', 'Shrek', 'Alien'];
const films = ['Alien', 'Aliens', 'Jaws', 'Shrek'];
const share = (list: string[], film: string) =>
  list.includes(film) ? 1 / (60 + list.indexOf(film) + 1) : 0;
const ranking = (list: string[]) => ({
  items: Int32Array.from(list, (film) => films.indexOf(film)),
  scores: Float32Array.from(list, (_, place) => list.length - place),
});
const fusedByLibrary = reciprocalRankFusion([
  ranking(byWords),
  ranking(byVector),
]);
display(
  films
    .map((film) => ({
      film,
      'from words': share(byWords, film),
      'from vectors': share(byVector, film),
      score: share(byWords, film) + share(byVector, film),
      'place by the library':
        1 + fusedByLibrary.items.indexOf(films.indexOf(film)),
    }))
    .sort((x, y) => y.score - x.score),
);

// %% [fuse] Both lists together needs=searches
import { learnFusion, scoreFusion } from 'recsys';
const depth = 20;
const listsOf = (typed: string) => [
  search(typed, depth),
  dense.search(encode(typed), { k: depth }),
];
const retrieved = new Map(
  [...lessons, ...tests].map(({ query: typed }) => [typed, listsOf(typed)]),
);
const lists = (typed: string) => retrieved.get(typed) ?? listsOf(typed);
const learned = learnFusion(
  lessons.map(({ query: typed, wanted }) => ({
    rankings: lists(typed),
    wanted,
  })),
);
const { weights } = learned;
const fuse = (typed: string, k: number) =>
  scoreFusion(lists(typed), { weights, k });
await measure('by places', (typed) =>
  reciprocalRankFusion(lists(typed), { k: 10 }),
);
await measure('learned', (typed) => fuse(typed, 10));
display({ words: weights[0], dense: weights[1], loss: learned.loss });
display(table(['words', 'dense', 'by places', 'learned']));

display(against('by places', 'words'));
display(against('learned', 'words'));

// %% [rank] The losses of ranking, on query and film needs=searches,times timeout=60
import { lambdaMart, queryFeatures, rankerTf } from 'recsys';
import type { FeatureRanker } from 'recsys';
const until = asked[at[0]].time; // the lessons begin
const watched = new Float64Array(items.length);
for (let row = 0; row < interactions.items.length; row++)
  if (interactions.times[row] < until) watched[interactions.items[row]] += 1;
const cosine = (typed: string) => {
  const { items: order, scores } = lists(typed)[1];
  const byFilm = new Map(Array.from(order, (film, n) => [film, scores[n]]));
  return (film: number) => byFilm.get(film) ?? 0;
};
const knownFeatures = {
  titles: items.map(({ title }) => title),
  read: { prefix: true, spelling: dictionary },
  documents: { 'watched (ln)': watched.map((n) => Math.log1p(n)) },
};
const features = queryFeatures(index, {
  ...knownFeatures,
  scores: { dense: cosine },
});
type Finder = (typed: string) => Ranking;
const hybrid: Finder = (typed) => fuse(typed, depth);
const examplesFor = (find: Finder, from: typeof features) =>
  from.table(
    lessons
      .map(({ query: typed, wanted }) => ({
        query: typed,
        wanted,
        documents: find(typed).items,
      }))
      .filter(({ documents, wanted }) => documents.includes(wanted)),
  );
const examples = examplesFor(hybrid, features);
const network = (
  rows: typeof examples,
  loss: 'pointwise' | 'rankNet' | 'softmaxCrossEntropy',
) =>
  rankerTf(rows, {
    loss,
    hidden: [16],
    epochs: 8,
    batchSize: 64,
    seed: 42,
    signal,
    onProgress: progress,
  });
const rankers: Record<string, FeatureRanker> = {
  pointwise: await network(examples, 'pointwise'),
  RankNet: await network(examples, 'rankNet'),
  softmax: await network(examples, 'softmaxCrossEntropy'),
  LambdaMART: await lambdaMart(examples, {
    trees: 60,
    seed: 42,
    signal,
    onProgress: progress,
  }),
};
const wordsOnly = queryFeatures(index, knownFeatures);
const byWordsOnly: Finder = (typed) => lists(typed)[0];
const withoutDense = await network(
  examplesFor(byWordsOnly, wordsOnly),
  'softmaxCrossEntropy',
);
display({
  rows: examples.rows,
  'what a ranker may know': features.names,
});

// %% [ranked] What it bought needs=searches,times timeout=60
const prepared = (find: Finder, from: typeof features) =>
  new Map(
    tests.map(({ query: typed }) => [
      typed,
      from.rows(typed, find(typed).items),
    ]),
  );
const reorder =
  (find: Finder, from: ReturnType<typeof prepared>, ranker: FeatureRanker) =>
  (typed: string) => {
    const documents = find(typed).items;
    const rows = from.get(typed)!;
    if (documents.length === 0) return { items: documents };
    const columns = rows.length / documents.length;
    const scores = ranker.predict(rows, documents.length, columns);
    const places = Array.from(documents.keys());
    places.sort((x, y) => scores[y] - scores[x]);
    return { items: Int32Array.from(places, (place) => documents[place]) };
  };
const numbers = prepared(hybrid, features);
for (const [name, ranker] of Object.entries(rankers))
  await measure(name, reorder(hybrid, numbers, ranker));
await measure(
  'without dense',
  reorder(byWordsOnly, prepared(byWordsOnly, wordsOnly), withoutDense),
);
display(table(Object.keys(results).slice(2)));
display(against('softmax', 'learned'));
display(
  ['pointwise', 'RankNet', 'LambdaMART'].map(
    (other) => against('softmax', other, ['all'])[0],
  ),
);
display(against('softmax', 'without dense'));

// %% [look] One question through all stages needs=searches,times
import { hybridSearch } from 'recsys';
const engine = hybridSearch({
  retrievers: {
    words: (typed, { k }) => search(typed, k),
    dense: (typed, { k }) => dense.search(encode(typed), { k }),
  },
  candidates: depth,
  fuse: (both, { k }) => scoreFusion(both, { weights, k }),
  rerank: { features, ranker: rankers.softmax },
});
const reciprocal = (method: string) =>
  results[method].all.perUser.reciprocalRank;
const gain = (n: number) => reciprocal('softmax')[n] - reciprocal('words')[n];
const unfinished = Array.from(tests.keys()).filter(
  (n) => tests[n].kind === 'prefix',
);
const most = unfinished.reduce((best, n) => (gain(n) > gain(best) ? n : best));
const question = tests[most];
const answer = engine.search(question.query, { k: 6 });
const placeIn = (list: Ranking, film: number) =>
  list.items.includes(film) ? list.items.indexOf(film) + 1 : null;
display(`“${question.query}”, wanted: ${items[question.wanted].title}`);
display(
  Array.from(answer.items, (film, n) => ({
    place: n + 1,
    film: items[film].title,
    'by words': placeIn(answer.retrieved.words, film),
    'by vector': placeIn(answer.retrieved.dense, film),
    fused: placeIn(answer.fused, film),
    people: watched[film],
  })),
);
display(
  answer.stages.map(({ stage, milliseconds, found: left }) => ({
    stage,
    milliseconds: volatile(milliseconds),
    'left over': left,
  })),
);
const matrix = items.findIndex(({ title }) => title === 'The Matrix');
display('near “The Matrix”, by the vectors of letters, and by those of plots');
display(
  Array.from({ length: 5 }, (_, n) => ({
    letters: items[dense.similar(matrix, { k: 5 }).items[n]].title,
    plots: items[byPlot.similar(matrix, { k: 5 }).items[n]].title,
  })),
);

// %% [breaks] A list that knows nothing, and weights from the wrong questions needs=searches,times
const mostWatched = Array.from(items.keys())
  .sort((x, y) => watched[y] - watched[x])
  .slice(0, depth);
const charts: Ranking = {
  items: Int32Array.from(mostWatched),
  scores: Float32Array.from(mostWatched, (film) => watched[film]),
};
const three = (typed: string) => [...lists(typed), charts];
const wary = learnFusion(
  lessons.map(({ query: typed, wanted }) => ({
    rankings: three(typed),
    wanted,
  })),
);
await measure('by places, with the charts', (typed) =>
  reciprocalRankFusion(three(typed), { k: 10 }),
);
await measure('learned, with the charts', (typed) =>
  scoreFusion(three(typed), { weights: wary.weights, k: 10 }),
);
const alreadySeen = told
  .filter((_, n) => n % 10 === 0)
  .map(({ query: typed, wanted }) => ({ rankings: listsOf(typed), wanted }));
const fooled = learnFusion(alreadySeen).weights;
await measure('learned on seen questions', (typed) =>
  scoreFusion(lists(typed), { weights: fooled, k: 10 }),
);
display(
  table([
    'by places',
    'by places, with the charts',
    'learned',
    'learned, with the charts',
    'learned on seen questions',
  ]),
);
display({
  'weight of the charts, beside words and dense': Array.from(wary.weights),
  'dense per words, new questions': weights[1] / weights[0],
  'dense per words, seen questions': fooled[1] / fooled[0],
});
display([
  ...against('by places, with the charts', 'by places', ['all']),
  ...against('learned on seen questions', 'learned'),
]);

// %% [try-fields] Your turn: one word in two fields
exercise(
  'fields',
  (
    fields: {
      count: number;
      length: number;
      average: number;
      weight: number;
    }[],
    { k1, b }: { k1: number; b: number },
  ): number => {
    // What f / (k1 + f) is for one word of a film with several fields. This sums the fields' own BM25: mend it.
    let sum = 0;
    for (const { count, length, average, weight } of fields) {
      const f = count / (1 - b + (b * length) / average);
      sum += (weight * f) / (k1 + f);
    }
    return sum;
  },
);

// %% [check-fields] Check of fields hidden
type Field = { count: number; length: number; average: number; weight: number };
check(
  'fields',
  (f: (fields: Field[], dials: { k1: number; b: number }) => number) => {
    const near = (got: number, wanted: number, what: string) => {
      if (!(Math.abs(got - wanted) < 1e-9))
        throw new Error(`${what}: ${wanted.toFixed(4)}, got ${got}`);
    };
    const field = (count: number, weight: number, length = 4): Field => ({
      count,
      weight,
      length,
      average: 4,
    });
    const dials = { k1: 1.2, b: 0.75 };
    near(
      f([field(2, 1)], dials),
      2 / 3.2,
      'one field of average length, two mentions',
    );
    const many = f([field(50, 4), field(50, 1)], dials);
    if (!(many < 1))
      throw new Error(
        `fifty mentions in title and synopsis: more mentions must never be worth more than 1, got ${many}. Where should the curve flatten: in each field, or once?`,
      );
    near(
      f([field(1, 4), field(1, 1)], dials),
      5 / 6.2,
      'one mention in the title (weight 4) and one in the synopsis (weight 1)',
    );
    near(
      f([field(1, 4, 8), field(0, 1)], dials),
      4 / 1.75 / (1.2 + 4 / 1.75),
      'one mention in a title twice as long as the average',
    );
    near(f([field(0, 4), field(0, 1)], dials), 0, 'no mention at all');
    return 'The mentions are weighed and added first; then the curve flattens, once.';
  },
);

// %% [solve-fields] Solution of fields hidden
solution(
  'fields',
  (
    fields: {
      count: number;
      length: number;
      average: number;
      weight: number;
    }[],
    { k1, b }: { k1: number; b: number },
  ) => {
    let f = 0;
    for (const { count, length, average, weight } of fields)
      f += (weight * count) / (1 - b + (b * length) / average);
    return f / (k1 + f);
  },
);

// %% [try-swap] Your turn: two letters changed places
exercise('swap', (typed: string, word: string): number => {
  // Levenshtein: the fewest letters lost, added or replaced. It counts a swap of neighbours as two slips; make it one.
  const d = Array.from({ length: typed.length + 1 }, (_, i) => [i]);
  for (let j = 1; j <= word.length; j++) d[0][j] = j;
  for (let i = 1; i <= typed.length; i++)
    for (let j = 1; j <= word.length; j++)
      d[i][j] = Math.min(
        d[i - 1][j] + 1,
        d[i][j - 1] + 1,
        d[i - 1][j - 1] + (typed[i - 1] === word[j - 1] ? 0 : 1),
      );
  return d[typed.length][word.length];
});

// %% [check-swap] Check of swap hidden
import { random } from 'recsys';
check('swap', (f: (typed: string, word: string) => number) => {
  const ask = (typed: string, word: string) => {
    const got = f(typed, word);
    const wanted = damerauLevenshtein(typed, word);
    if (got !== wanted)
      throw new Error(
        `from “${typed}” to “${word}” it takes ${wanted}, yours says ${got}`,
      );
  };
  ask('teh', 'the');
  ask('matirx', 'matrix');
  ask('', 'jaws');
  ask('jaws', 'jaws');
  ask('ca', 'abc');
  ask('ab', 'ba');
  const rng = random(7);
  const word = () =>
    Array.from({ length: rng.int(6) }, () => 'abc'[rng.int(3)]).join('');
  for (let n = 0; n < 300; n++) ask(word(), word());
  return 'Four kinds of slip, each of them one.';
});

// %% [solve-swap] Solution of swap hidden
solution('swap', (typed: string, word: string) => {
  const d = Array.from({ length: typed.length + 1 }, (_, i) => [i]);
  for (let j = 1; j <= word.length; j++) d[0][j] = j;
  for (let i = 1; i <= typed.length; i++)
    for (let j = 1; j <= word.length; j++) {
      d[i][j] = Math.min(
        d[i - 1][j] + 1,
        d[i][j - 1] + 1,
        d[i - 1][j - 1] + (typed[i - 1] === word[j - 1] ? 0 : 1),
      );
      if (
        i > 1 &&
        j > 1 &&
        typed[i - 1] === word[j - 2] &&
        typed[i - 2] === word[j - 1]
      )
        d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[typed.length][word.length];
});
