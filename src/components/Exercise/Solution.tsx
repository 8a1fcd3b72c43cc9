/** The book's solution: behind a question as long as the exercise is open, and never behind a script. */
import { useRef, useState } from 'react';
import type { MouseEvent } from 'react';
import type { ChapterCell } from '../../notebook/chapter';
import cellStyles from '../Cell/Cell.module.css';
import codeStyles from '../Editor/Code.module.css';
import styles from './Exercise.module.css';

export interface SolutionProps {
  cell: ChapterCell;
  /** Nothing to ask: the exercise was solved, or its solution seen before. */
  isFree: boolean;
  onSee: () => void;
  /** Absent until the page has come alive. */
  onTake?: () => void;
}

export function Solution({ cell, isFree, onSee, onTake }: SolutionProps) {
  const details = useRef<HTMLDetailsElement>(null);
  const [isAsking, setAsking] = useState(false);
  const onClick = (event: MouseEvent) => {
    if (isFree || !onTake || details.current!.open) return;
    event.preventDefault();
    setAsking(true);
  };
  const show = () => {
    setAsking(false);
    details.current!.open = true;
    onSee();
  };
  return (
    <>
      <details ref={details} className={styles.solution}>
        <summary onClick={onClick}>Show solution</summary>
        <div className={codeStyles.code}>
          <pre className={codeStyles.static} tabIndex={0} aria-label="The book’s solution">
            <code data-code={cell.id} dangerouslySetInnerHTML={{ __html: cell.html }} />
          </pre>
        </div>
        {onTake && (
          <button type="button" className={cellStyles.button} onClick={onTake}>
            Put it into the cell
          </button>
        )}
      </details>
      {isAsking && (
        <div className={styles.question} role="group" aria-label="Show the solution?">
          <p>You have not passed the check yet. See the solution all the same?</p>
          <button type="button" className={cellStyles.button} onClick={show}>
            Show it
          </button>
          <button type="button" className={cellStyles.button} autoFocus onClick={() => setAsking(false)}>
            Keep trying
          </button>
        </div>
      )}
    </>
  );
}
