/** A control that the cell asked for. Without a script it shows the value that the output was made with. */
import type { ReactNode } from 'react';
import { formatNumber } from '../../notebook/format';
import type { InputOutput, InputValue } from '../../notebook/types';
import styles from './Output.module.css';

export interface InputViewProps {
  input: InputOutput;
  /** What the reader set it to, maybe a moment ago, or its first value. */
  value: InputValue;
  /** Absent where nothing can run. */
  onSet?: (value: InputValue) => void;
}

export function InputView({ input, value, onSet }: InputViewProps): ReactNode {
  const { name, control } = input;
  const isOff = !onSet;
  if (control.type === 'button')
    return (
      <button type="button" className={styles.push} disabled={isOff} onClick={() => onSet!(Number(value) + 1)}>
        {name}
      </button>
    );
  if (control.type === 'checkbox')
    return (
      <label className={styles.input}>
        <input type="checkbox" checked={value === true} disabled={isOff} onChange={(event) => onSet!(event.target.checked)} />
        {name}
      </label>
    );
  if (control.type === 'select')
    return (
      <label className={styles.input}>
        {name}
        <select
          value={control.options.indexOf(value as string | number)}
          disabled={isOff}
          onChange={(event) => onSet!(control.options[Number(event.target.value)])}
        >
          {control.options.map((option, at) => (
            <option key={at} value={at}>
              {String(option)}
            </option>
          ))}
        </select>
      </label>
    );
  return (
    <label className={styles.input}>
      {name}
      <input
        type="range"
        min={control.min}
        max={control.max}
        step={control.step}
        value={Number(value)}
        disabled={isOff}
        onChange={(event) => onSet!(Number(event.target.value))}
      />
      <output>{formatNumber(Number(value))}</output>
    </label>
  );
}
