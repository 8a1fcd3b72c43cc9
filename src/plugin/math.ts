/**
 * Sets formulas by KaTeX. Each becomes a `<Formula>` that holds KaTeX's markup as it is: React has one element to bring to life, not the hundred
 * that a formula is made of.
 */
import katex from 'katex';
import type { Node } from './nodes';

interface File {
  fail(message: string, options?: { place?: { line: number; column: number } }): never;
}

/** An element as HTML's syntax tree has it. */
interface Element extends Node {
  tagName?: string;
  properties?: { className?: string[] };
}

/** What KaTeX wraps a formula in; the class is put on the page's own element instead. */
const WRAPPER = /^<span class="([\w -]+)">([^]*)<\/span>$/;

/** The rehype plugin: takes what remark-math found. A formula that KaTeX cannot set, or does not like, fails the build with its line. */
export function rehypeMath() {
  return (tree: unknown, vfile: unknown) => visit(tree as Element, vfile as File);
}

function visit(parent: Element, file: File): void {
  parent.children?.forEach((child: Element, index) => {
    // A formula of its own stands in a `pre`.
    const inner = child.tagName === 'pre' ? (child.children?.[0] as Element | undefined) : child;
    const classes = inner?.properties?.className ?? [];
    if (classes.includes('math-display')) parent.children![index] = formula(inner!, true, file);
    else if (classes.includes('math-inline')) parent.children![index] = formula(inner!, false, file);
    else visit(child, file);
  });
}

function formula(code: Element, displayMode: boolean, file: File): Node {
  const source = code.children!.map(({ value }) => value).join('');
  const [, className, html] = WRAPPER.exec(
    markup(source, displayMode, (message) => file.fail(message, { place: code.position?.start })),
  )!;
  return {
    type: displayMode ? 'mdxJsxFlowElement' : 'mdxJsxTextElement',
    name: 'Formula',
    attributes: [
      { type: 'mdxJsxAttribute', name: 'className', value: className },
      { type: 'mdxJsxAttribute', name: 'html', value: html },
    ],
    children: [],
  };
}

function markup(source: string, displayMode: boolean, fail: (message: string) => never): string {
  try {
    return katex.renderToString(source, { displayMode, strict: 'error', throwOnError: true });
  } catch (error) {
    return fail((error as Error).message);
  }
}
