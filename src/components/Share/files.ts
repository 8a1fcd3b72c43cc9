/** What the chapter's menu does with files. */
import { dataChoice } from '../Data/choiceStore';
import { download } from '../Output/download';
import type { Session } from '../Cell/session';
import { openSessions } from '../Cell/sessions';
import { progress } from '../Progress/store';
import { changesOf } from './offer';
import { jupyterFile, notebookFile } from './takeAway';
import { writeWritings, writingsNow } from './writings';

/** Hands the reader the chapter's notebook; says what to do with it. `base` is the site's base URL. */
export async function downloadNotebook(session: Session, kind: 'ts' | 'ipynb', base: string): Promise<string> {
  const { path } = session.chapter;
  const site = new URL(base, window.location.origin).href;
  const response = await fetch(`${site}notebooks/${path}.ts`);
  if (!response.ok) throw new Error(`The notebook could not be fetched: ${response.status} ${response.statusText}`.trim());
  const source = await response.text();
  await session.restore();
  const name = `${path.split('/').at(-1)}.${kind}`;
  if (kind === 'ts') {
    download(name, new Blob([notebookFile(session, source)], { type: 'text/plain' }));
    return `Downloaded ${name}. In a clone of the repository, npm run notebook -- path/to/${name} runs it.`;
  }
  await Promise.all(session.chapter.cells.map(({ standing }) => standing?.load()));
  download(name, new Blob([jupyterFile(session, source, site)], { type: 'application/x-ipynb+json' }));
  const own = dataChoice.get().kind === 'built-in' ? '' : ' It works on the built-in world, not on your data.';
  return `Downloaded ${name}. Jupyter runs it with Deno’s kernel (deno jupyter --install); it needs no clone.${own}`;
}

/** What the browser keeps for the site; nothing where it lets the page keep nothing. */
function keptHere(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}

/** Hands the reader everything they have written. */
export function exportWritings(): string {
  const name = `recsys-handbook-${new Date().toISOString().slice(0, 10)}.json`;
  const storage = keptHere();
  const writings = writingsNow(storage, openSessions().map(changesOf), progress.get());
  download(name, new Blob([writeWritings(writings)], { type: 'application/json' }));
  return storage
    ? `Downloaded ${name}: your changes to all chapters, and what you have read and solved.`
    : `Downloaded ${name}: what you have changed, read and solved since this tab was opened. This browser lets the book keep nothing.`;
}

/** Asks for a file and gives its text; nothing when none is chosen. */
export function pickFile(largest: number): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const input = Object.assign(document.createElement('input'), { type: 'file', accept: '.json,application/json' });
    input.oncancel = () => resolve(undefined);
    input.onchange = () => {
      const file = input.files?.[0];
      if (file && file.size > largest) reject(new RangeError(`The file is too large: at most ${largest / 1e6} MB are read.`));
      else resolve(file?.text());
    };
    input.click();
  });
}
