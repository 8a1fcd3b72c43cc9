/** HTML that a cell displayed, sanitised. */
import { useMemo } from 'react';
import styles from './Output.module.css';
import { sanitize } from './sanitize';

export function HtmlView({ html }: { html: string }) {
  const clean = useMemo(() => ({ __html: sanitize(html, 'html') }), [html]);
  return <div className={styles.html} dangerouslySetInnerHTML={clean} suppressHydrationWarning />;
}
