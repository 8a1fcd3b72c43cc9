/** Colours code with the editor's own parser, so that nothing changes when the editor takes its place: when the site is built, and of an edited cell on the page. */
import { typescriptLanguage } from '@codemirror/lang-javascript';
import { highlightCode } from '@lezer/highlight';
import { highlighters } from './highlighter';
import { codeLines, escapeHtml } from './markup';

/** HTML of the source: one `<span class="line">` a line, tokens as `tok-…` spans. */
export function highlight(source: string): string {
  const lines: string[] = [''];
  highlightCode(
    source,
    typescriptLanguage.parser.parse(source),
    highlighters,
    (text, classes) => {
      const escaped = escapeHtml(text);
      lines[lines.length - 1] += classes ? `<span class="${classes}">${escaped}</span>` : escaped;
    },
    () => lines.push(''),
  );
  return codeLines(lines);
}
