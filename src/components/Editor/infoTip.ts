/** What is known of a name and what is wrong with it: under the pointer, and at the cursor by a key, which says it too. */
import { forEachDiagnostic } from '@codemirror/lint';
import type { Extension } from '@codemirror/state';
import { activateHover, closeHoverTooltips, EditorView, hasHoverTooltips, hoverTooltip, keymap } from '@codemirror/view';
import type { Tooltip } from '@codemirror/view';
import { highlight } from '../../notebook/highlight';
import type { Hover } from '../../typing/protocol';
import { infoView } from './infoView';

type Find = (view: EditorView, offset: number) => Promise<Hover | undefined>;

/** Shift-Alt-I, whatever letter the keyboard makes of it. */
const isAsking = ({ code, shiftKey, altKey, ctrlKey, metaKey }: KeyboardEvent) =>
  code === 'KeyI' && shiftKey && altKey && !ctrlKey && !metaKey;

const close = (view: EditorView) => hasHoverTooltips(view.state) && (view.dispatch({ effects: closeHoverTooltips }), true);

export function infoTip(find: Find): Extension {
  /** What was found at the cursor, which is shown as if a pointer were there. */
  let found: { at: number; tip: Tooltip | null } | undefined;
  const tell = async (view: EditorView): Promise<void> => {
    const { head } = view.state.selection.main;
    const at = view.state.wordAt(head)?.from ?? head;
    const info = await find(view, at);
    found = { at, tip: tipOf(info, view) };
    activateHover(view, at, 1, { until: ({ docChanged, selection }) => docChanged || selection !== undefined });
    found = undefined;
    const said = [...faultsAt(view, at), info?.signature, info?.text].filter(Boolean).join('. ');
    view.dispatch({ effects: EditorView.announce.of(said || 'Nothing is known of what stands here.') });
  };
  return [
    hoverTooltip((view, offset) => (found?.at === offset ? found.tip : find(view, offset).then((info) => tipOf(info, view)))),
    EditorView.domEventHandlers({ keydown: (event, view) => isAsking(event) && (void tell(view), true) }),
    keymap.of([{ key: 'Escape', run: close }]),
  ];
}

function tipOf(info: Hover | undefined, { state }: EditorView): Tooltip | null {
  if (!info?.signature || info.to > state.doc.length) return null;
  return { pos: info.from, end: info.to, above: true, create: () => ({ dom: infoView(info, highlight) }) };
}

function faultsAt({ state }: EditorView, at: number): string[] {
  const faults: string[] = [];
  forEachDiagnostic(state, ({ message }, from, to) => from <= at && at <= to && faults.push(message));
  return faults;
}
