/** HTML that a cell displayed, sanitised. */
import styles from './Output.module.css';
import { useClean } from './sanitize';

export function HtmlView({ html, isSaved }: { html: string; isSaved: boolean }) {
  const clean = useClean(html, { kind: 'html', isSaved });
  return <div className={styles.html} dangerouslySetInnerHTML={clean} suppressHydrationWarning />;
}
