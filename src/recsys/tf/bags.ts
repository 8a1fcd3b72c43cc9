/** Sums of sets of rows of a table, and their gradient, in plain numbers. */

/** Sets of rows of a table: set s has the rows `indices[starts[s]]` … `indices[starts[s + 1] − 1]`. */
export interface Bags {
  starts: Int32Array;
  indices: Int32Array;
}

/** `into[s] += Σ table[i]` over the rows i of bag s. Both are row-major with rows of `width`. */
export function sumBags(table: Float32Array, { starts, indices }: Bags, width: number, into: Float32Array): void {
  for (let bag = 0, to = 0; bag < starts.length - 1; bag++, to += width) {
    for (let at = starts[bag]; at < starts[bag + 1]; at++) {
      const from = indices[at] * width;
      for (let column = 0; column < width; column++) into[to + column] += table[from + column];
    }
  }
}

/** `into[i] += sums[s]` for the rows i of each bag s: the gradient of `sumBags`. */
export function spreadBags(sums: Float32Array, { starts, indices }: Bags, width: number, into: Float32Array): void {
  for (let bag = 0, from = 0; bag < starts.length - 1; bag++, from += width) {
    for (let at = starts[bag]; at < starts[bag + 1]; at++) {
      const to = indices[at] * width;
      for (let column = 0; column < width; column++) into[to + column] += sums[from + column];
    }
  }
}
