/** The type checker in the editor: completion, what a call takes, and what is known of a name. What it says is drawn as text, never as markup. */
import { autocompletion, pickedCompletion } from '@codemirror/autocomplete';
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { localCompletionSource } from '@codemirror/lang-javascript';
import type { Extension } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { highlight } from '../../notebook/highlight';
import type { Completion as TypeCompletion, Hover, TypeInfo } from '../../typing/protocol';
import { callTip } from './callTip';
import type { ChapterTypes } from './chapterTypes';
import { importEdit } from './importEdit';
import { infoTip } from './infoTip';
import { infoView } from './infoView';

/** @param bookHover what the site's build found, of code that is the book's */
export function typeExtension(
  types: ChapterTypes,
  cell: string,
  bookHover: (code: string, offset: number) => Promise<Hover | undefined>,
): Extension {
  const complete = async (context: CompletionContext): Promise<CompletionResult | null> => {
    // Until the types are there: the names of this cell, when asked for.
    if (!types.isReady) return context.explicit ? localCompletionSource(context) : null;
    if (!context.explicit && !context.matchBefore(/[\w$.]$/)) return null;
    const at = { cell, offset: context.pos };
    const found = await types.ask({ kind: 'complete', at });
    if (!found || context.aborted) return null;
    const { from, options } = found;
    const first = context.state.sliceDoc(from, context.pos).charAt(0);
    return {
      from,
      options: options.map((option) => optionOf(option, () => types.ask({ kind: 'describe', at, name: option.name }))),
      validFor: (text) => /^[\w$]*$/.test(text) && text.startsWith(first),
    };
  };
  const find = (view: EditorView, offset: number) =>
    types.isReady ? types.ask({ kind: 'hover', at: { cell, offset } }) : bookHover(view.state.doc.toString(), offset);
  return [autocompletion({ override: [complete], activateOnTyping: true }), infoTip(find), callTip(types, cell)];
}

function optionOf(option: TypeCompletion, describe: () => Promise<TypeInfo | undefined>): Completion {
  const { name, kind, rank, insert, module } = option;
  return {
    label: name,
    type: kind,
    boost: Math.max(-99, 12 - rank),
    ...(insert !== undefined && { apply: insert }),
    ...(module !== undefined && { detail: `import from ${module}`, apply: withImport({ ...option, module }) }),
    info: async () => {
      const info = await describe();
      return info ? infoView(info, highlight) : null;
    },
  };
}

/** Writes the name, and its import where the cell's imports are. */
const withImport =
  ({ name, kind, module }: TypeCompletion & { module: string }) =>
  (view: EditorView, picked: Completion, from: number, to: number): void => {
    const added = importEdit(view.state.doc.toString(), { name, module, isType: kind === 'type' });
    const changes = [added, { from, to, insert: name }];
    const anchor = from + added.insert.length + name.length;
    view.dispatch({ changes, selection: { anchor }, userEvent: 'input.complete', annotations: pickedCompletion.of(picked) });
  };
