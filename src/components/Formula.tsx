/** A formula as KaTeX set it when the site was built. */
import { memo, useMemo } from 'react';

export interface FormulaProps {
  className: string;
  /** KaTeX's own markup. */
  html: string;
}

/** React writes markup anew for each new object that holds it, so there is only one. */
export const Formula = memo(function Formula({ className, html }: FormulaProps) {
  const markup = useMemo(() => ({ __html: html }), [html]);
  return <span className={className} dangerouslySetInnerHTML={markup} suppressHydrationWarning />;
});
