/** The numbers that a figure draws, in words: read out when they change. */
import type { ReactNode } from 'react';
import styles from './figures.module.css';

export interface NumbersProps {
  /** What each number is, and the number as it is written; the names differ. */
  of: readonly (readonly [name: string, value: ReactNode])[];
  /** A class beside the shared one. */
  className?: string;
}

export function Numbers({ of, className }: NumbersProps) {
  return (
    <dl className={className === undefined ? styles.numbers : `${styles.numbers} ${className}`} aria-live="polite">
      {of.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
