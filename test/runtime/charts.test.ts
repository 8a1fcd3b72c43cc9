import { describe, expect, it } from 'vitest';
import { chartFormatter, stableMarkup } from '../../src/runtime/charts';
import * as Plot from '../../src/runtime/plot';
import type { SvgOutput } from '../../src/notebook/types';

const films = [
  { film: 'Shrek', people: 791, kind: 'a' },
  { film: 'The Lord of the Rings', people: 559, kind: 'b' },
];
const bars = (options: Plot.PlotOptions = {}) =>
  Plot.plot({
    width: 640,
    marks: [Plot.barX(films, { x: 'people', y: 'film', fill: 'kind', title: 'film', clip: true })],
    ...options,
  });
const output = (value: unknown) => chartFormatter(value) as SvgOutput;

describe('chartFormatter', () => {
  it('turns a chart into markup of its width, with the label its author gave it', () => {
    const chart = output(bars({ ariaLabel: 'People by film' }));
    expect(chart).toMatchObject({ kind: 'svg', label: 'People by film', views: [{ width: 640 }] });
    expect(chart.views[0].svg).toMatch(/^<svg.*<\/svg>$/s);
    expect(chart.views[0].svg).toContain('<title>Shrek</title>');
  });

  it('takes a figure with legend and title whole, and its title as the label', () => {
    const chart = output(bars({ title: 'Most watched', color: { legend: true }, width: 340 }));
    expect(chart.label).toBe('Most watched');
    expect(chart.views[0].width).toBe(340);
    expect(chart.views[0].svg).toMatch(/^<figure/);
    expect(chart.views[0].svg).toContain('swatch');
  });

  it('says what is drawn where nobody has', () => {
    expect(output(bars()).label).toBe('chart of bar: film, people');
  });

  it('uses the colours of the page for categories', () => {
    const { svg } = output(bars()).views[0];
    expect(svg).toContain('fill="var(--series-1)"');
    expect(svg).toContain('fill="var(--series-2)"');
    expect(svg).not.toMatch(/#4269d0|#efb118/);
  });

  it('gives the same string each time, whatever was drawn before', () => {
    const first = output(bars()).views[0].svg;
    bars({ width: 100 });
    expect(output(bars()).views[0].svg).toBe(first);
    expect(first).toMatch(/clip-path="url\(#c[a-p]{8}-1\)"/);
    const id = /<clipPath id="([^"]+)"/.exec(first)![1];
    expect(first).toContain(`url(#${id})`);
    expect(output(bars({ width: 340 })).views[0].svg).not.toContain(id); // two charts of a page do not share an id
  });

  it('leaves other values alone', () => {
    for (const value of [null, undefined, 1, 'svg', {}, [], new Map()]) expect(chartFormatter(value)).toBeUndefined();
  });
});

describe('plot', () => {
  it('makes room for the labels of the vertical axis, unless told how much', () => {
    const left = (chart: Element) =>
      Number(
        /translate\((\d+)/.exec(chart.querySelector('[aria-label="y-axis tick label"] text')!.getAttribute('transform')!)![1],
      );
    expect(left(bars())).toBeGreaterThan(21 * 6);
    expect(left(bars({ width: 340 }))).toBeLessThanOrEqual(136);
    expect(left(bars({ marginLeft: 90 }))).toBe(90);
  });

  it('makes room for the names of rows of facets at the side where they stand, and at no other', () => {
    const name = 'those who watched so far';
    const rows = (options: Plot.PlotOptions = {}) =>
      Plot.plot({
        ...options,
        marks: [
          Plot.dot(
            [
              { x: 1, y: 2 },
              { x: 2, y: 4 },
            ],
            { x: 'x', y: 'y', fy: () => name },
          ),
        ],
      });
    const at = (chart: Element, axis: string) =>
      Number(
        /translate\((\d+)/.exec(
          chart.querySelector(`[aria-label="${axis}-axis tick label"] text`)!.getAttribute('transform')!,
        )![1],
      );
    expect(at(rows(), 'fy')).toBeLessThan(640 - 6 * name.length);
    expect(at(rows(), 'y')).toBeLessThanOrEqual(40);
    expect(at(rows({ marginRight: 30 }), 'fy')).toBe(610);
    expect(at(rows({ y: { axis: 'right' } }), 'fy')).toBeGreaterThan(6 * name.length);
  });

  it('is what a mark’s own plot calls, with a style given as text', () => {
    const svg = Plot.dot([[1, 2]]).plot({ style: 'color: red; max-width: none' }).outerHTML;
    expect(svg).toContain('color:red');
    expect(svg).toContain('max-width:none');
    expect(svg).toContain('background:transparent');
  });

  it('says what to do instead where a canvas would be needed', () => {
    expect(() => Plot.legend({ color: { type: 'linear', domain: [0, 1] } } as object)).toThrow(
      "use a colour scale of steps, such as color: { type: 'quantize'",
    );
    expect(() => Plot.legend({ color: { type: 'quantize', scheme: 'blues', domain: [0, 1] } } as object)).not.toThrow();
  });
});

describe('stableMarkup', () => {
  it('rounds the numbers of geometry to a hundredth, and no others', () => {
    expect(stableMarkup('<path d="M1.23456,-0.0001L334.99999999999994,2" data-v="1.23456"/><text x="3">1.23456</text>')).toBe(
      '<path d="M1.23,0L335,2" data-v="1.23456"/><text x="3">1.23456</text>',
    );
  });

  it('renames an id wherever it is used, and none that only begins alike', () => {
    const result = stableMarkup('<g id="a"/><g id="ab"/><use clip-path="url(#a)"/><use clip-path="url(#ab)"/>');
    const [, first, second] = /id="(c[a-p]{8}-1)".*id="(c[a-p]{8}-2)"/.exec(result)!;
    expect(result).toBe(
      `<g id="${first}"/><g id="${second}"/><use clip-path="url(#${first})"/><use clip-path="url(#${second})"/>`,
    );
  });
});
