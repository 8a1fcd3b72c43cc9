// Content-based: what is written about a film as a vector, a viewer as the mean of what they watched, and films that nobody has watched yet.

// %% [attributes] A film as a row of ticks needs=times
import { splitByTime } from 'recsys';
const { interactions, items, users, name } = await data();
const { train, test } = splitByTime(interactions, { testShare: 0.1 });
const attributes = items.map(({ genres, director, ageRating, year }) => [
  ...genres.map((genre) => `genre ${genre}`),
  ...(director ? [`by ${director}`] : []),
  ...(ageRating ? [`rated ${ageRating}`] : []),
  ...(year ? [`${10 * Math.floor(year / 10)}s`] : []),
]);
const placeOf = (title: string) =>
  Math.max(
    0,
    items.findIndex((item) => item.title === title),
  );
const three = ['Alien', 'Aliens', 'Shrek'].map(placeOf);
const ticks = [...new Set(three.flatMap((film) => attributes[film]))];
display(name);
display(
  ticks.map((attribute) => ({
    attribute,
    ...Object.fromEntries(
      three.map((film) => [
        items[film].title,
        attributes[film].includes(attribute) ? 1 : 0,
      ]),
    ),
  })),
);
const overlap = (a: string[], b: string[]) =>
  a.filter((one) => b.includes(one)).length / Math.sqrt(a.length * b.length);
display({
  'different attributes': new Set(attributes.flat()).size,
  'Alien and Aliens': overlap(attributes[three[0]], attributes[three[1]]),
  'Alien and Shrek': overlap(attributes[three[0]], attributes[three[2]]),
});

// %% [tokens] From a text to terms
import { lemmatizer, stem, stopWords, tokenize, tokenSpans } from 'recsys';
const written = items.map(({ title, synopsis }) => synopsis ?? title);
const lemma = await lemmatizer();
const kept = tokenSpans(written[three[0]], { stopWords });
display(written[three[0]]);
display(
  kept.slice(10, 22).map(({ text, term }) => ({
    word: text,
    term: term ?? null,
    stem: term ? stem(term) : null,
    lemma: term ? lemma(term) : null,
  })),
);
const terms = (text: string) => tokenize(text, { stopWords, root: stem });
const texts = written.map(terms);
const different = (cut: (text: string) => string[]) =>
  new Set(written.flatMap(cut)).size;
display({
  'different words': different((text) => tokenize(text)),
  'without stop words': different((text) => tokenize(text, { stopWords })),
  lemmas: different((text) => tokenize(text, { stopWords, root: lemma })),
  stems: different(terms),
});

// %% [by-hand] Weights and cosines, by hand
import { sparseCosine, tfIdf } from 'recsys';
const small = ['ghost ship', 'ship ship ship storm', 'ship island love'].map(
  (text) => text.split(' '),
);
const words = [...new Set(small.flat())];
const idf = (word: string) =>
  Math.log(4 / (1 + small.filter((text) => text.includes(word)).length)) + 1;
const unit = (vector: number[]) => {
  const length = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));
  return vector.map((x) => x / length);
};
const vectors = small.map((text) =>
  unit(words.map((w) => text.filter((x) => x === w).length * idf(w))),
);
const cosine = (a: number[], b: number[]) =>
  a.reduce((sum, x, at) => sum + x * b[at], 0);
display(
  small.map((text, at) => ({
    document: text.join(' '),
    ...Object.fromEntries(words.map((word, w) => [word, vectors[at][w]])),
  })),
);
const byLibrary = tfIdf(small);
display({
  'first and second': cosine(vectors[0], vectors[1]),
  'first and third': cosine(vectors[0], vectors[2]),
  'first and second, by the library': sparseCosine(
    byLibrary.vector(small[0]),
    byLibrary.vector(small[1]),
  ),
});

// %% [scratch] All films, from scratch
const inFilms = new Map<string, number>();
for (const text of texts)
  for (const term of new Set(text))
    inFilms.set(term, (inFilms.get(term) ?? 0) + 1);
const rows = texts.map((text) => {
  const row = new Map<string, number>();
  for (const term of text) row.set(term, (row.get(term) ?? 0) + 1);
  let squares = 0;
  for (const [term, count] of row) {
    const weight =
      count * (Math.log((1 + texts.length) / (1 + inFilms.get(term)!)) + 1);
    row.set(term, weight);
    squares += weight * weight;
  }
  for (const [term, weight] of row) row.set(term, weight / Math.sqrt(squares));
  return row;
});
const like = (a: Map<string, number>, b: Map<string, number>) =>
  [...a].reduce((sum, [term, weight]) => sum + weight * (b.get(term) ?? 0), 0);
