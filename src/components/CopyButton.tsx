/** Puts a text on the clipboard, and says for a moment whether the browser let it. */
import clsx from 'clsx';
import { useState } from 'react';

export interface CopyButtonProps {
  label: string;
  text: () => string;
  className: string;
  title?: string;
}

/** Milliseconds for which the outcome stands in the label's place. */
const SAID = 1500;

export function CopyButton({ label, text, className, title }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<string>();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      setOutcome('Copied');
    } catch {
      setOutcome('The browser refused');
    }
    setTimeout(() => setOutcome(undefined), SAID);
  };
  return (
    <button type="button" className={clsx('needs-script', className)} title={title} onClick={() => void copy()}>
      {outcome ?? label}
    </button>
  );
}
