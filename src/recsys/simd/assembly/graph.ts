/**
 * HNSW in the kernel: vectors, links and the walk between them in one memory. What the steps mean stands in `serve/hnswWalker`, whose plain
 * version does the same. How alike two vectors are is their product plus the bias of each.
 */
import { offer, order, sink } from './topk';
import { VECTOR, dots } from './vectors';

/** Where everything stands. The order of fields is that of `simd/graph`. */
@unmanaged
class Graph {
  /** M: links of a row on each layer, twice as many on the ground. */
  m: i32 = 0;
  /** Bytes of a vector, a multiple of 32. */
  bytes: i32 = 0;
  vectors: usize = 0;
  biases: usize = 0;
  /** Lists of the ground layer, (1 + 2m) i32 a row: how many, and then the rows. */
  ground: usize = 0;
  /** Lists of the layers above, 1 + m each, and for each row where its own begin, in i32s. */
  upper: usize = 0;
  upperFrom: usize = 0;
  /** For each row the number of the last walk that came by, and the number of the last walk. */
  visited: usize = 0;
  turn: i32 = 0;
  /** Rows to be compared together, and how alike they are: 2m + 4 each. */
  batch: usize = 0;
  scores: usize = 0;
  /** A heap of rows to be visited, by minus how alike: as many places as rows. */
  openScores: usize = 0;
  openRows: usize = 0;
  /** What a walk found, best first. */
  foundScores: usize = 0;
  foundRows: usize = 0;
  /** Rows chosen and passed over: 2m + 4 each. */
  taken: usize = 0;
  passed: usize = 0;
}

// @ts-expect-error: decorator
@inline
function at4(base: usize, index: i32): usize {
  return base + ((<usize>index) << 2);
}

// @ts-expect-error: decorator
@inline
function vectorOf(g: Graph, row: i32): usize {
  return g.vectors + <usize>row * <usize>g.bytes;
}

/** How alike the vector and four rows are. */
// @ts-expect-error: decorator
@inline
function alike4(g: Graph, vector: usize, bias: f32, a: i32, b: i32, c: i32, d: i32): v128 {
  const products = dots(vector, vectorOf(g, a), vectorOf(g, b), vectorOf(g, c), vectorOf(g, d), g.bytes);
  let own = v128.load32_zero(at4(g.biases, a));
  own = v128.replace_lane<f32>(own, 1, load<f32>(at4(g.biases, b)));
  own = v128.replace_lane<f32>(own, 2, load<f32>(at4(g.biases, c)));
  own = v128.replace_lane<f32>(own, 3, load<f32>(at4(g.biases, d)));
  return v128.add<f32>(v128.add<f32>(products, own), v128.splat<f32>(bias));
}

/** How alike the vector and each row of the batch are. Past the end the last row stands in. */
function alikeBatch(g: Graph, vector: usize, bias: f32, count: i32): void {
  const batch = g.batch;
  const last = count - 1;
  for (let i = 0; i < count; i += 4) {
    const a = load<i32>(at4(batch, i));
    const b = load<i32>(at4(batch, min(i + 1, last)));
    const c = load<i32>(at4(batch, min(i + 2, last)));
    const d = load<i32>(at4(batch, min(i + 3, last)));
    v128.store(at4(g.scores, i), alike4(g, vector, bias, a, b, c, d));
  }
}

/** Where the list of a row on a layer begins. */
// @ts-expect-error: decorator
@inline
function listAt(g: Graph, row: i32, layer: i32): usize {
  if (layer == 0) return at4(g.ground, row * (1 + 2 * g.m));
  return at4(g.upper, load<i32>(at4(g.upperFrom, row)) + (layer - 1) * (1 + g.m));
}