const asked = three[0];
display(`most like ${items[asked].title}`);
display(
  rows
    .map((row, film) => ({ film, cosine: like(rows[asked], row) }))
    .filter(({ film }) => film !== asked)
    .sort((a, b) => b.cosine - a.cosine)
    .slice(0, 5)
    .map(({ film, cosine: alike }) => ({
      film: items[film].title,
      genres: items[film].genres.join(', '),
      cosine: alike,
      'heaviest in common': [...rows[asked]]
        .filter(([term]) => rows[film].has(term))
        .sort(
          ([a, x], [b, y]) => y * rows[film].get(b)! - x * rows[film].get(a)!,
        )
        .slice(0, 3)
        .map(([term]) => term)
        .join(', '),
    })),
);
const model = tfIdf(texts);
display({
  'by the library': items[model.nearest(asked, { k: 1 }).items[0]].title,
});

// %% [shown] Forty films for the figure needs=synopses
const viewers = new Float64Array(items.length);
for (const film of train.items) viewers[film] += 1;
const genresShown = ['Comedy', 'Horror', 'Adventure', 'Thriller'];
const shown = genresShown.flatMap((genre) =>
  Array.from(items.keys())
    .filter((film) => items[film].genres[0] === genre)
    .sort((a, b) => viewers[b] - viewers[a])
    .slice(0, 10),
);
display(
  shown.map((film) => ({
    film: items[film].title,
    genre: items[film].genres[0],
    synopsis: items[film].synopsis!,
  })),
);

// %% [skip-gram] Words by their company, from scratch
import { random } from 'recsys';
const counted = new Map<string, number>();
for (const term of texts.flat())
  counted.set(term, (counted.get(term) ?? 0) + 1);
const vocabulary = [...counted.keys()].filter((term) => counted.get(term)! > 1);
const numberOf = new Map(vocabulary.map((term, at) => [term, at]));
const [d, reach, negatives, epochs] = [16, 4, 4, 6];
const rng = random(42);
const start = () =>
  Float64Array.from(
    { length: vocabulary.length * d },
    () => (rng.next() - 0.5) / d,
  );
const input = start();
const output = new Float64Array(vocabulary.length * d);
const pool = texts
  .flat()
  .map((term) => numberOf.get(term))
  .filter((term) => term !== undefined);
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
let loss = 0;
function pull(word: number, other: number, label: 0 | 1, rate: number) {
  let product = 0;
  for (let c = 0; c < d; c++)
    product += input[word * d + c] * output[other * d + c];
  const error = label - sigmoid(product); // minus the gradient
  loss -= Math.log(label ? sigmoid(product) : sigmoid(-product));
  for (let c = 0; c < d; c++) {
    const v = input[word * d + c];
    input[word * d + c] += rate * error * output[other * d + c];
    output[other * d + c] += rate * error * v;
  }
}
for (let epoch = 0; epoch < epochs && !signal.aborted; epoch++) {
  const rate = 0.05 * (1 - epoch / epochs);
  let pairs = 0;
  loss = 0;
  for (const text of texts) {
    const line = text
      .map((term) => numberOf.get(term))
      .filter((t) => t !== undefined);
    line.forEach((word, at) => {
      for (
        let near = at + 1;
        near < Math.min(at + 1 + reach, line.length);
        near++
      )
        for (const [a, b] of [
          [word, line[near]],
          [line[near], word],
        ]) {
          pull(a, b, 1, rate);
          for (let n = 0; n < negatives; n++)
            pull(a, pool[rng.int(pool.length)], 0, rate);
          pairs += 1;
        }
    });
  }
  progress({
    done: epoch + 1,
    total: epochs,
    label: 'epoch',
    values: { loss: loss / pairs },
  });
  await new Promise((resolve) => setTimeout(resolve));
}
const vectorOf = (word: number) =>
  unit([...input.subarray(word * d, (word + 1) * d)]);
const closest = (term: string) => {
  const own = vectorOf(numberOf.get(term)!);
  return vocabulary
    .map((other, at) => ({ other, alike: cosine(own, vectorOf(at)) }))
    .filter(({ other }) => other !== term)
    .sort((a, b) => b.alike - a.alike)
    .slice(0, 5);
};
display(
  ['grim', 'tender', 'spaceship', 'love']
    .map(stem)
    .filter((term) => numberOf.has(term))
    .map((term) => ({
      term,
      'in the company of': closest(term)
        .map(({ other }) => other)
        .join(', '),
    })),
);

