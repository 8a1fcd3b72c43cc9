/** What the type checker finds in a cell, in words below its code: for who has no pointer to hold over an underline. */
import { useState } from 'react';
import type { TypeProblem } from '../../typing/protocol';
import styles from './Code.module.css';
import type { TypesState } from './typesStore';

export interface TypeProblemsProps {
  cell: string;
  types: TypesState;
  isEdited: boolean;
  /** Takes the reader to an offset of the code. */
  onGo: (at: number) => void;
}

/** Faults shown before one asks for more. */
const FIRST = 3;

export function TypeProblems({ cell, types, isEdited, onGo }: TypeProblemsProps) {
  const [isWhole, setWhole] = useState(false);
  const problems: TypeProblem[] = types.problems.get(cell) ?? [];
  const shown = isWhole ? problems : problems.slice(0, FIRST);
  return (
    <div role="status" className={problems.length > 0 || types.status === 'failed' ? styles.problems : undefined}>
      {types.status === 'failed' && isEdited && (
        <p>The type checker could not be loaded ({types.reason}). The cell runs all the same; the next edit tries again.</p>
      )}
      {shown.map((problem) => (
        <button key={`${problem.from} ${problem.code}`} type="button" onClick={() => onGo(problem.from)}>
          <span>line {problem.line}</span> {problem.message}
        </button>
      ))}
      {problems.length > shown.length && (
        <button type="button" onClick={() => setWhole(true)}>
          {problems.length - shown.length} more
        </button>
      )}
    </div>
  );
}
