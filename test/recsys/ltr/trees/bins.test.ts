import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binOf, binTable, boundsOf, MISSING } from '../../../../src/recsys/ltr/trees/bins';
import { countingUnit, emptyHistogram, fillHistogram } from '../../../../src/recsys/ltr/trees/histogram';
import { sortFloats } from '../../../../src/recsys/ltr/trees/sortFloats';
import { totalsOf } from '../../../../src/recsys/ltr/trees/split';
import { randomTable } from '../tables';

describe('sortFloats', () => {
  it('sorts as the language does, leaves out NaN, and tells where each came from', () => {
    fc.assert(
      fc.property(fc.float32Array({ maxLength: 50 }), (values) => {
        const { sorted, order } = sortFloats(values);
        const known = values.filter((value) => value === value);
        expect(sorted).toEqual(known.slice().sort());
        expect(Array.from(order, (row) => values[row])).toEqual([...sorted, ...Array(values.length - known.length).fill(NaN)]);
        expect([...order].sort((a, b) => a - b)).toEqual([...values.keys()]);
      }),
    );
  });
});

describe('boundsOf', () => {
  it('cuts halfway between neighbours while there are bins enough', () => {
    expect([...boundsOf([1, 1, 2, 4, 4, 4], 3)]).toEqual([1.5, 3]);
    expect([...boundsOf([7, 7], 3)]).toEqual([]);
    expect([...boundsOf([], 3)]).toEqual([]);
  });

  it('gives a value with more than its share of rows an interval of its own', () => {
    const zeros = Array(90).fill(0);
    const others = Array.from({ length: 10 }, (_, i) => i + 1);
    expect([...boundsOf([...zeros, ...others], 4)]).toEqual([0.5, 4.5, 7.5]);
    expect([...boundsOf([...others.map((x) => -x).reverse(), ...zeros], 2)]).toEqual([-0.5]);
  });

  it('makes at most as many intervals as asked, none empty, of about equally many rows', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 2, max: 20 }),
        (values, bins) => {
          values.sort((a, b) => a - b);
          const bounds = boundsOf(values, bins);
          expect(bounds.length).toBeLessThan(bins);
          const counts = new Int32Array(bounds.length + 1);
          for (const value of values) counts[binOf(value, bounds)]++;
          const most = Math.max(...[...new Set(values)].map((value) => values.filter((other) => other === value).length));
          for (const count of counts) {
            expect(count).toBeGreaterThan(0);
            if (new Set(values).size > bins) expect(count).toBeLessThanOrEqual(Math.ceil(values.length / bins) * 2 + most);
          }
        },
      ),
    );
  });
});

describe('binTable', () => {
  it('puts every value where binOf puts it, and missing ones into a slot of their own', () => {
    const { features, rows, columns } = randomTable(200, 6, 1);
    const { bytes, bounds, stride } = binTable(features, rows, columns, 5);
    expect(stride).toBe(2);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const value = features[row * columns + column];
        expect(bytes[8 * row + column]).toBe(value === value ? binOf(value, bounds[column]) : MISSING);
      }
    }
  });
});

describe('fillHistogram', () => {
  it('counts rows exactly and sums gradients and hessians, whatever their size', () => {
    const { features, rows, columns } = randomTable(500, 5, 2);
    const binned = binTable(features, rows, columns, 255);
    for (const size of [1e-6, 1, 1e6]) {
      const gradients = Float32Array.from({ length: 2 * rows }, (_, at) => (at % 2 === 0 ? (at % 7) - 3 : size * (1 + (at % 5))));
      const order = Int32Array.from({ length: rows / 2 }, (_, i) => 2 * i);
      const hessians = order.reduce((sum, row) => sum + gradients[2 * row + 1], 0);
      const sums = emptyHistogram(binned.stride);
      const unit = countingUnit(hessians);
      fillHistogram(sums, unit, binned, gradients, order, 0, order.length);
      for (let column = 0; column < columns; column++) {
        for (let slot = 0; slot < 256; slot++) {
          const own = order.filter((row) => binned.bytes[4 * binned.stride * row + column] === slot);
          const at = 2 * (256 * column + slot);
          const { rows: count, hessian } = totalsOf(sums[at], sums[at + 1], unit);
          expect(count).toBe(own.length);
          expect(sums[at]).toBeCloseTo(
            own.reduce((sum, row) => sum + gradients[2 * row], 0),
            10,
          );
          expect(hessian / hessians).toBeCloseTo(own.reduce((sum, row) => sum + gradients[2 * row + 1], 0) / hessians, 12);
        }
      }
    }
  });
});