/** From a row, to ever nearer ones on each layer from `from` down to `to`; the nearest. */
export function descendGraph(graph: usize, vector: usize, bias: f32, entry: i32, from: i32, to: i32): i32 {
  const g = changetype<Graph>(graph);
  let nearest = entry;
  store<i32>(g.batch, entry);
  alikeBatch(g, vector, bias, 1);
  let alike = load<f32>(g.scores);
  for (let layer = from; layer >= to; layer--) {
    for (let moved = true; moved;) {
      moved = false;
      const list = listAt(g, nearest, layer);
      const count = load<i32>(list);
      memory.copy(g.batch, list + 4, (<usize>count) << 2);
      alikeBatch(g, vector, bias, count);
      for (let i = 0; i < count; i++) {
        const score = load<f32>(at4(g.scores, i));
        if (!(score > alike)) continue;
        alike = score;
        nearest = load<i32>(at4(g.batch, i));
        moved = true;
      }
    }
  }
  return nearest;
}

/** Puts a row into the heap of those to be visited. */
function push(g: Graph, size: i32, score: f32, row: i32): void {
  let at = size;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = load<f32>(at4(g.openScores, parent));
    if (!(score < above || (score == above && row > load<i32>(at4(g.openRows, parent))))) break;
    store<f32>(at4(g.openScores, at), above);
    store<i32>(at4(g.openRows, at), load<i32>(at4(g.openRows, parent)));
    at = parent;
  }
  store<f32>(at4(g.openScores, at), score);
  store<i32>(at4(g.openRows, at), row);
}

/**
 * Finds the `ef` nearest rows of a layer that a best-first walk meets; those with a mark in `barred` (0 for none) are walked through but not
 * kept.
 *
 * @returns how many
 */
export function walkLayer(graph: usize, vector: usize, bias: f32, entry: i32, ef: i32, layer: i32, barred: usize): i32 {
  const g = changetype<Graph>(graph);
  const turn = ++g.turn;
  store<i32>(at4(g.visited, entry), turn);
  store<i32>(g.batch, entry);
  let count = 1;
  let open = 0;
  let found = 0;
  for (;;) {
    if (count > 0) alikeBatch(g, vector, bias, count);
    for (let i = 0; i < count; i++) {
      const score = load<f32>(at4(g.scores, i));
      if (found == ef && !(score > load<f32>(g.foundScores))) continue;
      const row = load<i32>(at4(g.batch, i));
      push(g, open++, -score, row);
      if (barred && load<u8>(barred + row)) continue;
      found = offer(score, row, found, ef, g.foundScores, g.foundRows);
    }
    if (open == 0 || (found == ef && -load<f32>(g.openScores) < load<f32>(g.foundScores))) break;
    const next = load<i32>(g.openRows);
    open--;
    store<f32>(g.openScores, load<f32>(at4(g.openScores, open)));
    store<i32>(g.openRows, load<i32>(at4(g.openRows, open)));
    if (open > 0) sink(g.openScores, g.openRows, 0, open);
    count = gather(g, listAt(g, next, layer), turn);
  }
  if (found < ef) for (let at = (found >> 1) - 1; at >= 0; at--) sink(g.foundScores, g.foundRows, at, found);
  order(found, g.foundScores, g.foundRows);
  return found;
}

/** Puts the rows of a list that this walk has not visited into the batch; how many. */
function gather(g: Graph, list: usize, turn: i32): i32 {
  const end = list + ((<usize>load<i32>(list)) << 2);
  let count = 0;
  while (list < end) {
    list += 4;
    const row = load<i32>(list);
    const mark = at4(g.visited, row);
    if (load<i32>(mark) == turn) continue;
    store<i32>(mark, turn);
    store<i32>(at4(g.batch, count++), row);
  }
  return count;
}

