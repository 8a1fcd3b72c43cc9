/**
 * Approximate search beside hnswlib, on the same seeded vectors and the same M, efConstruction and ef: recall of the ten nearest against exact
 * search, and queries per second on one thread. Then what quantising costs and saves.
 *
 *     npm install --prefix bench && npx tsx bench/ann.ts [rows]
 *
 * Exits with 1 if our recall is lower than hnswlib's at any ef, or our speed less than half of its.
 */
import { createRequire } from 'node:module';
import { exactSearch } from '../src/recsys/serve/exactSearch';
import { hnsw } from '../src/recsys/serve/hnsw';
import { ivfFlat } from '../src/recsys/serve/ivfFlat';
import { productQuantize } from '../src/recsys/serve/productQuantize';
import { quantizeInt8 } from '../src/recsys/serve/quantizeInt8';
import { random } from '../src/recsys/math/random';

const { HierarchicalNSW } = createRequire(import.meta.url)('hnswlib-node') as typeof import('hnswlib-node');

const rows = Number(process.argv[2] ?? 20_000);
const QUERIES = 500;
const K = 10;

/** Vectors as models learn them: a few directions carry most of it. */
function embeddings(count: number, dimensions: number, inner: number, seed: number): Float32Array {
  const draw = random(7);
  const basis = Float32Array.from({ length: inner * dimensions }, () => draw.normal());
  const own = random(seed);
  const vectors = new Float32Array(count * dimensions);
  for (let row = 0; row < count; row++) {
    const z = Float32Array.from({ length: inner }, () => own.normal());
    for (let c = 0; c < dimensions; c++) {
      let sum = 0.3 * own.normal();
      for (let i = 0; i < inner; i++) sum += z[i] * basis[i * dimensions + c];
      vectors[row * dimensions + c] = sum;
    }
  }
  return vectors;
}

/** The best of nine rounds each, taken in turns so that a busy moment of the machine meets all alike; in queries per second. */
function perSecond(...runs: (() => void)[]): number[] {
  const best = runs.map(() => Infinity);
  for (let round = 0; round < 9; round++) {
    runs.forEach((run, r) => {
      const start = performance.now();
      run();
      best[r] = Math.min(best[r], performance.now() - start);
    });
  }
  return best.map((ms) => (1000 * QUERIES) / ms);
}

const recallOf = (truth: Set<number>[], found: ArrayLike<number>[]) =>
  truth.reduce((sum, set, q) => sum + Array.from(found[q]).filter((row) => set.has(row)).length, 0) / (QUERIES * K);

let failed = false;
for (const [name, dimensions, inner] of [
  ['64 numbers, 16 directions', 64, 16],
  ['64 numbers, noise', 64, 64],
  ['128 numbers, 24 directions', 128, 24],
] as const) {
  const vectors = embeddings(rows, dimensions, inner, 1);
  const asked = embeddings(QUERIES, dimensions, inner, 2);
  const queries = Array.from({ length: QUERIES }, (_, q) => asked.subarray(q * dimensions, (q + 1) * dimensions));
  const lists = queries.map((query) => Array.from(query));
  const exact = exactSearch(vectors, { dimensions });
  const truth = queries.map((query) => new Set(exact.search(query, { k: K }).items));
  console.log(`\n${rows} × ${name}`);

  const began = performance.now();
  const ours = await hnsw(vectors, { dimensions, m: 16, efConstruction: 200, seed: 1 });
  const built = performance.now();
  const theirs = new HierarchicalNSW('cosine', dimensions);
  theirs.initIndex(rows, 16, 200, 1);
  for (let row = 0; row < rows; row++) {
    theirs.addPoint(Array.from(vectors.subarray(row * dimensions, (row + 1) * dimensions)), row);
  }
  console.log(`build ${((built - began) / 1000).toFixed(1)} s, hnswlib ${((performance.now() - built) / 1000).toFixed(1)} s`);
  console.log(
    `exact                         ${perSecond(() => queries.forEach((query) => exact.search(query)))[0].toFixed(0)}/s`,
  );
  for (const ef of [10, 20, 50, 100, 200]) {
    theirs.setEf(ef);
    const mine = recallOf(
      truth,
      queries.map((query) => ours.search(query, { k: K, ef }).items),
    );
    const other = recallOf(
      truth,
      lists.map((query) => theirs.searchKnn(query, K).neighbors),
    );
    const [speed, otherSpeed] = perSecond(
      () => queries.forEach((query) => ours.search(query, { k: K, ef })),
      () => lists.forEach((query) => theirs.searchKnn(query, K)),
    );
    const bad = mine < other || speed < 0.5 * otherSpeed;
    failed ||= bad;
    console.log(
      `ef ${String(ef).padStart(3)}  recall ${mine.toFixed(4)}, hnswlib ${other.toFixed(4)}   ` +
        `${speed.toFixed(0)}/s, hnswlib ${otherSpeed.toFixed(0)}/s, ratio ${(speed / otherSpeed).toFixed(2)}${bad ? '  below the goal' : ''}`,
    );
  }
}

/** Each index on the same vectors: what it remembers, what it finds, how fast. */
const dimensions = 64;
const vectors = embeddings(rows, dimensions, 16, 1);
const asked = embeddings(QUERIES, dimensions, 16, 2);
const queries = Array.from({ length: QUERIES }, (_, q) => asked.subarray(q * dimensions, (q + 1) * dimensions));
const exact = exactSearch(vectors, { dimensions });
const truth = queries.map((query) => new Set(exact.search(query, { k: K }).items));
console.log(`\n${rows} × 64 numbers, 16 directions`);
for (const [name, index] of [
  ['exactSearch', exact],
  ['quantizeInt8', quantizeInt8(vectors, { dimensions })],
  ['productQuantize, 8 parts', await productQuantize(vectors, { dimensions, parts: 8 })],
  ['productQuantize, 16 parts', await productQuantize(vectors, { dimensions, parts: 16 })],
  ['ivfFlat, 8 probes', await ivfFlat(vectors, { dimensions })],
  ['hnsw, ef 50', await hnsw(vectors, { dimensions })],
] as const) {
  const recall = recallOf(
    truth,
    queries.map((query) => index.search(query, { k: K }).items),
  );
  const [speed] = perSecond(() => queries.forEach((query) => index.search(query, { k: K })));
  console.log(
    `${name.padEnd(26)} recall ${recall.toFixed(4)}  ${speed.toFixed(0).padStart(6)}/s  ${(index.bytes / rows).toFixed(0)} bytes a row`,
  );
}
process.exitCode = failed ? 1 : 0;
