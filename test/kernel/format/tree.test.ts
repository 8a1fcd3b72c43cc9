import { describe, expect, it } from 'vitest';
import { cutText, messageOf, nameOf, toScalar, toTree } from '../../../src/kernel/format/tree';
import { volatile } from '../../../src/kernel/format/volatile';

const leaf = (of: string, value: unknown) => ({ type: 'leaf', of, value });
const branch = (name: string, shape: string, entries: unknown[], more = 0) => ({ type: 'branch', name, shape, entries, more });

describe('toTree(value)', () => {
  it.each<[string, unknown, unknown]>([
    ['a list', [1], branch('Array(1)', 'list', [['0', leaf('number', 1)]])],
    ['a set', new Set(['a']), branch('Set(1)', 'list', [['0', leaf('string', 'a')]])],
    ['a map', new Map([['k', true]]), branch('Map(1)', 'record', [['k', leaf('boolean', true)]])],
    ['bytes', Uint8Array.of(3), branch('Uint8Array(1)', 'list', [['0', leaf('number', 3)]])],
    ['a view', new DataView(new ArrayBuffer(1)), branch('DataView', 'record', [])],
    ['a volatile number', volatile(2), { ...leaf('number', 2), volatile: true }],
    ['a volatile text', volatile('x'), { ...leaf('string', 'x'), volatile: true }],
    ['null', null, leaf('null', 'null')],
    ['nothing', undefined, leaf('undefined', 'undefined')],
    [
      'a function without a name',
      (
        () => () =>
          1
      )(),
      leaf('function', 'function (anonymous)'),
    ],
    [
      'a function whose name is none',
      Object.defineProperty(() => 1, 'name', { value: 5 }),
      leaf('function', 'function (anonymous)'),
    ],
    [
      'a function that speaks of a class',
      function say() {
        return 'a class of its own';
      },
      leaf('function', 'function say'),
    ],
    ['a class', class Ranker {}, leaf('function', 'class Ranker')],
    ['a revoked function', revoked(), leaf('function', 'function')],
    ['an error', new TypeError('m'), branch('TypeError', 'record', [['message', leaf('string', 'm')]])],
    [
      'an error with a cause',
      new Error('m', { cause: 'c' }),
      branch('Error', 'record', [
        ['message', leaf('string', 'm')],
        ['cause', leaf('string', 'c')],
      ]),
    ],
    [
      'an error that shows its message anyway',
      Object.assign(new Error(''), { message: 'm', code: 1 }),
      branch('Error', 'record', [
        ['message', leaf('string', 'm')],
        ['code', leaf('number', 1)],
      ]),
    ],
    ['a record of a nameless class', new (class {})(), branch('', 'record', [])],
  ])('of %s', (_, value, tree) => {
    expect(toTree(value)).toEqual(tree);
  });

  function revoked(): unknown {
    const { proxy, revoke } = Proxy.revocable(() => 1, {});
    revoke();
    return proxy;
  }

  it('writes the keys of a map as text', () => {
    const keys = new Map<unknown, number>([
      ['a', 1],
      [{}, 2],
      [[1, 2], 3],
      [volatile(7), 4],
      [class K {}, 5],
      [null, 6],
      [NaN, 7],
      ['k'.repeat(201), 8],
    ]);
    const tree = toTree(keys) as ReturnType<typeof branch>;
    expect(tree.entries.map((entry) => (entry as [string])[0])).toEqual([
      ...['a', '{…}', 'Array(2)', '7', 'class K', 'null', 'NaN'],
      `${'k'.repeat(200)}… (201 characters)`,
    ]);
  });

  it('is cut at its depth, width, length and number of nodes', () => {
    expect(toTree([[1]], { depth: 0 })).toEqual(branch('Array(1)', 'list', [['0', leaf('cut', 'Array(1)')]]));
    expect(toTree({ a: { b: 1 } }, { depth: 0 })).toEqual(branch('', 'record', [['a', leaf('cut', '{…}')]]));
    expect(toTree([1, 2, 3], { width: 2 })).toMatchObject({
      more: 1,
      entries: [
        ['0', {}],
        ['1', {}],
      ],
    });
    expect(toTree(new Set([1, 2, 3]), { width: 2 })).toMatchObject({
      name: 'Set(3)',
      more: 1,
      entries: [
        ['0', {}],
        ['1', {}],
      ],
    });
    expect(toTree('abc', { length: 2 })).toEqual(leaf('string', 'ab… (3 characters)'));
    expect(toTree(123n, { length: 2 })).toEqual(leaf('bigint', '12… (4 characters)'));
    expect(toTree([1, 2, 3], { nodes: 3 })).toMatchObject({
      more: 1,
      entries: [
        ['0', {}],
        ['1', {}],
      ],
    });
    expect(toTree([[1], 2], { nodes: 2 })).toEqual(branch('Array(2)', 'list', [['0', leaf('cut', 'Array(1)')]], 1));
    expect(toTree(Array.from({ length: 101 }, () => 0))).toMatchObject({ more: 1 });
    let deep: unknown = 1;
    for (let level = 0; level < 8; level++) deep = [deep];
    expect(JSON.stringify(toTree(deep)).split('"branch"').length - 1).toBe(6);
  });

  it('names a cycle, and not what is only named twice', () => {
    const ring: unknown[] = [];
    ring.push(ring);
    expect(toTree(ring)).toEqual(branch('Array(1)', 'list', [['0', leaf('cycle', 'the value itself')]]));
    const shared = {};
    expect(toTree([shared, shared])).toEqual(
      branch('Array(2)', 'list', [
        ['0', branch('', 'record', [])],
        ['1', branch('', 'record', [])],
      ]),
    );
  });

  it('says what a getter threw, and goes on', () => {
    const value = {
      get bad(): number {
        throw new Error('no');
      },
      good: 1,
    };
    expect(toTree(value)).toEqual(
      branch('', 'record', [
        ['bad', leaf('cut', 'threw no')],
        ['good', leaf('number', 1)],
      ]),
    );
    const trap = new Proxy(
      {},
      {
        ownKeys() {
          throw new Error('trap');
        },
      },
    );
    expect(toTree(trap)).toEqual(leaf('cut', 'unreadable: trap'));
  });
});