// %% [documents] A vector for each film
import { doc2vec } from 'recsys';
const began = performance.now();
const documents = await doc2vec(texts, {
  dimensions: 32,
  epochs: 40,
  seed: 42,
  signal,
  onProgress: progress,
});
const trained = (performance.now() - began) / 1000;
const ticked = tfIdf(attributes);
const lists = {
  attributes: ticked.nearest(asked, { k: 5 }),
  'TF-IDF': model.nearest(asked, { k: 5 }),
  doc2vec: documents.nearest(asked, { k: 5 }),
};
display(`most like ${items[asked].title}`);
display(
  Array.from({ length: 5 }, (_, n) =>
    Object.fromEntries(
      Object.entries(lists).map(([how, { items: near }]) => [
        how,
        items[near[n]].title,
      ]),
    ),
  ),
);

// %% [choose] How much to believe the crowd, on validation timeout=60
import { contentBased, evaluate } from 'recsys';
const inner = splitByTime(train, { testShare: 0.1 });
const everySecond = Int32Array.from(users.keys()).filter((u) => u % 2 === 0);
const dense = { vectors: documents.vectors, dimensions: 32, center: true };
const sources = {
  attributes: { vectors: ticked.matrix },
  'TF-IDF': { vectors: model.matrix },
  doc2vec: dense,
};
type Source = keyof typeof sources;
const logCounts = (log: typeof train, weight: number) => {
  const counts = new Float64Array(items.length);
  for (const item of log.items) counts[item] += 1;
  return counts.map((n) => Math.log1p(n) / weight);
};
const tried: { vectors: Source; w: number; ndcg: number }[] = [];
for (const [vectors, source] of Object.entries(sources))
  for (const w of [1, 2, 4, 8]) {
    const candidate = contentBased(inner.train, {
      ...source,
      bias: logCounts(inner.train, w),
    });
    const { mean } = await evaluate(candidate, {
      ...inner,
      users: everySecond,
      k: 10,
      metrics: ['ndcg'],
      signal,
    });
    tried.push({ vectors: vectors as Source, w, ndcg: mean.ndcg });
    progress({ done: tried.length, total: 12, label: 'choice' });
  }
const best = tried.reduce((a, b) => (b.ndcg > a.ndcg ? b : a));
display(
  [1, 2, 4, 8].map((w) => ({
    w,
    ...Object.fromEntries(
      tried
        .filter((one) => one.w === w)
        .map(({ vectors, ndcg }) => [vectors, ndcg]),
    ),
  })),
);
display({ chosen: best.vectors, w: best.w });

// %% [board] What text alone is worth
import { leaderboard } from 'recsys';
import type { ContentBased } from 'recsys';
const makers: Record<string, () => ContentBased> = {
  'content, attributes': () => contentBased(train, sources.attributes),
  'content, TF-IDF': () =>
    contentBased(train, { vectors: tfIdf(texts).matrix }),
  'content, doc2vec': () => contentBased(train, dense),
  'content and popularity': () =>
    contentBased(train, {
      ...sources[best.vectors],
      bias: logCounts(train, best.w),
    }),
};
const models: Record<string, ContentBased> = {};
const seconds: Record<string, number> = {};
for (const [label, make] of Object.entries(makers)) {
  const from = performance.now();
  models[label] = make();
  const took = (performance.now() - from) / 1000;
  seconds[label] = volatile(label.includes('doc2vec') ? trained + took : took);
}
display(
  await leaderboard(models, {
    train,
    test,
    k: 10,
    seconds,
    signal,
    onProgress: progress,
  }),
);

// %% [paired] Against the number to beat
import { compare, popularity, popularityBySegment } from 'recsys';
import type { Ranked } from 'recsys';
const judge = (ranker: Ranked, on = test) =>
  evaluate(ranker, { train, test: on, k: 10, metrics: ['ndcg'], signal });
const [attribute] = Object.keys(users[0]?.attributes ?? {});
const crowd = await judge(
  popularityBySegment(train, {
    segments: users.map((user) => user.attributes[attribute] ?? 'all'),
  }),
);
const judged: Record<string, Awaited<ReturnType<typeof judge>>> = {};
for (const [label, one] of Object.entries(models)) {
  judged[label] = await judge(one);
  progress({ done: Object.keys(judged).length, total: 4, label: 'model' });
}
display(
  Object.entries(judged).map(([label, result]) => {
    const { difference, interval } = compare(result, crowd, {
      metric: 'ndcg',
      seed: 42,
    });
    return {
      pair: `${label} − popularity by group`,
      difference,
      low: interval[0],
      high: interval[1],
    };
  }),
);

