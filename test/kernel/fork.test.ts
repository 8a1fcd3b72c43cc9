/** What a check may do to its copy without the reader's own values minding. */
import { describe, expect, it } from 'vitest';
import { forkValues } from '../../src/kernel/fork';

const forked = <T>(value: T): T => forkValues({ value }).value as T;

describe('forkValues', () => {
  it('copies dates, lists, typed arrays, maps, sets and records, deep down', () => {
    const value = {
      date: new Date(5),
      list: [[1], [2]],
      typed: Float32Array.of(1, 2),
      map: new Map([[{ key: 1 }, [1]]]),
      set: new Set([[1]]),
      bare: Object.assign(Object.create(null) as object, { a: [1] }),
    };
    const copy = forked(value);
    expect(copy).toEqual(value);
    for (const name of Object.keys(value) as (keyof typeof value)[]) expect(copy[name], name).not.toBe(value[name]);
    copy.date.setTime(6);
    copy.list[0].push(9);
    copy.typed[0] = 9;
    [...copy.map.values()][0].push(9);
    [...copy.set][0].push(9);
    [...copy.map.keys()][0].key = 9;
    expect(value.date.getTime()).toBe(5);
    expect(value.list).toEqual([[1], [2]]);
    expect([...value.typed]).toEqual([1, 2]);
    expect([...value.map]).toEqual([[{ key: 1 }, [1]]]);
    expect([...value.set]).toEqual([[1]]);
    expect(Object.getPrototypeOf(copy.bare)).toBeNull();
  });

  it('keeps the holes and the length of a list', () => {
    const sparse: number[] = [];
    sparse[3] = 1;
    sparse.length = 6;
    const copy = forked(sparse);
    expect(copy.length).toBe(6);
    expect(Object.keys(copy)).toEqual(['3']);
  });

  it('copies a typed array’s own part of a buffer', () => {
    const buffer = Float64Array.of(1, 2, 3, 4);
    const copy = forked(buffer.subarray(1, 3));
    expect([...copy]).toEqual([2, 3]);
    expect(copy.buffer.byteLength).toBe(16);
  });

  it('copies what is named twice once, and what names itself', () => {
    const shared = [1];
    const ring: { self?: unknown; a: number[]; b: number[] } = { a: shared, b: shared };
    ring.self = ring;
    const copy = forkValues({ ring, shared }) as { ring: typeof ring; shared: number[] };
    expect(copy.ring.self).toBe(copy.ring);
    expect(copy.ring.a).toBe(copy.ring.b);
    expect(copy.shared).toBe(copy.ring.a);
  });

  it('shares functions, models, getters, symbols, views of bytes, and what is no object', () => {
    class Model {
      factors = [1];
    }
    const view = new DataView(new ArrayBuffer(2));
    const getter = {
      a: 1,
      get b() {
        return 1;
      },
    };
    for (const value of [() => 1, new Model(), getter, { set a(_: number) {} }, { [Symbol('s')]: 1 }, view, new WeakMap()])
      expect(forked(value)).toBe(value);
    for (const value of [null, undefined, 1, 'a', true, 1n]) expect(forked(value)).toBe(value);
  });

  it('keeps which names of a record are hidden or frozen', () => {
    const value = Object.defineProperty({ a: 1 }, 'hidden', { value: [2], enumerable: false, writable: false });
    expect(Object.getOwnPropertyDescriptor(forked(value), 'hidden')).toEqual({
      ...{ value: [2], enumerable: false },
      ...{ writable: false, configurable: false },
    });
  });

  it('shares what comes after a million objects', () => {
    const many: object[] = Array.from({ length: 1_000_000 }, () => []);
    const copy = forked(many);
    expect(copy[0]).not.toBe(many[0]);
    expect(copy[999_998]).not.toBe(many[999_998]); // the list itself is the first of the million
    expect(copy[999_999]).toBe(many[999_999]);
  });
});
