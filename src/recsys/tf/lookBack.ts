/** Causal attention of each place of a sequence to itself and those before it, and its gradient, in plain numbers. */
import { exp } from '../math/functions';

/**
 * `into[i] += Σ_{j ≤ i} a_ij v_j` with a_ij = softmax_j(q_i · k_j / √width), for the places i from `first` on of each sequence,
 * and before `lengths` where sequences are padded behind.
 *
 * @param qkv a row (q, k, v) for each place, of 3 width numbers, sequence after sequence
 * @param length places of a sequence
 * @param into a row of `width` numbers for each place
 * @param shares gets a, (sequences, length, length), 0 where j > i
 */
export function lookBack(
  qkv: Float32Array,
  length: number,
  width: number,
  into: Float32Array,
  shares: Float32Array,
  { first = 0, lengths }: { first?: number; lengths?: Int32Array } = {},
): void {
  const places = qkv.length / (3 * width);
  const scale = 1 / Math.sqrt(width);
  for (let place = 0; place < places; place++) {
    const within = place % length;
    if (within < first || (lengths && within >= lengths[(place - within) / length])) continue;
    const [query, row, start] = [place * 3 * width, place * length, place - within];
    let highest = -Infinity;
    for (let j = 0; j <= within; j++) {
      const key = (start + j) * 3 * width + width;
      let product = 0;
      for (let c = 0; c < width; c++) product += qkv[query + c] * qkv[key + c];
      shares[row + j] = product * scale;
      highest = Math.max(highest, shares[row + j]);
    }
    let total = 0;
    for (let j = 0; j <= within; j++) total += shares[row + j] = exp(shares[row + j] - highest);
    for (let j = 0; j <= within; j++) {
      const share = (shares[row + j] /= total);
      const value = (start + j) * 3 * width + 2 * width;
      for (let c = 0; c < width; c++) into[place * width + c] += share * qkv[value + c];
    }
  }
}

/**
 * Adds to `into`, of the shape of qkv, the gradient by qkv of a loss, of which `gradient` is that by what `lookBack` wrote:
 *
 *     ∂v_j += a_ij g_i,   s_ij = a_ij (g_i · v_j − Σ_l a_il g_i · v_l) / √width,   ∂q_i += s_ij k_j,   ∂k_j += s_ij q_i
 */
export function lookBackGradient(
  qkv: Float32Array,
  shares: Float32Array,
  gradient: Float32Array,
  length: number,
  width: number,
  into: Float32Array,
  lengths?: Int32Array,
): void {
  const places = qkv.length / (3 * width);
  const scale = 1 / Math.sqrt(width);
  const byShare = new Float64Array(length); // g_i · v_j
  for (let place = 0; place < places; place++) {
    const within = place % length;
    if (lengths && within >= lengths[(place - within) / length]) continue;
    const [query, row, start, from] = [place * 3 * width, place * length, place - within, place * width];
    let mean = 0;
    for (let j = 0; j <= within; j++) {
      const value = (start + j) * 3 * width + 2 * width;
      const share = shares[row + j];
      let product = 0;
      for (let c = 0; c < width; c++) {
        product += gradient[from + c] * qkv[value + c];
        into[value + c] += share * gradient[from + c];
      }
      byShare[j] = product;
      mean += share * product;
    }
    for (let j = 0; j <= within; j++) {
      const key = (start + j) * 3 * width + width;
      const s = shares[row + j] * (byShare[j] - mean) * scale;
      for (let c = 0; c < width; c++) {
        into[query + c] += s * qkv[key + c];
        into[key + c] += s * qkv[query + c];
      }
    }
  }
}
