/** A cell's code: coloured text that becomes an editor in place, on the first click or key. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { MouseEvent } from 'react';
import { flushSync } from 'react-dom';
import type { ChapterCell } from '../../notebook/chapter';
import { codeLines, escapeHtml } from '../../notebook/markup';
import { notify } from '../Cell/notices';
import type { Session } from '../Cell/session';
import styles from './Code.module.css';
import type { Editor } from './editor';
import { TypeProblems } from './TypeProblems';
import { useCodeTip } from './useCodeTip';
import { useHoversAddress, useTypeAssets, useTypes } from './useTypes';

export interface CodeProps {
  cell: ChapterCell;
  code: string;
  /** 1-based line that an error names. */
  markedLine?: number;
  /** Absent until the page has come alive. */
  session?: Session;
}

/** An edited cell before its colours are there: plain lines. */
const plainLines = (code: string) => codeLines(code.split('\n').map(escapeHtml));

/** The lines of a cell as it stands. An edited one gets its colours a moment later, from the parser that the editor would bring. */
function useLines(cell: ChapterCell, code: string, isOpen: boolean): string {
  const [coloured, setColoured] = useState<{ code: string; html: string }>();
  const isPlain = code !== cell.code && !isOpen && coloured?.code !== code;
  useEffect(() => {
    if (!isPlain) return undefined;
    let isWanted = true;
    import('../../notebook/highlight').then(
      ({ highlight }) => isWanted && setColoured({ code, html: highlight(code) }),
      () => undefined, // without its colours it is still the code
    );
    return () => {
      isWanted = false;
    };
  }, [code, isPlain]);
  if (code === cell.code) return cell.html;
  return coloured?.code === code ? coloured.html : plainLines(code);
}

export function Code({ cell, code, markedLine, session }: CodeProps) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor>(undefined);
  const [isOpen, setOpen] = useState(false);
  const types = useTypes(session?.chapter.path);
  const assets = useTypeAssets();
  const hovers = useHoversAddress(session?.chapter.path);
  const tip = useCodeTip(host, hovers, cell.id, code);

  const open = useCallback(
    async (at?: number) => {
      if (editor.current) return editor.current.focus(at);
      const { chapterTypesOf, createEditor } = await import('./editor');
      if (editor.current || !host.current || !session) return;
      editor.current = createEditor({
        parent: host.current,
        code,
        label: `Code of ${cell.title}`,
        onChange: (text) => void session.edit(cell.id, text),
        cell: cell.id,
        types: chapterTypesOf(session, assets),
        hovers: hovers!,
      });
      flushSync(() => setOpen(true)); // in the same frame, so that nothing below moves
      editor.current.focus(at);
    },
    [cell, code, session, assets, hovers],
  );

  useEffect(() => () => editor.current?.destroy(), []);
  useEffect(() => editor.current?.setCode(code), [code]);
  useEffect(() => editor.current?.mark(markedLine), [markedLine, isOpen]);
  const checked = types.checked.get(cell.id);
  const problems = types.problems.get(cell.id);
  useEffect(() => {
    if (checked !== undefined) editor.current?.setProblems(problems ?? [], checked);
  }, [problems, checked, isOpen]);

  const html = useLines(cell, code, isOpen);
  // React writes markup anew for each new object that holds it.
  const lines = useMemo(() => ({ __html: marked(html, markedLine) }), [html, markedLine]);
  return (
    <>
      <div className={styles.code} ref={host}>
        {!isOpen && (
          <pre
            className={styles.static}
            // The place of lines that are not laid out before they come near the screen.
            style={{ containIntrinsicBlockSize: `auto ${code.split('\n').length}lh` }}
            tabIndex={0}
            role="group" // what has no role may not have a name
            aria-label={`Code of ${cell.title}. Press Enter to edit.`}
            data-marked={markedLine}
            {...tip}
            onClick={(event) => session && void open(offsetAt(event)).catch(sayMissing)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.metaKey || !session) return;
              event.preventDefault();
              void open(0).catch(sayMissing);
            }}
          >
            <code data-code={cell.id} dangerouslySetInnerHTML={lines} />
          </pre>
        )}
      </div>
      {types.status !== 'off' && (
        <TypeProblems cell={cell.id} types={types} isEdited={code !== cell.code} onGo={(at) => void open(at).catch(sayMissing)} />
      )}
    </>
  );
}

const sayMissing = () => notify('The editor could not be loaded. Check the connection, and click into the code again.');

/** The lines' HTML with one of them marked. */
function marked(html: string, line: number | undefined): string {
  if (line === undefined) return html;
  let at = 0;
  return html.replace(/<span class="line">/g, (tag) => (++at === line ? '<span class="line marked">' : tag));
}

/** Where in the code the click fell; nothing when text was selected. */
function offsetAt(event: MouseEvent<HTMLElement>): number | undefined {
  const selection = window.getSelection();
  if (!selection || !selection.isCollapsed || !selection.anchorNode || !event.currentTarget.contains(selection.anchorNode))
    return undefined;
  const range = document.createRange();
  range.setStart(event.currentTarget, 0);
  range.setEnd(selection.anchorNode, selection.anchorOffset);
  return range.toString().length;
}
