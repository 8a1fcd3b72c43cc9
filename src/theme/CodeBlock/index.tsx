/** A block of code as it was coloured when the site was built, in place of the theme's, which would colour it in the browser. */
import clsx from 'clsx';
import { useMemo, useRef } from 'react';
import { CopyButton } from '../../components/CopyButton';
import styles from './styles.module.css';

export interface CodeBlockProps {
  /** Markup of its lines. */
  html: string;
  /** Where the code is from. */
  title?: string;
}

export default function CodeBlock({ html, title }: CodeBlockProps) {
  const code = useRef<HTMLElement>(null);
  // React writes markup anew for each new object that holds it.
  const markup = useMemo(() => ({ __html: html }), [html]);
  return (
    <div className={clsx('theme-code-block', styles.block)}>
      {title && <div className={styles.title}>{title}</div>}
      <div className={styles.content}>
        <pre className={styles.pre} tabIndex={0}>
          <code ref={code} className={styles.code} dangerouslySetInnerHTML={markup} />
        </pre>
        <CopyButton
          className={styles.copy}
          label="Copy"
          title="Copy code to clipboard"
          text={() => code.current!.textContent.trimEnd()}
        />
      </div>
    </div>
  );
}
