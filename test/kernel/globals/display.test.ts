import { describe, expect, it } from 'vitest';
import type { Formatter } from '../../../src/kernel/execute';
import { run } from '../session';

/** Shows `{ plot }` as a chart. */
const chart: Formatter = (value) =>
  typeof value === 'object' && value !== null && 'plot' in value
    ? { kind: 'svg', views: [{ width: 0, svg: `<svg>${String(value.plot)}</svg>` }], label: 'a chart' }
    : undefined;
const shown = async (source: string) => (await run(source, { __out: true, formatters: [chart] })).result.outputs;
const drawn = [
  { width: 640, svg: '<svg>640</svg>' },
  { width: 340, svg: '<svg>340</svg>' },
];

describe('display(function)', () => {
  it.each([
    ['of a size among other things', '({ other, width }) => ({ plot: width })'],
    ['of a size that has another name', 'size => ({ plot: size\n  .width })'],
    ['of a size, its name behind a space', '(size) => ({ plot: size. width })'],
    ['of a size that only its body reads', '(size) => { const w = size.width; return { plot: w } }'],
    ['of a size, behind a space, that only its body reads', '(size) => { const w = size. width; return { plot: w } }'],
    ['that speaks of a class', '({ width }) => { const kind = "class"; return { plot: width, kind } }'],
    ['that has a name', 'function ( { width } ) { return { plot: width } }'],
    ['that takes its time', 'async ({ width }) => ({ plot: width })'],
    ['that takes its time at one width', '({ width }) => width > 500 ? Promise.resolve({ plot: width }) : { plot: width }'],
  ])('draws one %s at each width', async (_, code) => {
    expect(await shown(`display(${code})`)).toEqual([{ kind: 'svg', label: 'a chart', views: drawn }]);
  });

  it.each([
    ['of no size', '(n) => n + 1'],
    ['of nothing', '() => ({ width: 1 }).width'],
    ['that has one of a size within', '(n) => { const draw = ({ width }) => width; return draw(n) }'],
    ['of two things', '(a, { width }) => ({ plot: width })'],
    ['that only makes a width', '(n) => { const { width } = n; return { plot: width } }'],
    ['that is a class', 'class K { constructor({ width }) { this.plot = width } }'],
    ['that is a class which reads a width', 'class K { constructor(a) { this.plot = a.width } }'],
  ])('shows one %s as the value it is', async (_, code) => {
    expect(await shown(`display(${code})`)).toMatchObject([{ kind: 'value', tree: { of: 'function' } }]);
  });

  it('shows once what is no chart at some width', async () => {
    expect(await shown('display(({ width }) => width > 500 ? { plot: width } : [width])')).toEqual([
      { kind: 'svg', label: 'a chart', views: [{ width: 0, svg: '<svg>640</svg>' }] },
    ]);
    expect(await shown('display(({ width }) => width < 500 ? { plot: width } : [width])')).toMatchObject([{ kind: 'value' }]);
  });
});

describe('display(value)', () => {
  it('shows as a tree what cannot be looked at as a table', async () => {
    const [output] = await shown('display(new Proxy([{ a: 1 }, { a: 2 }], { get() { throw new Error("no") } }))');
    expect(output).toMatchObject({ kind: 'value' });
  });

  it('formats nothing once the cell is full', async () => {
    let asked = 0;
    const count: Formatter = () => void asked++;
    await run('for (let i = 0; i < 5_000; i++) display({ i })', { __out: true, formatters: [count] });
    expect(asked).toBeLessThan(1_000);
  });
});
