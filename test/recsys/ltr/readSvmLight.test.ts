import { describe, expect, it } from 'vitest';
import { readSvmLight } from '../../../src/recsys/ltr/readSvmLight';

describe('readSvmLight', () => {
  it('reads labels, features and remarks; what is left out is 0, nan is missing', () => {
    const table = readSvmLight('2 1:0.5 3:-1e-2 # best\n\n# a remark\r\n0 2:nan 3:.25\n+1\n');
    expect(table).toEqual({
      features: Float32Array.of(0.5, 0, -0.01, 0, NaN, 0.25, 0, 0, 0),
      rows: 3,
      columns: 3,
      labels: Float32Array.of(2, 0, 1),
      groups: Int32Array.of(3),
    });
  });

  it('takes queries from qid, or from a text of their sizes', () => {
    expect([...readSvmLight('1 qid:7 1:1\n0 qid:7 1:2\n1 qid:3 1:1\n').groups]).toEqual([2, 1]);
    expect([...readSvmLight('1 1:1\n0 1:2\n1 1:1\n', '1\n2\n').groups]).toEqual([1, 2]);
  });

  it('has as many columns as asked, or as occur', () => {
    expect(readSvmLight('1 2:1', undefined, { columns: 5 }).columns).toBe(5);
    expect(readSvmLight('1 0:9 2:1', undefined, { firstColumn: 0 })).toMatchObject({
      columns: 3,
      features: Float32Array.of(9, 0, 1),
    });
  });

  it.each([
    ['x 1:1', undefined, "line 1: label must be a number, got 'x'"],
    ['1 1:1\n0 1=2', undefined, "line 2: a feature must be written number:value, got '1=2'"],
    ['1 a:1', undefined, "line 1: a feature must be written number:value, got 'a:1'"],
    ['1 1:1x', undefined, "line 1: value must be a number, got '1x'"],
    ['1 1:', undefined, "line 1: value must be a number, got ''"],
    ['1 0:1', undefined, "line 1: a feature's number must be at least 1, got '0:1'"],
    ['1 4:1', undefined, "line 1: a feature's number must be at most 3, got '4:1'"],
    ['1 2:1 1:1', undefined, "line 1: the features’ numbers must rise, got '1:1'"],
    ['1 qid:1 1:1\n1 qid:2 1:1\n1 qid:1 1:1', undefined, 'line 3: the rows of a query must stand together, got qid:1 again'],
    ['1 qid:1 1:1\n1 1:1', undefined, 'line 2: qid must stand in every line or in none, got none'],
    ['1 1:1', '2', 'groupText must name 1 rows in all, got 2'],
    ['1 1:1', '1\nmany', "line 2: a query must have a whole number of rows, got 'many'"],
    ['# nothing\n', undefined, 'text must have at least one row, got 0'],
  ])('refuses %j with queries %j and says where', (text, groups, message) => {
    expect(() => readSvmLight(text, groups, { columns: 3 })).toThrow(message);
  });
});
