import { describe, expect, it } from 'vitest';
import { makeInputs } from '../../../src/kernel/globals/inputs';
import { Recorder } from '../../../src/kernel/recorder';
import type { InputValues } from '../../../src/notebook/types';

function controls(inputs: InputValues = {}) {
  const recorder = new Recorder(() => undefined);
  const names = new Set<string>();
  return { ...makeInputs(() => ({ recorder, inputs, names })), outputs: recorder.outputs };
}

describe('slider(name, options)', () => {
  it('has its least value at first, a step that fits its range, and tells all of it', () => {
    const { slider, outputs } = controls();
    expect(slider('m', { min: 0, max: 100 })).toBe(0);
    expect(slider('share', { min: 0, max: 1, value: 0.5, rerun: 'dependents' })).toBe(0.5);
    expect(slider('k', { min: 0, max: 10 })).toBe(0);
    expect(slider('few', { min: 0, max: 9 })).toBe(0);
    expect(slider('half', { min: 0.5, max: 20 })).toBe(0.5);
    expect(slider('to half', { min: 0, max: 20.5 })).toBe(0);
    expect(slider('own', { min: -1, max: 1, step: 0.25, value: 1 })).toBe(1);
    expect(outputs[1]).toEqual({
      ...{ kind: 'input', name: 'share', value: 0.5, initial: 0.5, rerun: 'dependents' },
      control: { type: 'slider', min: 0, max: 1, step: 0.01 },
    });
    expect(outputs[0]).toMatchObject({ rerun: 'cell' });
    expect(
      outputs.map((output) => (output.kind === 'input' && output.control.type === 'slider' ? output.control.step : 0)),
    ).toEqual([...[1, 0.01, 1, 0.09, 0.195, 0.205, 0.25]]);
  });

  it('takes what the reader set, within its range', () => {
    const set = (value: number | string | boolean) => controls({ m: value }).slider('m', { min: 1, max: 5, value: 2 });
    expect([3, 0, 9, 'x', true].map(set)).toEqual([3, 1, 5, 2, 2]);
    const { slider, outputs } = controls({ m: 4 });
    slider('m', { min: 1, max: 5, value: 2 });
    expect(outputs[0]).toMatchObject({ value: 4, initial: 2 });
  });

  it.each<[string, () => unknown]>([
    ['slider: min must be less than max, got 2 and 2', () => controls().slider('m', { min: 2, max: 2 })],
    ['slider: step must be positive, got 0', () => controls().slider('m', { min: 1, max: 2, step: 0 })],
    ['slider: value must be in 1 … 2, got 3', () => controls().slider('m', { min: 1, max: 2, value: 3 })],
    ['slider: value must be in 1 … 2, got 0', () => controls().slider('m', { min: 1, max: 2, value: 0 })],
    ['slider: value must be in 1 … 2, got NaN', () => controls().slider('m', { min: 1, max: 2, value: NaN })],
    ['slider: name must be a text, got ', () => controls().slider('', { min: 1, max: 2 })],
    ['checkbox: name must be a text, got 5', () => controls().checkbox(5 as unknown as string)],
    ['select: options must be a list of at least one', () => controls().select('m', [])],
    ['select: options must be a list of at least one', () => controls().select('m', 'ab' as unknown as string[])],
    ['select: value must be one of a, b, got c', () => controls().select('m', ['a', 'b'], { value: 'c' as 'a' })],
  ])('says %s', (message, ask) => {
    expect(ask).toThrow(message);
  });
});

describe('select, checkbox and button', () => {
  it('begin with the first option, false, and never pressed', () => {
    const { select, checkbox, button, outputs } = controls();
    const options = ['linear', 'exponential'];
    expect(select('gain', options)).toBe('linear');
    expect(select('other', options, { value: 'exponential', rerun: 'dependents' })).toBe('exponential');
    expect(checkbox('shuffle')).toBe(false);
    expect(checkbox('on', { value: true })).toBe(true);
    expect(button('again')).toBe(0);
    options.push('late');
    expect(outputs.map((output) => output.kind === 'input' && output.control)).toEqual([
      { type: 'select', options: ['linear', 'exponential'] },
      { type: 'select', options: ['linear', 'exponential'] },
      ...[{ type: 'checkbox' }, { type: 'checkbox' }, { type: 'button' }],
    ]);
    expect(outputs[1]).toMatchObject({ rerun: 'dependents', initial: 'exponential' });
  });

  it('take what the reader set, if it is of their kind', () => {
    expect(controls({ g: 'b' }).select('g', ['a', 'b'])).toBe('b');
    expect(controls({ g: 'gone' }).select('g', ['a', 'b'])).toBe('a');
    expect(controls({ c: true }).checkbox('c')).toBe(true);
    expect(controls({ c: false }).checkbox('c', { value: true })).toBe(false);
    expect(controls({ c: 1 }).checkbox('c')).toBe(false);
    expect(controls({ b: 3 }).button('b')).toBe(3);
    expect(controls({ b: 'x' }).button('b')).toBe(0);
    expect(controls(Object.create({ b: 3 }) as InputValues).button('b')).toBe(0);
  });

  it('have a name each', () => {
    const { checkbox, button } = controls();
    checkbox('x');
    expect(() => button('x')).toThrow(new RangeError("button: name must be another one, 'x' is used above"));
  });
});
