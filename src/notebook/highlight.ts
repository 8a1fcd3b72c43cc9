/** Colours code with the editor's own parser, so that nothing changes when the editor takes its place: when the site is built, and of an edited cell on the page. */
import { typescriptLanguage } from '@codemirror/lang-javascript';
import { highlightCode } from '@lezer/highlight';
import { colourOf, highlighters } from './highlighter';
import { codeLines, escapeHtml } from './markup';

/** HTML of the source: one `<span class="line">` a line, and a `tok-…` span for each token that has a colour: a page holds thousands that have none. */
export function highlight(source: string): string {
  const lines: string[] = [''];
  highlightCode(
    source,
    typescriptLanguage.parser.parse(source),
    highlighters,
    (text, classes) => {
      const escaped = escapeHtml(text);
      const colour = colourOf(classes);
      lines[lines.length - 1] += colour ? `<span class="${colour}">${escaped}</span>` : escaped;
    },
    () => lines.push(''),
  );
  return codeLines(lines);
}
