/** The globals `slider`, `select`, `checkbox` and `button`: a control among the cell's outputs, and its value for the code. */
import type { Control, InputOutput, InputValue, InputValues } from '../../notebook/types';
import type { Screen } from '../recorder';

/** What happens when a reader moves a control: its own cell runs again, or also every cell that needs it. */
export interface InputOptions {
  rerun?: 'cell' | 'dependents';
}

export interface SliderOptions extends InputOptions {
  min: number;
  max: number;
  /** 1 between whole numbers at least 10 apart, else a hundredth of the range. */
  step?: number;
  /** The first value; `min` by default. */
  value?: number;
}

/** The run under way, as far as inputs go. */
export interface InputRun {
  recorder: Screen;
  /** What the reader set, by name. */
  inputs: InputValues;
  /** Names used so far in this run. */
  names: Set<string>;
}

/** Makes the four globals of a kernel. Outside the page every input has its first value. */
export function makeInputs(current: () => InputRun) {
  const input = <T extends InputValue>(
    control: Control,
    name: string,
    initial: T,
    { rerun = 'cell' }: InputOptions,
    fit: (value: InputValue) => T | undefined,
  ): T => {
    const { recorder, inputs, names } = current();
    if (typeof name !== 'string' || name === '') throw new TypeError(`${control.type}: name must be a text, got ${String(name)}`);
    if (names.has(name)) throw new RangeError(`${control.type}: name must be another one, '${name}' is used above`);
    names.add(name);
    const value = (Object.hasOwn(inputs, name) ? fit(inputs[name]) : undefined) ?? initial;
    recorder.add({ kind: 'input', name, control, value, initial, rerun } satisfies InputOutput);
    return value;
  };
  return {
    slider(name: string, options: SliderOptions): number {
      const { min, max, step = stepOf(options), value = min } = options;
      if (!(min < max)) throw new RangeError(`slider: min must be less than max, got ${min} and ${max}`);
      if (!(step > 0)) throw new RangeError(`slider: step must be positive, got ${step}`);
      if (!(value >= min && value <= max)) throw new RangeError(`slider: value must be in ${min} … ${max}, got ${value}`);
      const fit = (given: InputValue) => (typeof given === 'number' ? Math.min(max, Math.max(min, given)) : undefined);
      return input({ type: 'slider', min, max, step }, name, value, options, fit);
    },
    select<T extends number | string>(name: string, options: readonly T[], more: InputOptions & { value?: T } = {}): T {
      if (!Array.isArray(options) || options.length === 0) throw new RangeError('select: options must be a list of at least one');
      const { value = options[0] } = more;
      if (!options.includes(value)) throw new RangeError(`select: value must be one of ${options.join(', ')}, got ${value}`);
      const fit = (given: InputValue) => options.find((option) => option === given);
      return input({ type: 'select', options: [...options] }, name, value, more, fit);
    },
    checkbox(name: string, more: InputOptions & { value?: boolean } = {}): boolean {
      const { value = false } = more;
      return input({ type: 'checkbox' }, name, value, more, (given) => (typeof given === 'boolean' ? given : undefined));
    },
    button(name: string, more: InputOptions = {}): number {
      return input({ type: 'button' }, name, 0, more, (given) => (typeof given === 'number' ? given : undefined));
    },
  };
}

function stepOf({ min, max }: SliderOptions): number {
  return Number.isInteger(min) && Number.isInteger(max) && max - min >= 10 ? 1 : (max - min) / 100;
}
