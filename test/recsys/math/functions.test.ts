import { describe, expect, it } from 'vitest';
import * as own from '../../../src/recsys/math/functions';
import { random } from '../../../src/recsys/math/random';

/** How many representable doubles lie between two numbers. */
function ulps(a: number, b: number): number {
  const order = (x: number) => {
    const bits = new BigInt64Array(new Float64Array([x]).buffer)[0];
    return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits;
  };
  return Number(a === b || (a !== a && b !== b) ? 0n : order(a) > order(b) ? order(a) - order(b) : order(b) - order(a));
}

/** The largest distance of own(x) from the engine's function, itself within 1 ulp of the truth in V8, over seeded points. */
function worst(
  f: (x: number) => number,
  oracle: (x: number) => number,
  point: (draw: ReturnType<typeof random>) => number,
): number {
  const draw = random(7);
  let most = 0;
  for (let i = 0; i < 20000; i++) {
    const x = point(draw);
    most = Math.max(most, ulps(f(x), oracle(x)));
  }
  return most;
}

const uniform = (from: number, to: number) => (draw: ReturnType<typeof random>) => from + (to - from) * draw.next();
const wide = (draw: ReturnType<typeof random>) => Math.exp(uniform(-700, 700)(draw));

describe('the elementary functions are within a few ulp of the engine’s', () => {
  it('exp', () => expect(worst(own.exp, Math.exp, uniform(-740, 709))).toBeLessThanOrEqual(4));
  it('expm1', () => expect(worst(own.expm1, Math.expm1, uniform(-2, 2))).toBeLessThanOrEqual(4));
  it('log', () => expect(worst(own.log, Math.log, wide)).toBeLessThanOrEqual(4));
  it('log near 1', () => expect(worst(own.log, Math.log, uniform(0.5, 2))).toBeLessThanOrEqual(4));
  it('log1p', () => expect(worst(own.log1p, Math.log1p, uniform(-0.9, 2))).toBeLessThanOrEqual(4));
  it('log2', () => expect(worst(own.log2, Math.log2, wide)).toBeLessThanOrEqual(4));
  it('log10', () => expect(worst(own.log10, Math.log10, wide)).toBeLessThanOrEqual(4));
  it('tanh', () => expect(worst(own.tanh, Math.tanh, uniform(-25, 25))).toBeLessThanOrEqual(6));
  it('sigmoid', () => expect(worst(own.sigmoid, (x) => 1 / (1 + Math.exp(-x)), uniform(-30, 30))).toBeLessThanOrEqual(8));

  it('sin and cos, absolutely', () => {
    const draw = random(8);
    for (let i = 0; i < 20000; i++) {
      const x = (draw.next() - 0.5) * 2000;
      expect(Math.abs(own.sin(x) - Math.sin(x))).toBeLessThan(5e-16);
      expect(Math.abs(own.cos(x) - Math.cos(x))).toBeLessThan(5e-16);
    }
  });

  it('pow, relatively, within the bound it states', () => {
    const draw = random(9);
    for (let i = 0; i < 20000; i++) {
      const x = Math.exp((draw.next() - 0.5) * 20);
      const y = (draw.next() - 0.5) * 40;
      const truth = Math.pow(x, y);
      expect(Math.abs(own.pow(x, y) - truth) / truth).toBeLessThanOrEqual(2 ** -52 * (4 + 2 * Math.abs(y * Math.log(x))));
    }
  });
});

describe('the elementary functions at their edges', () => {
  it('agree with the standard at 0, infinities and NaN', () => {
    const points = [0, 1, -1, Infinity, -Infinity, NaN, 710, -746, Number.MIN_VALUE, Number.MAX_VALUE];
    for (const name of ['exp', 'expm1', 'log', 'log1p', 'log2', 'log10', 'tanh'] as const) {
      for (const x of points) {
        const distance = ulps(own[name](x), Math[name](x));
        expect(distance, `${name}(${x}) = ${own[name](x)}, not ${Math[name](x)}`).toBeLessThanOrEqual(4);
      }
    }
    expect(own.sin(Infinity)).toBeNaN();
    expect(own.cos(NaN)).toBeNaN();
    expect(own.sigmoid(-800)).toBe(0);
    expect(own.sigmoid(800)).toBe(1);
  });

  it('log2 is exact at powers of two', () => {
    for (let k = -1022; k <= 1023; k++) expect(own.log2(2 ** k)).toBe(k);
  });

  it('pow multiplies whole exponents exactly where it can', () => {
    expect(own.pow(2, 10)).toBe(1024);
    expect(own.pow(-3, 3)).toBe(-27);
    expect(own.pow(2, -2)).toBe(0.25);
    expect(own.pow(5, 0)).toBe(1);
    expect(own.pow(-2, 0.5)).toBeNaN();
    expect(own.pow(0, 0.5)).toBe(0);
    expect(own.pow(4, 0.5)).toBeCloseTo(2, 15);
  });
});
