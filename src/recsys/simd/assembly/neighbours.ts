/**
 * The nearest rows of a sparse matrix, row by row: the products with all rows that share a column are gathered in one accumulator, made
 * into similarities, and the k best kept. Numbers and their order are those of `models/similarity`, in double precision up to the finished
 * similarity, so the result has the same bits.
 *
 * A row that meets many others is handled densely, all rows two by two in vectors; one that meets few, by a list of those it met.
 */
import { offer, select } from './topk';
import { VECTOR } from './vectors';

/** How products become similarities; anything else is BM25. */
const COSINE: i32 = 0;
const JACCARD: i32 = 1;

// @ts-expect-error: decorator
@inline
function i32At(array: usize, index: i32): i32 {
  return load<i32>(array + ((<usize>index) << 2));
}

// @ts-expect-error: decorator
@inline
function f64At(array: usize, index: i32): f64 {
  return load<f64>(array + ((<usize>index) << 3));
}

/** How many neighbours the last call wrote. */
let written: i32 = 0;

/** How many neighbours the last call wrote. */
export function neighboursWritten(): i32 {
  return written;
}

/** Two similarities; not above 0, or NaN, where the rows share nothing. */
// @ts-expect-error: decorator
@inline
function twoSimilarities(kind: i32, product: v128, common: v128, size: f64, sizes: v128, shrinkage: v128): v128 {
  if (kind == COSINE) {
    const norm = v128.sqrt<f64>(v128.mul<f64>(v128.splat<f64>(size), sizes));
    return v128.div<f64>(product, v128.add<f64>(norm, shrinkage));
  }
  if (kind == JACCARD) {
    const either = v128.sub<f64>(v128.add<f64>(v128.splat<f64>(size), sizes), common);
    return v128.div<f64>(common, v128.add<f64>(either, shrinkage));
  }
  return v128.div<f64>(v128.mul<f64>(product, common), v128.add<f64>(common, shrinkage));
}

// @ts-expect-error: decorator
@inline
function increment(counts: usize, index: i32): void {
  const place = counts + ((<usize>index) << 2);
  store<i32>(place, load<i32>(place) + 1);
}

/** All that binary values take in a dense row: adds 1 to the count of each index. */
// @ts-expect-error: decorator
@inline
function count(counts: usize, indices: usize, from: i32, to: i32): void {
  let at = indices + ((<usize>from) << 2);
  const end = indices + ((<usize>to) << 2);
  while (at + 12 < end) {
    increment(counts, load<i32>(at));
    increment(counts, load<i32>(at, 4));
    increment(counts, load<i32>(at, 8));
    increment(counts, load<i32>(at, 12));
    at += 16;
  }
  while (at < end) {
    increment(counts, load<i32>(at));
    at += 4;
  }
}

/** Adds the products of one row with all others; `touched`, unless 0, lists those that had none before. Returns their number. */
function gather(
  start: i32,
  end: i32,
  indices: usize,
  values: usize,
  columnPointers: usize,
  columnIndices: usize,
  columnValues: usize,
  product: usize,
  common: usize,
  touched: usize,
): i32 {
  let size = 0;
  for (let e = start; e < end; e++) {
    const column = i32At(indices, e);
    const last = i32At(columnPointers, column + 1);
    let at = i32At(columnPointers, column);
    if (!touched && !values) {
      count(common, columnIndices, at, last);
      continue;
    }
    const x = values ? <f64>load<f32>(values + ((<usize>e) << 2)) : 1;
    for (; at < last; at++) {
      const other = i32At(columnIndices, at);
      const place = common + ((<usize>other) << 2);
      const before = load<i32>(place);
      store<i32>(place, before + 1);
      if (touched) {
        store<i32>(touched + ((<usize>size) << 2), other);
        size += <i32>(before == 0);
      }
      if (values) {
        const sum = product + ((<usize>other) << 3);
        store<f64>(sum, load<f64>(sum) + x * <f64>load<f32>(columnValues + ((<usize>at) << 2)));
      }
    }
  }
  return size;
}

