/** Outputs one below the other, each by the view of its kind. */
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

export interface OutputListProps {
  outputs: Output[];
  /** The cell they are of. */
  cell: string;
  /** They are the book's: their markup was made safe when the site was built. */
  isSaved: boolean;
  /** What the reader set the cell's inputs to. */
  inputs: InputValues;
  /** Absent where no input can be set. */
  onInput?: (input: InputOutput, value: InputValue) => void;
}

export function OutputList({ outputs, ...props }: OutputListProps) {
  return outputs.map((output, index) => (
    <Guard key={index} output={output}>
      <OutputView output={output} {...props} />
    </Guard>
  ));
}

function OutputView({ output, cell, isSaved, inputs, onInput }: Omit<OutputListProps, 'outputs'> & { output: Output }) {
  switch (output.kind) {
    case 'text':
      return <TextView output={output} />;
    case 'value':
      return <ValueView node={output.tree} />;
    case 'table':
      return <TableView table={output} />;
    case 'svg':
      return <ChartView chart={output} isSaved={isSaved} />;
    case 'html':
      return <HtmlView html={output.html} isSaved={isSaved} />;
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