// %% [cold] Films that nobody has watched yet
import { selectRows } from 'recsys';
const met = new Set(train.items);
const coldRows = Array.from(test.items.keys()).filter(
  (row) => !met.has(test.items[row]),
);
const coldTest = selectRows(test, coldRows);
const amongCold = (ranker: Ranked): Ranked => ({
  recommend: (user, options) =>
    ranker.recommend(user, { ...options, exclude: Int32Array.from(met) }),
});
const newFilms = Array.from(items.keys()).filter((item) => !met.has(item));
const dice = random(42);
const atRandom: Ranked = {
  recommend: (_, options) => {
    const drawn = newFilms
      .map((item) => ({ item, lot: dice.next() }))
      .sort((a, b) => a.lot - b.lot)
      .slice(0, options?.k ?? 10);
    return {
      items: Int32Array.from(drawn, ({ item }) => item),
      scores: Float32Array.from(drawn, ({ lot }) => -lot),
    };
  },
};
const coldResults = { 'at random': await judge(atRandom, coldTest) };
for (const label of ['attributes', 'TF-IDF', 'doc2vec'] as const)
  Object.assign(coldResults, {
    [label]: await judge(amongCold(models[`content, ${label}`]), coldTest),
  });
display({
  'films without a watch': newFilms.length,
  'of them watched in the test': new Set(coldTest.items).size,
  'by people': coldResults['at random'].users.length,
});
display(
  Object.entries(coldResults).map(([how, { mean, interval }]) => ({
    how,
    ndcg: mean.ndcg,
    low: interval.ndcg[0],
    high: interval.ndcg[1],
  })),
);
display(
  Object.entries(coldResults)
    .slice(1)
    .map(([how, result]) => {
      const { difference, interval } = compare(
        result,
        coldResults['at random'],
        { metric: 'ndcg', seed: 42 },
      );
      return {
        pair: `${how} − at random`,
        difference,
        low: interval[0],
        high: interval[1],
      };
    }),
);

// %% [look] One viewer, and why
const watchedBy = new Map<number, number>();
for (const user of train.users)
  watchedBy.set(user, (watchedBy.get(user) ?? 0) + 1);
const someone = test.users.find(
  (user) => (watchedBy.get(user) ?? 0) >= 8 && watchedBy.get(user)! <= 20,
)!;
const history = Array.from(train.users.keys()).filter(
  (row) => train.users[row] === someone,
);
const profile = new Map<string, number>();
for (const row of history)
  for (const [term, weight] of rows[train.items[row]])
    profile.set(term, (profile.get(term) ?? 0) + train.values[row] * weight);
display(
  `viewer ${users[someone].id} has watched ${history.map((row) => items[train.items[row]].title).join(' · ')}`,
);
display(
  Array.from(
    models['content, TF-IDF'].recommend(someone, { k: 6 }).items,
    (film) => ({
      film: items[film].title,
      genres: items[film].genres.join(', '),
      'because of': [...rows[film]]
        .sort(
          ([a, x], [b, y]) =>
            y * (profile.get(b) ?? 0) - x * (profile.get(a) ?? 0),
        )
        .slice(0, 4)
        .map(([term]) => term)
        .join(', '),
    }),
  ),
);

// %% [breaks] More of the same, and words nobody used
import { diversity, jaccardDistance } from 'recsys';
const apart = (a: number, b: number) =>
  jaccardDistance(items[a].genres, items[b].genres);
const spread = (result: typeof crowd) =>
  result.lists.reduce(
    (sum, list) => sum + diversity(list, { distance: apart, k: 10 }),
    0,
  ) / result.lists.length;
display(
  Object.entries({ 'popularity by group': crowd, ...judged }).map(
    ([label, result]) => ({
      model: label,
      'distance of genres within a list': spread(result),
    }),
  ),
);
display(
  [
    'a grim killer in a cursed house',
    'a sombre slayer in a spooky manor',
    'not a grim killer, and no cursed house',
  ].map((typed) => {
    const near = model.nearest(model.vector(terms(typed)), { k: 1 });
    return {
      text: typed,
      'terms known': terms(typed).filter((term) => inFilms.has(term)).length,
      'nearest film': near.scores[0] > 0 ? items[near.items[0]].title : 'none',
      cosine: near.scores[0] > 0 ? near.scores[0] : null,
    };
  }),
);

// %% [try-weights] Your turn: TF-IDF of one document
exercise(
  'weights',
  (documents: string[][], wanted: number): Record<string, number> => {
    // The vector of documents[wanted], of length 1: count · (ln((1 + n) / (1 + n_t)) + 1). This one only counts.
    const vector: Record<string, number> = {};
    for (const term of documents[wanted])
      vector[term] = (vector[term] ?? 0) + 1;
    return vector;
  },
);

