/** One hint. The next one stands inside it, so that they open one by one, with a script or without. */
import type { ReactNode } from 'react';
import styles from './Exercise.module.css';

export interface HintProps {
  /** Which of how many; given by the remark plugin. */
  number?: string;
  of?: string;
  children?: ReactNode;
}

export function Hint({ number = '1', of = '1', children }: HintProps) {
  return (
    <details className={styles.hint}>
      <summary>{of === '1' ? 'Hint' : `Hint ${number} of ${of}`}</summary>
      {children}
    </details>
  );
}
