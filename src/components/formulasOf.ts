/**
 * The formulas of a page. In a page that the server wrote they stand already: they are read off it, and do not travel again. Where a page is drawn in the
 * browser, coming from another one, they are fetched.
 */
import { retrying } from '../offline/retrying';
import { fetchJson, fetchPage } from './fetched';

export interface Formulas {
  /** Tells them from those of another page, or of this page before it was changed. */
  id: string;
  /** KaTeX's markup of each. */
  html: string[];
}

export interface FormulasOutline {
  id: string;
  count: number;
  /** The page's file in docs, without its ending. */
  page: string;
}

/** Those that stand in a page; nothing unless all of them do. */
function readOff(page: Document, { id, count }: FormulasOutline): string[] | undefined {
  const found = Array.from({ length: count }, (_, at) => page.querySelector(`[data-formula="${id}-${at}"]`)?.innerHTML);
  return found.every((html) => html !== undefined) ? found : undefined;
}

/** What stands for a formula that is not to be had: the text around it can be read, and says what is missing. */
const MISSING = '<em>[a formula that could not be loaded]</em>';

/** The formulas; `file` is the address of the file that holds them. Where that is not to be had, they are taken from the page as it was written. */
export async function formulasOf(outline: FormulasOutline, file: string): Promise<Formulas> {
  const { id, count, page } = outline;
  const fetched = () =>
    retrying(fetchJson<string[]>)(file).catch(async () => {
      const written = await fetchPage(file, page);
      return (written && readOff(written, outline)) ?? Array.from({ length: count }, () => MISSING);
    });
  return { id, html: readOff(document, outline) ?? (await fetched()) };
}
