/** What the rankers of this room are once fitted. */

/** A model that scores documents by their features. */
export interface FeatureRanker {
  /**
   * One score per row: within a query, higher stands first.
   *
   * @param features (rows, columns), row-major; NaN where missing
   * @throws RangeError unless the columns are those of training
   */
  predict(features: Float32Array, rows: number, columns: number): Float32Array;
  /** The whole model in one transferable buffer; `name.fromBuffer` reads it back. */
  toBuffer(): ArrayBuffer;
}