describe('the parts of a tree', () => {
  it('toScalar gives what JSON can hold', () => {
    expect([1.5, -0, NaN, Infinity, -Infinity].map(toScalar)).toEqual([
      ...[1.5, 0],
      ...[{ special: 'NaN' }, { special: 'Infinity' }, { special: '-Infinity' }],
    ]);
    expect(Object.is(toScalar(-0), 0)).toBe(true);
  });

  it('cutText says how long a text was', () => {
    expect(cutText('abc', 3)).toBe('abc');
    expect(cutText('abcd', 3)).toBe('abc… (4 characters)');
  });

  it('nameOf is a class, with a size where it has one', () => {
    class Films extends Map<number, number> {}
    const nameless = Object.create({ constructor: { name: '' } }) as object;
    const odd = Object.create({ constructor: { name: 5 } }) as object;
    expect(
      [[1, 2], new Films([[1, 2]]), new Set(), new ArrayBuffer(3), new Float32Array(2), new DataView(new ArrayBuffer(2))].map(
        nameOf,
      ),
    ).toEqual(['Array(2)', 'Films(1)', 'Set(0)', 'ArrayBuffer(3)', 'Float32Array(2)', 'DataView']);
    expect(
      [{}, Object.create(null) as object, nameless, odd, Object.create({ constructor: undefined }) as object].map(nameOf),
    ).toEqual(['', '', '', '', '']);
  });

  it('messageOf reads whatever was thrown', () => {
    expect(messageOf(new Error('m'))).toBe('m');
    expect(messageOf(new RangeError())).toBe('RangeError');
    expect(messageOf(5)).toBe('5');
    expect(messageOf(Object.create(null))).toBe('something that cannot be printed');
  });
});