/** Similarities with all rows, −∞ where they are not above 0. `rows` counts a whole number of vectors. */
function scoreAll(
  kind: i32,
  rows: i32,
  row: i32,
  values: usize,
  sizes: usize,
  shrinkage: f64,
  product: usize,
  common: usize,
  scores: usize,
): void {
  const none = v128.splat<f32>(-Infinity);
  const zero = v128.splat<f32>(0);
  const h = v128.splat<f64>(shrinkage);
  const size = f64At(sizes, row);
  for (let at = 0; at < rows; at += 4) {
    const counts = v128.load(common + ((<usize>at) << 2));
    const c0 = v128.convert_low<i32>(counts);
    const c1 = v128.convert_low<i32>(v128.shuffle<i32>(counts, counts, 2, 3, 2, 3));
    const place = (<usize>at) << 3;
    const p0 = values ? v128.load(product + place) : c0;
    const p1 = values ? v128.load(product + place, VECTOR) : c1;
    const s0 = v128.demote_zero<f64>(twoSimilarities(kind, p0, c0, size, v128.load(sizes + place), h));
    const s1 = v128.demote_zero<f64>(twoSimilarities(kind, p1, c1, size, v128.load(sizes + place, VECTOR), h));
    const s = v128.shuffle<i32>(s0, s1, 0, 1, 4, 5);
    v128.store(scores + ((<usize>at) << 2), v128.bitselect(s, none, v128.gt<f32>(s, zero)));
  }
  store<f32>(scores + ((<usize>row) << 2), -Infinity as f32);
}

/** Sorts pairs by rising item: a heap whose root is the largest. */
function sortByItem(items: usize, scores: usize, size: i32): void {
  for (let start = (size >> 1) - 1; start >= 0; start--) sinkItem(items, scores, start, size);
  for (let end = size - 1; end > 0; end--) {
    const place = (<usize>end) << 2;
    const item = load<i32>(items);
    const score = load<f32>(scores);
    store<i32>(items, load<i32>(items + place));
    store<f32>(scores, load<f32>(scores + place));
    store<i32>(items + place, item);
    store<f32>(scores + place, score);
    sinkItem(items, scores, 0, end);
  }
}

function sinkItem(items: usize, scores: usize, at: i32, size: i32): void {
  const item = i32At(items, at);
  const score = load<f32>(scores + ((<usize>at) << 2));
  for (;;) {
    let child = 2 * at + 1;
    if (child >= size) break;
    if (child + 1 < size && i32At(items, child + 1) > i32At(items, child)) child++;
    if (i32At(items, child) <= item) break;
    store<i32>(items + ((<usize>at) << 2), i32At(items, child));
    store<f32>(scores + ((<usize>at) << 2), load<f32>(scores + ((<usize>child) << 2)));
    at = child;
  }
  store<i32>(items + ((<usize>at) << 2), item);
  store<f32>(scores + ((<usize>at) << 2), score);
}

/**
 * Finds the neighbours of rows from `from` on, until `work` products are done, the rows end, or less than `rows` places are left of `room`.
 * Writes the number of neighbours of each row, then after each other their indices, rising, and their similarities.
 *
 * @param values the entries' values, or 0 where all are 1; then `columnValues` is not read and `product` not used
 * @param sizes per row what the kind needs: the sum of squares (cosine), the number of entries (Jaccard), nothing (BM25); with three more
 *   places at its end, as `product`, `common` and `scores` have
 * @returns the first row not done
 */
