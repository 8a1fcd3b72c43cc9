/** Lines that a cell logged. Long text is folded. */
import clsx from 'clsx';
import type { TextOutput } from '../../notebook/types';
import styles from './Output.module.css';
import { foldText } from './foldText';

export function TextView({ output }: { output: TextOutput }) {
  const className = clsx(styles.text, output.stream === 'error' && styles.bad);
  const fold = foldText(output.text);
  if (!fold)
    return (
      <pre className={className} tabIndex={0}>
        {output.text}
      </pre>
    );
  return (
    <details className={styles.fold}>
      <summary>
        <pre className={className}>{fold.shown}</pre>
        <span className={styles.more}>{fold.more}</span>
      </summary>
      <pre className={className} tabIndex={0}>
        {fold.rest}
      </pre>
    </details>
  );
}
