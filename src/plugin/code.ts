/**
 * Colours fenced code when the site is built, so that no page loads what colours it. Each block becomes a `<CodeBlock>` that holds its markup, in the
 * classes that cells have.
 */
import { Prism, normalizeTokens } from 'prism-react-renderer';
import type { Token } from 'prism-react-renderer';
import type { Root } from 'mdast';
import { highlight } from '../notebook/highlight';
import { codeLines, escapeHtml } from '../notebook/markup';
import { block } from './nodes';
import type { Node } from './nodes';

interface File {
  fail(message: string, options?: { place?: { line: number; column: number } }): never;
}

interface Fence extends Node {
  lang?: string | null;
  meta?: string | null;
}

/** What a block may say beside its language. */
const TITLE = /^title="([^"]+)"$/;

/** Languages that the editor's own parser reads: they look as cells do. */
const SCRIPT = new Set(['ts', 'js']);

/** Which of a cell's colours a part of other languages has, by the name that Prism gives it. */
const COLOURS: Record<string, string> = Object.fromEntries(
  Object.entries({
    'tok-keyword': ['keyword', 'builtin', 'atrule'],
    'tok-string': ['string', 'template-string', 'attr-value', 'char', 'regex'],
    'tok-number': ['number', 'boolean', 'constant'],
    'tok-function': ['function', 'method', 'tag', 'attr-name'],
    'tok-comment': ['comment', 'prolog'],
  }).flatMap(([colour, names]) => names.map((name) => [name, colour])),
);

/** The remark plugin; stands behind the one that makes blocks of files. */
export function remarkCode() {
  return (tree: Root, vfile: unknown) => visit(tree as unknown as Node, vfile as File);
}

function visit(parent: Node, file: File): void {
  parent.children?.forEach((node, index) => {
    if (node.type === 'code') parent.children![index] = codeBlock(node, file);
    else visit(node, file);
  });
}

function codeBlock({ value, lang, meta, position }: Fence, file: File): Node {
  const title = meta ? TITLE.exec(meta)?.[1] : '';
  if (title === undefined) file.fail(`a code block may say title="…", got ${meta}`, { place: position?.start });
  return block('CodeBlock', { html: coloured(value!, lang ?? ''), ...(title && { title }) });
}

/** HTML of the code, line by line; without colours where nobody here knows the language. */
function coloured(code: string, language: string): string {
  if (SCRIPT.has(language)) return highlight(code);
  const grammar = Prism.languages[language];
  if (!grammar) return codeLines(code.split('\n').map(escapeHtml));
  return codeLines(normalizeTokens(Prism.tokenize(code, grammar)).map((tokens) => tokens.map(token).join('')));
}

/** A part of a line; Prism's own sign of an empty line is none. */
function token({ types, content, empty }: Token): string {
  const text = empty ? '' : escapeHtml(content);
  const colour = types.map((type) => COLOURS[type]).findLast(Boolean);
  return colour ? `<span class="${colour}">${text}</span>` : text;
}
