/** The type checker in the editor: completion, and what stands under the pointer. What it says is drawn as text, never as markup. */
import { autocompletion } from '@codemirror/autocomplete';
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { localCompletionSource } from '@codemirror/lang-javascript';
import { hoverTooltip } from '@codemirror/view';
import type { Extension } from '@codemirror/state';
import { highlight } from '../../notebook/highlight';
import type { Completion as TypeCompletion, Hover, TypeInfo } from '../../typing/protocol';
import type { ChapterTypes } from './chapterTypes';
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
  const hover = hoverTooltip(async (view, offset) => {
    const found = types.isReady
      ? await types.ask({ kind: 'hover', at: { cell, offset } })
      : await bookHover(view.state.doc.toString(), offset);
    if (!found?.signature || found.to > view.state.doc.length) return null;
    return { pos: found.from, end: found.to, above: true, create: () => ({ dom: infoView(found, highlight) }) };
  });
  return [autocompletion({ override: [complete], activateOnTyping: true }), hover];
}

function optionOf({ name, kind, rank, insert }: TypeCompletion, describe: () => Promise<TypeInfo | undefined>): Completion {
  return {
    label: name,
    type: kind,
    boost: Math.max(-99, 12 - rank),
    ...(insert !== undefined && { apply: insert }),
    info: async () => {
      const info = await describe();
      return info ? infoView(info, highlight) : null;
    },
  };
}
