/**
 * Makes a chapter of what its page loads of it. In a page that the server wrote, the cells' colours and outputs stand already: they are read off it, and do
 * not travel again. Where a page is drawn in the browser, coming from another one, they are fetched.
 */
import type { Chapter, ChapterCell, Outline, SavedCells } from '../../notebook/chapter';
import { codeLines, escapeHtml } from '../../notebook/markup';
import { retrying } from '../../offline/retrying';
import { fetchJson, fetchPage } from '../fetched';

/** The notebook of the page as it came, before React takes it over. */
const written =
  typeof document === 'undefined' ? undefined : document.querySelector<HTMLElement>('[data-notebook]')?.dataset.notebook;

/** The chapter; `address` is of the file with what stands in its page. Does not fail where that file is not to be had: it is asked for again then. */
export async function chapterOf({ cells: outlines, ...chapter }: Outline, address: string): Promise<Chapter> {
  let loading: Promise<void> | undefined;
  const load = () => (loading ??= retrying(fetchJson<SavedCells>)(address).then(fill, forget));
  const cells = outlines.map((outline): ChapterCell => {
    const cell: ChapterCell = { outputs: [], ...outline, html: plain(outline.code) };
    if (!outline.outputs) cell.standing = { html: '', load: () => load().then(() => cell.outputs) };
    return cell;
  });
  const fill = (saved: SavedCells) => {
    for (const cell of cells) Object.assign(cell, saved[cell.id], { standing: undefined });
  };
  const forget = (error: unknown) => {
    loading = undefined;
    throw error;
  };
  const readOff = (page: Document) => {
    for (const cell of cells) {
      cell.html = page.querySelector(`[data-code="${cell.id}"]`)?.innerHTML.replace(MARKED, 'class="line"') ?? cell.html;
      if (cell.standing) cell.standing.html = page.querySelector(`[data-outputs="${cell.id}"]`)?.innerHTML ?? '';
    }
  };
  if (chapter.path === written) readOff(document);
  else {
    await load().catch(async () => {
      const page = await fetchPage(address, chapter.path);
      if (page) readOff(page);
    });
  }
  return { ...chapter, cells };
}

const MARKED = 'class="line marked"';

/** Code whose colours are not there. */
const plain = (code: string) => codeLines(code.split('\n').map(escapeHtml));
