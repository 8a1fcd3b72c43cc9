/**
 * The kernel: the hot loops of the classical models. Nothing here allocates or grows memory: the caller lays out one memory, passes addresses,
 * and every function says what room it needs. No table, no string, no import but the memory.
 */
import { gram } from './gram';
import { penalty, quadratic, solveExact } from './leastSquares';

export { scoreCodes, scoreProducts } from './codes';
export { descendGraph, joinRow, walkLayer } from './graph';
export { bprSteps } from './bpr';
export { countOfSteps, lossOfSteps } from './pairs';
export { logisticSteps } from './logistic';
export { warpSteps } from './warp';
export { neighbours, neighboursWritten } from './neighbours';
export { normalRows } from './normal';
export { scoreItems } from './scores';
export { seed } from './random';
export { solveGradients } from './gradients';
export { rowsTimesSquare, sparseGram, sparseTimesDense } from './sparse';
export { sweepEnd, sweepFinish, sweepRows, sweepStart } from './inverse';
export { topk } from './topk';

// Generic functions are exported once a precision: single for implicit ALS, double for explicit ALS and PureSVD.

export function gram32(rows: usize, count: i32, bytes: usize, into: usize, scale: f32): void {
  gram<f32>(rows, count, bytes, into, scale);
}

export function gram64(rows: usize, count: i32, bytes: usize, into: usize, scale: f64): void {
  gram<f64>(rows, count, bytes, into, scale);
}

export function solveExact32(
  pointers: usize,
  indices: usize,
  weights: usize,
  targets: usize,
  fixed: usize,
  zero: usize,
  own: usize,
  gram: usize,
  ridges: usize,
  from: i32,
  to: i32,
  d: i32,
  bytes: usize,
  space: usize,
): i32 {
  return solveExact<f32>(pointers, indices, weights, targets, fixed, zero, own, gram, ridges, from, to, d, bytes, space);
}

export function solveExact64(
  pointers: usize,
  indices: usize,
  weights: usize,
  targets: usize,
  fixed: usize,
  zero: usize,
  own: usize,
  gram: usize,
  ridges: usize,
  from: i32,
  to: i32,
  d: i32,
  bytes: usize,
  space: usize,
): i32 {
  return solveExact<f64>(pointers, indices, weights, targets, fixed, zero, own, gram, ridges, from, to, d, bytes, space);
}

export function quadratic32(
  pointers: usize,
  indices: usize,
  weights: usize,
  targets: usize,
  own: usize,
  fixed: usize,
  from: i32,
  to: i32,
  bytes: usize,
): f64 {
  return quadratic<f32>(pointers, indices, weights, targets, own, fixed, from, to, bytes);
}

export function quadratic64(
  pointers: usize,
  indices: usize,
  weights: usize,
  targets: usize,
  own: usize,
  fixed: usize,
  from: i32,
  to: i32,
  bytes: usize,
): f64 {
  return quadratic<f64>(pointers, indices, weights, targets, own, fixed, from, to, bytes);
}

export function penalty32(rows: usize, ridges: usize, count: i32, bytes: usize): f64 {
  return penalty<f32>(rows, ridges, count, bytes);
}

export function penalty64(rows: usize, ridges: usize, count: i32, bytes: usize): f64 {
  return penalty<f64>(rows, ridges, count, bytes);
}
