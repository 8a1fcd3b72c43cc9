/** Says which data the cells work on, and opens the dialog that changes it. */
import useIsBrowser from '@docusaurus/useIsBrowser';
import clsx from 'clsx';
import { nameOf } from './choice';
import styles from './Data.module.css';
import { dataDialog } from './dialogStore';
import { useChoice } from './useData';

export function DataButton({ className }: { className?: string }) {
  const choice = useChoice();
  return (
    <button
      type="button"
      className={clsx('needs-script', styles.open, choice.kind !== 'built-in' && styles.other, className)}
      disabled={!useIsBrowser()}
      aria-haspopup="dialog"
      onClick={() => dataDialog.open()}
    >
      <span className={styles.name}>Data: {nameOf(choice)}</span> <span aria-hidden="true">▾</span>
    </button>
  );
}
