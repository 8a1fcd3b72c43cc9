/**
 * Rows with a key each, the smallest key at the root, of equal ones the higher row: a binary heap in two typed arrays that grow and are used
 * again. The order is total, so that it does not depend on the history of the heap.
 */
export class NearHeap {
  size = 0;
  private keys = new Float64Array(64);
  private rows = new Int32Array(64);

  /** The smallest key; +Infinity of an empty heap. */
  get least(): number {
    return this.size > 0 ? this.keys[0] : Infinity;
  }

  clear(): void {
    this.size = 0;
  }

  push(key: number, row: number): void {
    if (this.size === this.keys.length) this.grow();
    const { keys, rows } = this;
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!first(key, row, keys[parent], rows[parent])) break;
      keys[at] = keys[parent];
      rows[at] = rows[parent];
      at = parent;
    }
    keys[at] = key;
    rows[at] = row;
  }

  /** Takes the row of the smallest key away; the heap must not be empty. */
  pop(): number {
    const { keys, rows } = this;
    const row = rows[0];
    const last = --this.size;
    this.sink(keys[last], rows[last]);
    return row;
  }

  /** Takes the smallest away and puts another in, in one go. */
  replace(key: number, row: number): void {
    this.sink(key, row);
  }

  /** Puts an entry where the root was. */
  private sink(key: number, row: number): void {
    const { keys, rows, size } = this;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && first(keys[child + 1], rows[child + 1], keys[child], rows[child])) child++;
      if (!first(keys[child], rows[child], key, row)) break;
      keys[at] = keys[child];
      rows[at] = rows[child];
      at = child;
    }
    keys[at] = key;
    rows[at] = row;
  }

  private grow(): void {
    const keys = new Float64Array(2 * this.keys.length);
    keys.set(this.keys);
    const rows = new Int32Array(2 * this.rows.length);
    rows.set(this.rows);
    this.keys = keys;
    this.rows = rows;
  }
}

/** Whether (key, row) a stands before b. */
function first(keyA: number, rowA: number, keyB: number, rowB: number): boolean {
  return keyA < keyB || (keyA === keyB && rowA > rowB);
}
