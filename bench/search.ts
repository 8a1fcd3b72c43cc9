/**
 * Search over 100,000 documents, timed: the 99th percentile of an answer is at most 5 ms.
 *
 *     npx tsx bench/search.ts
 *
 * Texts are drawn from Zipf's law over 80,000 made-up words (title 3 words, director 2, synopsis 40). One thread, as in the page's worker. Prints
 * percentiles by kind of query, and the machine; exits with 1 if the budget is exceeded.
 */
import { cpus } from 'node:os';
import { pow } from '../src/recsys/math/functions';
import { aliasSampler } from '../src/recsys/math/alias';
import { random } from '../src/recsys/math/random';
import { correctQuery } from '../src/recsys/search/correctQuery';
import { invertedIndex } from '../src/recsys/search/invertedIndex';
import { spelling } from '../src/recsys/search/spelling';

const DOCUMENTS = 100_000;
const BUDGET = 5;
/** Each query is answered so often and its best time counts: what is measured is the query, not what else the machine does. */
const REPEATS = 5;
const draw = random(1);
const syllables =
  'ba be bi bo bu da de di do du ka ke ki ko ku la le li lo lu ma me mi mo mu na ne ni no nu ra re ri ro ru sa se si so su ta te'.split(
    ' ',
  );
const words = [...new Set(Array.from({ length: 90_000 }, () => Array.from({ length: 2 + draw.int(3) }, () => syllables[draw.int(syllables.length)]).join('') + (draw.next() < 0.5 ? 'n' : '')))].slice(0, 80_000); // prettier-ignore
const zipf = aliasSampler(words.map((_, rank) => 1 / pow(rank + 2, 1)));
const text = (length: number) => Array.from({ length }, () => words[zipf(draw)]).join(' ');

let start = performance.now();
const lap = (name: string) => {
  console.log(`${name.padEnd(28)} ${(performance.now() - start).toFixed(0).padStart(6)} ms`);
  start = performance.now();
};
const documents = Array.from({ length: DOCUMENTS }, () => ({ title: text(3), director: text(2), synopsis: text(40) }));
start = performance.now();
const index = invertedIndex(documents, { weights: { title: 4, director: 3, synopsis: 1 } });
lap('index');
const dictionary = spelling(index.dictionary());
lap('dictionary');
const buffer = index.toBuffer();
lap(`to ${(buffer.byteLength / 1e6).toFixed(0)} MB`);
invertedIndex.fromBuffer(buffer);
lap('back');

const someTitle = () => documents[draw.int(DOCUMENTS)].title;
const slip = (typed: string) => {
  const at = 1 + draw.int(typed.length - 2);
  return typed.slice(0, at) + typed[at + 1] + typed[at] + typed.slice(at + 2);
};
const plain = (query: string) => index.search(query, { k: 10 });
const prefix = (query: string) => index.search(query, { k: 10, prefix: true });
const kinds: [name: string, query: () => string, run: (query: string) => unknown][] = [
  ['title', someTitle, plain],
  ['begun title', () => someTitle().slice(0, 3 + draw.int(12)).trim(), prefix],
  ['one letter', () => words[draw.int(200)][0], prefix],
  ['misspelt title', () => slip(someTitle()), (q) => plain(correctQuery(q.split(' '), dictionary, { begins: index.hasPrefix }).words.join(' '))],
  ['misspelt, all readings', () => slip(someTitle()), (q) => index.search(q, { k: 10, spelling: dictionary })],
  ['ten frequent words', () => words.slice(draw.int(20), 30).slice(0, 10).join(' '), plain],
  ['a synopsis of 40 words', () => documents[draw.int(DOCUMENTS)].synopsis, plain],
]; // prettier-ignore

console.log(`\n${cpus()[0].model}, Node ${process.version}; milliseconds of 1,000 queries`);
let exceeded = false;
for (const [name, query, run] of kinds) {
  const queries = Array.from({ length: 1200 }, query);
  const times = queries.map((q) => {
    let best = Infinity;
    for (let round = 0; round < REPEATS; round++) {
      const from = performance.now();
      run(q);
      best = Math.min(best, performance.now() - from);
    }
    return best;
  });
  const sorted = times.slice(200).sort((a, b) => a - b); // the first 200 warm the compiler
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(2).padStart(7);
  const over = sorted[990] > BUDGET;
  exceeded ||= over;
  console.log(
    `${name.padEnd(28)} p50 ${at(0.5)}  p90 ${at(0.9)}  p99 ${at(0.99)}  max ${at(1)}${over ? `  over ${BUDGET}` : ''}`,
  );
}
process.exitCode = exceeded ? 1 : 0;
