/** A block of code as it was coloured when the site was built, in place of the theme's, which would colour it in the browser. */
import clsx from 'clsx';
import { useMemo, useRef, useState } from 'react';
import styles from './styles.module.css';

export interface CodeBlockProps {
  /** Markup of its lines. */
  html: string;
  /** Where the code is from. */
  title?: string;
}

const COPY = 'Copy';

export default function CodeBlock({ html, title }: CodeBlockProps) {
  const code = useRef<HTMLElement>(null);
  // React writes markup anew for each new object that holds it.
  const markup = useMemo(() => ({ __html: html }), [html]);
  const [said, setSaid] = useState(COPY);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(code.current!.textContent.trimEnd());
      setSaid('Copied');
    } catch {
      setSaid('The browser refused');
    }
    setTimeout(() => setSaid(COPY), 1500);
  };
  return (
    <div className={clsx('theme-code-block', styles.block)}>
      {title && <div className={styles.title}>{title}</div>}
      <div className={styles.content}>
        <pre className={styles.pre} tabIndex={0}>
          <code ref={code} className={styles.code} dangerouslySetInnerHTML={markup} />
        </pre>
        <button
          type="button"
          className={clsx('needs-script', styles.copy)}
          title="Copy code to clipboard"
          onClick={() => void copy()}
        >
          {said}
        </button>
      </div>
    </div>
  );
}
