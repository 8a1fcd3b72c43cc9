/** A cell's outputs, one below the other, at a size that does not jump while the cell runs again. */
import clsx from 'clsx';
import { useLayoutEffect, useRef } from 'react';
import { lackText } from '../../notebook/lackText';
import type { InputOutput, InputValue, InputValues, Output } from '../../notebook/types';
import { ChartView } from './ChartView';
import { CheckView } from './CheckView';
import { ErrorView } from './ErrorView';
import { Guard } from './Guard';
import { HtmlView } from './HtmlView';
import { InputView } from './InputView';
import styles from './Output.module.css';
import { ProgressView } from './ProgressView';
import { TableView } from './TableView';
import { TextView } from './TextView';
import { ValueView } from './ValueView';

export interface OutputsProps {
  outputs: Output[];
  /** The cell they are of. */
  cell: string;
  /** The cell runs or waits: the place of the former outputs is kept. */
  isPending: boolean;
  isStale: boolean;
  /** What the reader set the cell's inputs to. */
  inputs: InputValues;
  /** Absent where no input can be set. */
  onInput?: (input: InputOutput, value: InputValue) => void;
}

const useBrowserLayoutEffect = typeof window === 'undefined' ? () => undefined : useLayoutEffect;

export function Outputs({ outputs, cell, isPending, isStale, inputs, onInput }: OutputsProps) {
  const box = useRef<HTMLDivElement>(null);
  useBrowserLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    if (isPending) element.style.minHeight = `${element.offsetHeight}px`;
    else element.style.minHeight = '';
  }, [isPending]);
  return (
    <div ref={box} className={clsx(styles.outputs, isStale && styles.stale)} hidden={outputs.length === 0 && !isPending}>
      {outputs.map((output, index) => (
        <Guard key={index} output={output}>
          <OutputView output={output} cell={cell} inputs={inputs} onInput={onInput} />
        </Guard>
      ))}
    </div>
  );
}

function OutputView({ output, cell, inputs, onInput }: Pick<OutputsProps, 'cell' | 'inputs' | 'onInput'> & { output: Output }) {
  switch (output.kind) {
    case 'text':
      return <TextView output={output} />;
    case 'value':
      return <ValueView node={output.tree} />;
    case 'table':
      return <TableView table={output} />;
    case 'svg':
      return <ChartView chart={output} />;
    case 'html':
      return <HtmlView html={output.html} />;
    case 'progress':
      return <ProgressView progress={output} />;
    case 'input':
      return (
        <InputView
          input={output}
          value={inputs[output.name] ?? output.initial}
          onSet={onInput && ((value) => onInput(output, value))}
        />
      );
    case 'lack':
      return <p className={styles.lack}>{lackText(output)}</p>;
    case 'check':
      return <CheckView check={output} cell={cell} />;
    case 'error':
      return <ErrorView error={output} cell={cell} />;
    case 'cut':
      return (
        <p className={styles.cut}>
          {output.dropped.toLocaleString('en')} more {output.what === 'text' ? 'characters' : 'outputs'} not kept.
        </p>
      );
  }
}
