/** The editor: CodeMirror 6 with TypeScript, in a file of its own so that a page loads it only when a reader means to edit. */
import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { lintKeymap, setDiagnostics } from '@codemirror/lint';
import { EditorState, Prec, StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView, keymap, lineNumbers } from '@codemirror/view';
import type { DecorationSet } from '@codemirror/view';
import { highlighters } from '../../notebook/highlighter';
import type { TypeProblem } from '../../typing/protocol';
import type { ChapterTypes } from './chapterTypes';
import { bookHover } from './bookHovers';
import { typeExtension } from './typeExtension';

export { chapterTypesOf } from './sharedTypes';

export interface EditorOptions {
  parent: HTMLElement;
  code: string;
  /** Its name for screen readers. */
  label: string;
  onChange: (code: string) => void;
  /** The cell's id, and who knows the types of its names. */
  cell: string;
  types: ChapterTypes;
  /** Where the types of the book's own code are. */
  hovers: string;
}

export interface Editor {
  /** Puts the cursor at an offset, or leaves it. */
  focus(at?: number): void;
  /** Replaces the text from outside, such as by Reset. */
  setCode(code: string): void;
  /** Marks one 1-based line, or none. */
  mark(line: number | undefined): void;
  /** Underlines faults of `code`, unless it has changed by now. */
  setProblems(problems: TypeProblem[], code: string): void;
  destroy(): void;
}

const setMark = StateEffect.define<number | undefined>();

const markedLine = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    const effect = transaction.effects.find((each) => each.is(setMark));
    if (!effect) return marks.map(transaction.changes);
    const line = effect.value as number | undefined;
    if (line === undefined || line < 1 || line > transaction.state.doc.lines) return Decoration.none;
    return Decoration.set([Decoration.line({ class: 'marked' }).range(transaction.state.doc.line(line).from)]);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Tab indents only once the reader has typed: until then it moves on, as everywhere on the page. */
function tabAfterTyping() {
  let hasTyped = false;
  return [
    EditorView.updateListener.of((update) => {
      if (update.docChanged) hasTyped = true;
    }),
    keymap.of([
      { key: 'Escape', run: () => ((hasTyped = false), false) },
      {
        ...indentWithTab,
        run: (view) => hasTyped && indentWithTab.run!(view),
        shift: (view) => hasTyped && indentWithTab.shift!(view),
      },
    ]),
  ];
}

/** How much of the window the book's and the cell's bar cover: the cursor stays below them. */
function coveredAbove(editor: HTMLElement): number {
  const bar = editor.closest('figure')?.firstElementChild;
  const { position, top } = bar ? getComputedStyle(bar) : { position: '', top: '' };
  return position === 'sticky' ? parseFloat(top) + bar!.clientHeight : 0;
}

export function createEditor({ parent, code, label, onChange, cell, types, hovers }: EditorOptions): Editor {
  let isOutside = false;
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: code,
      extensions: [
        lineNumbers(),
        history(),
        indentOnInput(),
        indentUnit.of('  '),
        bracketMatching(),
        closeBrackets(),
        typeExtension(types, cell, (text, offset) => bookHover(hovers, { cell, code: text, offset })),
        javascript({ typescript: true }),
        highlighters.map((each) => syntaxHighlighting(each)),
        markedLine,
        tabAfterTyping(),
        // Shift-Enter and Ctrl-Enter run the cell: the page hears them, the text does not change
        Prec.highest(keymap.of(['Shift-Enter', 'Mod-Enter'].map((key) => ({ key, run: () => true })))),
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.contentAttributes.of({ 'aria-label': label }),
        EditorView.scrollMargins.of(({ dom }) => ({ top: coveredAbove(dom) })),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged || isOutside) return;
          onChange(update.state.doc.toString());
          types.typed();
        }),
      ],
    }),
  });
  return {
    focus(at) {
      if (at !== undefined) view.dispatch({ selection: { anchor: Math.min(at, view.state.doc.length) } });
      view.focus();
    },
    setCode(next) {
      if (next === view.state.doc.toString()) return;
      isOutside = true;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
      isOutside = false;
    },
    mark: (line) => view.dispatch({ effects: setMark.of(line) }),
    setProblems(problems, of) {
      if (of !== view.state.doc.toString()) return;
      const found = problems.map(({ from, to, message }) => ({ from, to, message, severity: 'error' as const }));
      view.dispatch(setDiagnostics(view.state, found));
    },
    destroy: () => view.destroy(),
  };
}
