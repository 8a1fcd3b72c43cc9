/**
 * The formulas of a page, kept apart from its text: the server writes them into the page, where the browser reads them off, and they travel as a file of
 * their own to where a page is drawn in the browser. The page asks for them by an address that holds their TeX, so that they need no file to be made from.
 */
import { createHash } from 'node:crypto';
import katex from 'katex';

export interface Tex {
  source: string;
  /** It stands by itself, not in a line. */
  isDisplay: boolean;
}

/** The formulas of a page of docs, each once. */
export interface PageTex {
  /** The page by its file, without its ending: `theory/baseline`. */
  page: string;
  list: Tex[];
}

/** Types of the addresses: of the module that a page imports, and of the file that this one may load. To the bundler one that begins like another is it. */
export const FORMULAS = 'application/x-formulas';
export const FORMULAS_FILE = 'application/x-file-of-formulas';

/** What KaTeX wraps a formula in; the class is put on the page's own element instead. */
const WRAPPER = /^<span class="[\w -]+">([^]*)<\/span>$/;

const set = new Map<string, string>();

/** KaTeX's markup of a formula, without the element around it. A build asks for it again and again: for its style, its page, and the file beside that. */
export function markupOf(tex: Tex): string {
  const key = JSON.stringify(tex);
  const markup = set.get(key) ?? render(tex);
  set.set(key, markup);
  return markup;
}

function render({ source, isDisplay }: Tex): string {
  return WRAPPER.exec(katex.renderToString(source, { displayMode: isDisplay, strict: 'error', throwOnError: true }))![1];
}

/** The address under which a page imports its formulas. */
export function formulasAddress(tex: PageTex, type = FORMULAS): string {
  return `data:${type};base64,${Buffer.from(JSON.stringify(tex)).toString('base64')}`;
}

/** The file's text. */
export const formulasFile = (tex: PageTex) => JSON.stringify(tex.list.map(markupOf));

/** The module's text; the server, which writes pages, has them all at once. */
export function formulasModule(tex: PageTex, isServer: boolean): string {
  const id = createHash('sha256').update(JSON.stringify(tex)).digest('hex').slice(0, 6);
  if (isServer) return `export default ${JSON.stringify({ id, html: tex.list.map(markupOf) })};\n`;
  return [
    `import { formulasOf } from '@site/src/components/formulasOf';`,
    `import file from ${JSON.stringify(formulasAddress(tex, FORMULAS_FILE))};`,
    `export default await formulasOf(${JSON.stringify({ id, count: tex.list.length, page: tex.page })}, file);`,
    '',
  ].join('\n');
}
