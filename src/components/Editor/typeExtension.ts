/** The type checker in the editor: completion, and what stands under the pointer. What it says is drawn as text, never as markup. */
import { autocompletion } from '@codemirror/autocomplete';
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { localCompletionSource } from '@codemirror/lang-javascript';
import { hoverTooltip } from '@codemirror/view';
import type { Extension } from '@codemirror/state';
import { highlight } from '../../notebook/highlight';
import type { Completion as TypeCompletion, TypeInfo } from '../../typing/protocol';
import type { ChapterTypes } from './chapterTypes';

/** Tags of a docstring that are shown, with what is said before their text. */
const TAGS: Record<string, string> = { param: '', returns: 'returns', throws: 'throws', example: '', deprecated: 'deprecated:' };

export function typeExtension(types: ChapterTypes, cell: string): Extension {
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
    const found = await types.ask({ kind: 'hover', at: { cell, offset } });
    if (!found?.signature || found.to > view.state.doc.length) return null;
    return { pos: found.from, end: found.to, above: true, create: () => ({ dom: infoView(found) }) };
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
      return info ? infoView(info) : null;
    },
  };
}

/** A name's type and docstring. */
export function infoView({ signature, text, tags }: TypeInfo): HTMLElement {
  const view = document.createElement('div');
  view.className = 'types-info';
  const code = document.createElement('pre');
  code.innerHTML = highlight(signature);
  view.append(code);
  if (text) view.append(paragraph(text));
  for (const [name, said] of tags)
    if (name in TAGS && said) view.append(paragraph(`${TAGS[name]} ${name === 'param' ? said.replace(' ', ': ') : said}`.trim()));
  return view;
}

/** Text with `code` in it. */
function paragraph(text: string): HTMLElement {
  const view = document.createElement('p');
  const parts = text.split(/`([^`\n]+)`/);
  parts.forEach((part, index) => {
    if (index % 2 === 0) return view.append(part);
    const code = document.createElement('code');
    code.textContent = part;
    view.append(code);
  });
  return view;
}