export function neighbours(
  rows: i32,
  pointers: usize,
  indices: usize,
  values: usize,
  columnPointers: usize,
  columnIndices: usize,
  columnValues: usize,
  sizes: usize,
  kind: i32,
  shrinkage: f64,
  k: i32,
  from: i32,
  work: i32,
  product: usize,
  common: usize,
  touched: usize,
  scores: usize,
  heapScores: usize,
  heapItems: usize,
  counts: usize,
  outIndices: usize,
  outValues: usize,
  room: i32,
): i32 {
  const padded = (rows + 3) & ~3;
  written = 0;
  let row = from;
  for (; row < rows && work > 0 && room - written >= min(k, rows); row++) {
    const start = i32At(pointers, row);
    const end = i32At(pointers, row + 1);
    let products = 0;
    for (let e = start; e < end; e++) {
      const column = i32At(indices, e);
      products += i32At(columnPointers, column + 1) - i32At(columnPointers, column);
    }
    work -= products + 64;
    const into = (<usize>written) << 2;
    const dense = products > rows;
    const size = gather(
      start,
      end,
      indices,
      values,
      columnPointers,
      columnIndices,
      columnValues,
      product,
      common,
      dense ? 0 : touched,
    );
    let found = 0;
    if (dense) {
      scoreAll(kind, padded, row, values, sizes, shrinkage, product, common, scores);
      memory.fill(common, 0, (<usize>padded) << 2);
      if (values) memory.fill(product, 0, (<usize>padded) << 3);
      found = select(scores, rows, k, heapScores, heapItems);
      emit(scores, rows, found, k, heapScores, heapItems, outIndices + into, outValues + into);
    } else {
      found = scoreTouched(
        kind,
        row,
        size,
        values,
        sizes,
        shrinkage,
        k,
        product,
        common,
        touched,
        outValues + into,
        outIndices + into,
      );
      sortByItem(outIndices + into, outValues + into, found);
    }
    store<i32>(counts + ((<usize>(row - from)) << 2), found);
    written += found;
  }
  return row;
}

/** Writes the chosen in the order of their index: all above the heap's root, and of those that equal it the first ones, as it chose. */
function emit(
  scores: usize,
  rows: i32,
  found: i32,
  k: i32,
  heapScores: usize,
  heapItems: usize,
  outIndices: usize,
  outValues: usize,
): void {
  const all = found < k;
  const least = all ? (-Infinity as f32) : load<f32>(heapScores);
  const lastEqual = all ? -1 : load<i32>(heapItems);
  const t = v128.splat<f32>(least);
  for (let item = 0; item < rows; item += 4) {
    const four = v128.load(scores + ((<usize>item) << 2));
    let mask = v128.bitmask<i32>(v128.ge<f32>(four, t));
    while (mask) {
      const chosen = item + ctz(mask);
      mask &= mask - 1;
      const score = load<f32>(scores + ((<usize>chosen) << 2));
      if (!(score > least) && chosen > lastEqual) continue;
      store<i32>(outIndices, chosen);
      store<f32>(outValues, score);
      outIndices += 4;
      outValues += 4;
    }
  }
}

/** The k best of the touched rows as a heap in the output itself; leaves the accumulators empty. */
function scoreTouched(
  kind: i32,
  row: i32,
  size: i32,
  values: usize,
  sizes: usize,
  shrinkage: f64,
  k: i32,
  product: usize,
  common: usize,
  touched: usize,
  heapScores: usize,
  heapItems: usize,
): i32 {
  let found = 0;
  const h = v128.splat<f64>(shrinkage);
  const own = f64At(sizes, row);
  for (let t = 0; t < size; t++) {
    const other = i32At(touched, t);
    const c = <f64>i32At(common, other);
    const p = values ? f64At(product, other) : c;
    store<i32>(common + ((<usize>other) << 2), 0);
    if (values) store<f64>(product + ((<usize>other) << 3), 0);
    if (other == row) continue;
    const s = twoSimilarities(
      kind,
      v128.splat<f64>(p),
      v128.splat<f64>(c),
      own,
      v128.load64_splat(sizes + ((<usize>other) << 3)),
      h,
    );
    const score = <f32>v128.extract_lane<f64>(s, 0);
    if (score > 0) found = offer(score, other, found, k, heapScores, heapItems);
  }
  return found;
}
