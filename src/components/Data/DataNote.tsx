/** Stands above a chapter whose cells work on other data than the book's: what is from which, and the way back. */
import cellStyles from '../Cell/Cell.module.css';
import { BUILT_IN } from './choice';
import { dataChoice } from './choiceStore';
import styles from './Data.module.css';
import { useChoice } from './useData';

export function DataNote() {
  const choice = useChoice();
  if (choice.kind === 'built-in') return null;
  return (
    <div className={styles.note} role="note">
      <p>
        Cells run on <strong>{choice.name}</strong>. Saved outputs, figures and the numbers in the text are those of the built-in
        world.
      </p>
      <button type="button" className={cellStyles.button} onClick={() => dataChoice.set(BUILT_IN)}>
        Back to the built-in world
      </button>
    </div>
  );
}
