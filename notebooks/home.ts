// The home page: a ranker that trains before a visitor's eyes, then ranks for films they like.

// %% [log] What there is to learn from hidden needs=times
import { splitByTime } from 'recsys';
const { interactions, items } = await data();
const { train, test } = splitByTime(interactions, { testShare: 0.1 });
const viewersOf = new Int32Array(items.length);
for (const item of train.items) viewersOf[item] += 1;
const byViewers = Array.from(viewersOf.keys()).sort(
  (a, b) => viewersOf[b] - viewersOf[a],
);
const nameOf = (item: number) => `${items[item].title} (${items[item].year})`;
display({ watches: train.items.length, films: items.length });
display(byViewers.slice(0, 400).map((item) => ({ film: nameOf(item) })));

// %% [train] Your first ranker
import { implicitAls } from 'recsys';
const model = await implicitAls(train, {
  factors: 32,
  signal,
  onProgress: progress,
});

// %% [ask] Films that go with some films hidden
const rankFor = (films: string[]) => {
  const met = byViewers.filter((item) => films.includes(nameOf(item)));
  const scores = model.scoresFor(met);
  return byViewers
    .filter((item) => !met.includes(item))
    .sort((a, b) => scores[b] - scores[a])
    .slice(0, 6)
    .map((item) => ({ film: nameOf(item), score: scores[item] }));
};

// %% [rank] Six films for you
const youLike = ['The Matrix (1999)', 'Alien (1979)'];
display(rankFor(youLike));

// %% [measure] What it is worth hidden
import { evaluate, popularity } from 'recsys';
const options = { train, test, k: 10, metrics: ['ndcg'], signal } as const;
const trained = await evaluate(model, options);
const counted = await evaluate(popularity(train), options);
display({ ndcg: trained.mean.ndcg, popularity: counted.mean.ndcg });