/** Whether a row is more like any of the first `count` taken than `limit`. */
function exceeds(g: Graph, row: i32, count: i32, limit: f32): bool {
  const vector = vectorOf(g, row);
  const bias = load<f32>(at4(g.biases, row));
  const last = count - 1;
  for (let i = 0; i < count; i += 4) {
    const a = load<i32>(at4(g.taken, i));
    const b = load<i32>(at4(g.taken, min(i + 1, last)));
    const c = load<i32>(at4(g.taken, min(i + 2, last)));
    const d = load<i32>(at4(g.taken, min(i + 3, last)));
    if (v128.any_true(v128.gt<f32>(alike4(g, vector, bias, a, b, c, d), v128.splat<f32>(limit)))) return true;
  }
  return false;
}

/** Whether two rows hold the same numbers. */
function equal(g: Graph, a: i32, b: i32): bool {
  const p = vectorOf(g, a);
  const q = vectorOf(g, b);
  for (let at: usize = 0; at < <usize>g.bytes; at += VECTOR) {
    if (v128.any_true(v128.ne<f32>(v128.load(p + at), v128.load(q + at)))) return false;
  }
  return true;
}

/** Of `count` rows, best first, takes at most `most` by the heuristic of algorithm 4 into `taken`; how many. */
function choose(g: Graph, rows: usize, scores: usize, count: i32, most: i32): i32 {
  let size = 0;
  let passed = 0;
  let last = -1;
  for (let i = 0; i < count && size < most; i++) {
    const row = load<i32>(at4(rows, i));
    const score = load<f32>(at4(scores, i));
    const twin = last >= 0 && score == load<f32>(at4(scores, last)) && equal(g, row, load<i32>(at4(rows, last)));
    if (!twin && !exceeds(g, row, size, score)) {
      store<i32>(at4(g.taken, size++), row);
      last = i;
    } else if (passed < most) {
      store<i32>(at4(g.passed, passed++), row);
    }
  }
  for (let i = 0; i < passed && size < most; i++) store<i32>(at4(g.taken, size++), load<i32>(at4(g.passed, i)));
  return size;
}

/** Adds a link to a list; where it is full, all of its rows and the new one are chosen from anew. */
function linkBack(g: Graph, from: i32, to: i32, layer: i32): void {
  const list = listAt(g, from, layer);
  const count = load<i32>(list);
  const most = layer == 0 ? 2 * g.m : g.m;
  if (count < most) {
    store<i32>(list, count + 1);
    store<i32>(at4(list, 1 + count), to);
    return;
  }
  memory.copy(g.batch, list + 4, (<usize>count) << 2);
  store<i32>(at4(g.batch, count), to);
  alikeBatch(g, vectorOf(g, from), load<f32>(at4(g.biases, from)), count + 1);
  // Best first, ties by the lower row: few enough to be sorted by insertion.
  for (let i = 1; i <= count; i++) {
    const score = load<f32>(at4(g.scores, i));
    const row = load<i32>(at4(g.batch, i));
    let at = i;
    for (; at > 0; at--) {
      const above = load<f32>(at4(g.scores, at - 1));
      const other = load<i32>(at4(g.batch, at - 1));
      if (above > score || (above == score && other < row)) break;
      store<f32>(at4(g.scores, at), above);
      store<i32>(at4(g.batch, at), other);
    }
    store<f32>(at4(g.scores, at), score);
    store<i32>(at4(g.batch, at), row);
  }
  const size = choose(g, g.batch, g.scores, count + 1, most);
  store<i32>(list, size);
  memory.copy(list + 4, g.taken, (<usize>size) << 2);
}

/** Links a row with neighbours among the `found` that the last walk found, and them with it. */
export function joinRow(graph: usize, row: i32, layer: i32, found: i32): void {
  const g = changetype<Graph>(graph);
  const size = choose(g, g.foundRows, g.foundScores, found, g.m);
  const list = listAt(g, row, layer);
  store<i32>(list, size);
  memory.copy(list + 4, g.taken, (<usize>size) << 2);
  for (let i = 1; i <= size; i++) linkBack(g, load<i32>(at4(list, i)), row, layer);
}
