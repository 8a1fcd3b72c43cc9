import { describe, expect, it } from 'vitest';
import { compileCell } from '../../src/kernel/compile';
import { createKernel } from '../../src/kernel/execute';
import type { InputValues } from '../../src/notebook/types';

async function run(source: string, inputs?: InputValues) {
  const kernel = createKernel({ modules: {}, formatters: [], globals: {} });
  const signal = new AbortController().signal;
  const { outputs, status } = await kernel.run({ cell: compileCell('a', source), inputs, signal, onOutputs: () => undefined });
  return { status, inputs: outputs.filter(({ kind }) => kind === 'input'), last: outputs.at(-1) };
}

const EVERY =
  "const values = [slider('m', { min: 0, max: 10, value: 4 }), select('gain', ['linear', 'exponential']), checkbox('log'), button('again')]; display(values.join())";

describe('slider, select, checkbox and button', () => {
  it('give their first values where nothing was set', async () => {
    const { inputs, last } = await run(EVERY);
    expect(last).toMatchObject({ text: '4,linear,false,0\n' });
    expect(inputs).toEqual([
      { kind: 'input', name: 'm', control: { type: 'slider', min: 0, max: 10, step: 1 }, value: 4, initial: 4, rerun: 'cell' },
      {
        kind: 'input',
        name: 'gain',
        control: { type: 'select', options: ['linear', 'exponential'] },
        value: 'linear',
        initial: 'linear',
        rerun: 'cell',
      },
      { kind: 'input', name: 'log', control: { type: 'checkbox' }, value: false, initial: false, rerun: 'cell' },
      { kind: 'input', name: 'again', control: { type: 'button' }, value: 0, initial: 0, rerun: 'cell' },
    ]);
  });

  it('give what the reader set', async () => {
    const { inputs, last } = await run(EVERY, { m: 7, gain: 'exponential', log: true, again: 2 });
    expect(last).toMatchObject({ text: '7,exponential,true,2\n' });
    expect(inputs).toMatchObject([{ value: 7, initial: 4 }, { value: 'exponential' }, { value: true }, { value: 2 }]);
  });

  it('fall back where what was set no longer fits the code', async () => {
    expect((await run(EVERY, { m: 99, gain: 'cubic', log: 'yes', again: 'x' })).last).toMatchObject({
      text: '10,linear,false,0\n',
    });
  });

  it.each([
    ["slider('a', { min: 1, max: 1 })", 'slider: min must be less than max, got 1 and 1'],
    ["slider('a', { min: 0, max: NaN })", 'slider: min must be less than max, got 0 and NaN'],
    ["slider('a', { min: 0, max: 1, step: 0 })", 'slider: step must be positive, got 0'],
    ["slider('a', { min: 0, max: 1, value: 2 })", 'slider: value must be in 0 … 1, got 2'],
    ["select('a', [])", 'select: options must be a list of at least one'],
    ["select('a', ['x'], { value: 'y' })", 'select: value must be one of x, got y'],
    ["checkbox('')", 'checkbox: name must be a text, got '],
    ["button('a'); checkbox('a')", "checkbox: name must be another one, 'a' is used above"],
  ])('refuse what cannot be shown: %s', async (source, message) => {
    expect(await run(source)).toMatchObject({ status: 'failed', last: { message } });
  });

  it('may be called again in the next run, and choose a step of their own', async () => {
    const kernel = createKernel({ modules: {}, formatters: [], globals: {} });
    const request = {
      cell: compileCell('a', "slider('x', { min: 0, max: 1 })"),
      signal: new AbortController().signal,
      onOutputs: () => undefined,
    };
    await kernel.run(request);
    expect((await kernel.run(request)).outputs).toMatchObject([{ control: { step: 0.01 }, value: 0 }]);
  });
});
