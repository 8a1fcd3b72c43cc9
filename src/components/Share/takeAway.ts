/** A chapter's notebook as a file of the reader's, with their code in it. */
import { applyEdits } from '../../notebook/applyEdits';
import { toIpynb } from '../../notebook/ipynb';
import { parseNotebook } from '../../notebook/parse';
import type { SavedOutputs } from '../../notebook/types';
import type { Session } from '../Cell/session';
import { SCRATCH, withScratchCode } from '../Scratch/scratchCell';
import { changesOf } from './offer';

type ReadSession = Pick<Session, 'chapter' | 'state'>;

/** The repository's file, as the site serves it, with the reader's edits: `npm run notebook -- <file>` runs it. */
export function notebookFile(session: ReadSession, source: string): string {
  const { chapter, cells } = changesOf(session);
  const { [SCRATCH]: scratch, ...edits } = Object.fromEntries(cells.map(({ id, code }): [string, string] => [id, code]));
  const edited = applyEdits(chapter, source, edits);
  return scratch?.trim() ? withScratchCode(edited, scratch) : edited;
}

/** The same for Jupyter, with the outputs that stand on the page and are loaded, but for those that an edit has made wrong. */
export function jupyterFile(session: ReadSession, source: string, site: string): string {
  const { path } = session.chapter;
  const notebook = parseNotebook(path, notebookFile(session, source));
  const current = notebook.cells.map(({ id }) => {
    const { stale, standing, outputs } = session.state(id);
    const saved = standing && session.chapter.cells.find((cell) => cell.id === id)!.outputs;
    return { id, stale, outputs: saved ?? outputs };
  });
  const shown = current.filter(({ stale, outputs }) => !stale && outputs.length > 0);
  const saved: SavedOutputs = { cells: Object.fromEntries(shown.map(({ id, outputs }) => [id, { outputs }])) };
  return `${JSON.stringify(toIpynb(notebook, saved, { site }), null, 1)}\n`;
}