// %% [check-weights] Check of weights hidden
check(
  'weights',
  (f: (documents: string[][], wanted: number) => Record<string, number>) => {
    const cases = [
      'ghost ship|ship ship ship storm|ship island love',
      'a a b|b c|c d d d|a',
      'one two',
    ].map((text) => text.split('|').map((line) => line.split(' ')));
    for (const documents of cases) {
      const right = tfIdf(documents);
      documents.forEach((document, wanted) => {
        const got = f(
          documents.map((one) => [...one]),
          wanted,
        );
        for (const { term, weight } of right.weights(document))
          if (!(Math.abs((got?.[term] ?? 0) - weight) < 1e-6))
            throw new Error(
              `“${term}” in “${document.join(' ')}”, one of ${documents.length} documents, should weigh ${weight.toFixed(4)}, got ${got?.[term]}`,
            );
        for (const term of Object.keys(got))
          if (!document.includes(term) && got[term] !== 0)
            throw new Error(
              `“${term}” does not stand in “${document.join(' ')}”, and should have no weight`,
            );
      });
    }
    return 'Rare words heavy, every document of length one.';
  },
);

// %% [solve-weights] Solution of weights hidden
solution('weights', (documents: string[][], wanted: number) => {
  const vector: Record<string, number> = {};
  for (const term of documents[wanted]) vector[term] = (vector[term] ?? 0) + 1;
  for (const term of Object.keys(vector)) {
    const having = documents.filter((one) => one.includes(term)).length;
    vector[term] *= Math.log((1 + documents.length) / (1 + having)) + 1;
  }
  const length = Math.sqrt(
    Object.values(vector).reduce((sum, x) => sum + x * x, 0),
  );
  for (const term of Object.keys(vector)) vector[term] /= length;
  return vector;
});

// %% [try-profile] Your turn: a profile that cannot be shouted down
exercise(
  'profile',
  (watched: number[][], disliked: number[][], film: number[]): number => {
    // How near is the film to what was watched, and far from what was not finished? Films count by direction, not by length;
    // a disliked film counts half against. The answer lies between −1 and 1; 0 if there is nothing to go by.
    const profile = film.map((_, c) =>
      watched.reduce((sum, vector) => sum + vector[c], 0),
    );
    return profile.reduce((sum, x, c) => sum + x * film[c], 0);
  },
);

// %% [check-profile] Check of profile hidden
type Near = (
  watched: number[][],
  disliked: number[][],
  film: number[],
) => number;
check('profile', (f: Near) => {
  const near = (got: number, wanted: number, what: string) => {
    if (!(Math.abs(got - wanted) < 1e-9))
      throw new Error(`${what}: should be ${wanted.toFixed(4)}, got ${got}`);
  };
  const diagonal = Math.SQRT1_2;
  near(
    f([[3, 0]], [], [5, 0]),
    1,
    'one film watched, another that says the same with more words',
  );
  near(
    f(
      [
        [1, 0],
        [0, 100],
      ],
      [],
      [1, 0],
    ),
    diagonal,
    'two films watched, one of them a hundred times as long',
  );
  near(
    f([[1, 0]], [[0, 7]], [0, 2]),
    -0.5 / Math.sqrt(1.25),
    'a film like the one that was not finished',
  );
  near(
    f([[1, 1]], [[4, 4]], [2, 2]),
    1,
    'watched and not finished point the same way: half is left, and only the direction counts',
  );
  near(f([], [], [1, 2]), 0, 'nothing watched');
  near(
    f([[0, 0]], [], [1, 2]),
    0,
    'a film without a single known word was watched',
  );
  near(
    f([[1, 2]], [], [0, 0]),
    0,
    'a film without a single known word is asked for',
  );
  return 'Every film has one vote, and a hundred words are no louder than ten.';
});

// %% [solve-profile] Solution of profile hidden
solution(
  'profile',
  (watched: number[][], disliked: number[][], film: number[]) => {
    const length = (v: number[]) => Math.sqrt(v.reduce((s, x) => s + x * x, 0));
    const direction = (v: number[]) => v.map((x) => x / (length(v) || 1));
    const profile = film.map(
      (_, c) =>
        watched.reduce((sum, v) => sum + direction(v)[c], 0) -
        0.5 * disliked.reduce((sum, v) => sum + direction(v)[c], 0),
    );
    const [a, b] = [direction(profile), direction(film)];
    return a.reduce((sum, x, c) => sum + x * b[c], 0);
  },
);
