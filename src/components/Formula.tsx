/** A formula as KaTeX set it when the site was built. */
import { memo, useMemo } from 'react';
import type { Formulas } from './formulasOf';

export interface FormulaProps {
  className: string;
  /** The formulas of the page, and which of them this is. */
  of: Formulas;
  at: string;
}

/** React writes markup anew for each new object that holds it, so there is only one. */
export const Formula = memo(function Formula({ className, of: { id, html }, at }: FormulaProps) {
  const markup = useMemo(() => ({ __html: html[Number(at)] }), [html, at]);
  return <span className={className} data-formula={`${id}-${at}`} dangerouslySetInnerHTML={markup} suppressHydrationWarning />;
});
