/** What a call takes, shown from its bracket or a comma on, while the cursor is among its arguments; Escape and leaving the editor take it away. */
import { Prec, StateEffect, StateField } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import { EditorView, keymap, showTooltip, ViewPlugin } from '@codemirror/view';
import type { Tooltip, ViewUpdate } from '@codemirror/view';
import type { CallHint } from '../../typing/protocol';
import type { ChapterTypes } from './chapterTypes';
import { callView } from './infoView';

/** Milliseconds without a change before the checker is asked. */
const REST = 80;

const setTip = StateEffect.define<CallHint | undefined>();

const tip = StateField.define<Tooltip | null>({
  create: () => null,
  update(shown, { effects, docChanged, changes, newDoc }) {
    for (const { value } of effects.filter((each) => each.is(setTip))) {
      const hint = value as CallHint | undefined;
      return hint ? { pos: Math.min(hint.from, newDoc.length), above: true, create: () => ({ dom: callView(hint) }) } : null;
    }
    return shown && docChanged ? { ...shown, pos: changes.mapPos(shown.pos) } : shown;
  },
  provide: (field) => showTooltip.from(field),
});

const isShown = ({ state }: EditorView) => state.field(tip) !== null;
const hide = (view: EditorView) => isShown(view) && (view.dispatch({ effects: setTip.of(undefined) }), true);

/** Asks what the call at the cursor takes; the last question counts. */
class Asker {
  private readonly view: EditorView;
  private readonly ask: (offset: number) => Promise<CallHint | undefined>;
  private timer?: ReturnType<typeof setTimeout>;

  constructor(view: EditorView, ask: Asker['ask']) {
    this.view = view;
    this.ask = ask;
  }

  update({ docChanged, selectionSet, transactions, changes, view }: ViewUpdate): void {
    if (!docChanged && !selectionSet) return;
    let isWanted = isShown(view);
    if (transactions.some((each) => each.isUserEvent('input')))
      changes.iterChanges((_from, _to, _at, _end, inserted) => (isWanted ||= /[(,]/.test(inserted.toString())));
    if (isWanted) this.start();
  }

  start(rest = REST): void {
    clearTimeout(this.timer);
    const timer = setTimeout(async () => {
      const found = await this.ask(this.view.state.selection.main.head);
      if (this.timer === timer && (found || isShown(this.view))) this.view.dispatch({ effects: setTip.of(found) });
    }, rest);
    this.timer = timer;
  }

  destroy(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}

export function callTip(types: ChapterTypes, cell: string): Extension {
  const asker = ViewPlugin.define((view) => new Asker(view, (offset) => types.ask({ kind: 'call', at: { cell, offset } })));
  return [
    tip,
    asker,
    EditorView.domEventHandlers({ blur: (_, view) => void hide(view) }),
    Prec.high(keymap.of([{ key: 'Escape', run: hide }])),
    keymap.of([{ key: 'Ctrl-Shift-Space', run: (view) => (view.plugin(asker)?.start(0), true) }]),
  ];
}
