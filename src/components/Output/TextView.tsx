/** Lines that a cell logged. Long text is folded; a page of it can be saved. */
import clsx from 'clsx';
import type { TextOutput } from '../../notebook/types';
import styles from './Output.module.css';
import { download, fileName } from './download';
import { countLines, foldText } from './foldText';

/** A text of fewer lines is copied by eye. */
const PAGE = 12;

export function TextView({ output }: { output: TextOutput }) {
  const isPage = output.stream !== 'error' && countLines(output.text, PAGE) >= PAGE;
  return (
    <>
      <Lines output={output} />
      {isPage && <SaveButton text={output.text} />}
    </>
  );
}

function Lines({ output }: { output: TextOutput }) {
  const className = clsx(styles.text, output.stream === 'error' && styles.bad);
  const fold = foldText(output.text);
  if (!fold)
    return (
      <pre className={className} tabIndex={0}>
        {output.text}
      </pre>
    );
  return (
    <details className={styles.fold}>
      <summary>
        <pre className={className}>{fold.shown}</pre>
        <span className={styles.more}>{fold.more}</span>
      </summary>
      <pre className={className} tabIndex={0}>
        {fold.rest}
      </pre>
    </details>
  );
}

/** Saves the text as a file that is named after its first line. */
function SaveButton({ text }: { text: string }) {
  const save = () => download(`${fileName(text.split('\n')[0])}.txt`, new Blob([text], { type: 'text/plain' }));
  return (
    <div className={styles.pager}>
      <button type="button" className={clsx('needs-script', styles.copy)} onClick={save}>
        Save as text
      </button>
    </div>
  );
}
