import { describe, expect, it } from 'vitest';
import { compileCell } from '../../src/kernel/compile';
import { declare, forget, forkOf, newSpace, visibleNames } from '../../src/kernel/scope';

const cell = (id: string, source: string) => compileCell(id, source);

describe('a space', () => {
  it('keeps what a cell declared by its names, and not those that stood only for types', () => {
    const space = newSpace();
    const fit = cell('fit', "import { Als } from 'recsys'; const model: Als = 1; const left = 2;");
    declare(space, fit, { model: 1, left: undefined, stray: 3 });
    expect([...space.scope]).toEqual([
      ['model', { value: 1, cell: 'fit' }],
      ['left', { value: undefined, cell: 'fit' }],
    ]);
  });

  it('gives up what a cell had declared, and only that', () => {
    const space = newSpace();
    declare(space, cell('one', 'const a = 1;'), { a: 1 });
    declare(space, cell('two', 'const b = 2;'), { b: 2 });
    expect(forget(space, 'one')).toEqual([1]);
    expect([...space.scope.keys()]).toEqual(['b']);
    expect(forget(space, 'one')).toEqual([]);
  });

  it('shows a cell what it uses: of an earlier cell first, then of the kernel, and nothing that objects have by nature', () => {
    const space = newSpace();
    declare(space, cell('one', 'const a = 1, display = 2;'), { a: 1, display: 2 });
    const two = cell('two', 'display(a, b, toString); count.add(a); total = 3;');
    declare(space, cell('zero', 'let total = 0; const count = new Set();'), { total: 0, count: 5 });
    expect(visibleNames({ display: 9, b: 8, c: 7 }, space, two)).toEqual({ a: 1, display: 2, b: 8, total: 0, count: 5 });
  });
});

describe('forkOf(space, cells)', () => {
  it('has copies of what the cells read, and nothing else', () => {
    const space = newSpace();
    const [list, other] = [[1], [2]];
    declare(space, cell('one', 'const list = [1], other = [2];'), { list, other });
    const fork = forkOf(space, [cell('two', 'list.push(3);')]);
    expect([...fork.scope]).toEqual([['list', { value: [1], cell: 'one' }]]);
    expect(fork.scope.get('list')!.value).not.toBe(list);
    declare(fork, cell('two', 'const more = 4;'), { more: 4 });
    expect(space.scope.has('more')).toBe(false);
  });
});
