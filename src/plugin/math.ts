/**
 * Sets formulas by KaTeX. Each becomes a `<Formula>`, one element that React has to bring to life, not the hundred that a formula is made of; their markup
 * the page imports.
 */
import { formulasAddress, markupOf } from './formulas';
import { give, giveName, importOf } from './nodes';
import { docOf } from './sources';
import type { Tex } from './formulas';
import type { Node } from './nodes';

interface File {
  path?: string;
  fail(message: string, options?: { place?: { line: number; column: number } }): never;
}

/** An element as HTML's syntax tree has it. */
interface Element extends Node {
  tagName?: string;
  properties?: { className?: string[] };
}

const IMPORT_NAME = 'formulasOfThisPage';

/** The rehype plugin: takes what remark-math found. A formula that KaTeX cannot set, or does not like, fails the build with its line. */
export function rehypeMath({ root = process.cwd() }: { root?: string } = {}) {
  return (tree: unknown, vfile: unknown) => {
    const file = vfile as File;
    const list: Tex[] = [];
    visit(tree as Element, list, file);
    if (list.length === 0) return;
    const page = docOf(file.path ?? '', root);
    (tree as Element).children!.unshift(importOf({ default: IMPORT_NAME }, formulasAddress({ page, list })));
  };
}

function visit(parent: Element, list: Tex[], file: File): void {
  parent.children?.forEach((child: Element, index) => {
    // A formula of its own stands in a `pre`.
    const inner = child.tagName === 'pre' ? (child.children?.[0] as Element | undefined) : child;
    const classes = inner?.properties?.className ?? [];
    if (classes.includes('math-display')) parent.children![index] = formula(inner!, true, list, file);
    else if (classes.includes('math-inline')) parent.children![index] = formula(inner!, false, list, file);
    else visit(child, list, file);
  });
}

function formula(code: Element, isDisplay: boolean, list: Tex[], file: File): Node {
  const tex = { source: code.children!.map(({ value }) => value).join(''), isDisplay };
  let at = list.findIndex((other) => other.source === tex.source && other.isDisplay === isDisplay);
  if (at < 0) {
    check(tex, (message) => file.fail(message, { place: code.position?.start }));
    at = list.push(tex) - 1;
  }
  const type = isDisplay ? 'mdxJsxFlowElement' : 'mdxJsxTextElement';
  const node: Node = { type, name: 'Formula', attributes: [], children: [] };
  give(node, 'className', isDisplay ? 'katex-display' : 'katex');
  give(node, 'at', String(at));
  giveName(node, 'of', IMPORT_NAME);
  return node;
}

function check(tex: Tex, fail: (message: string) => never): void {
  try {
    markupOf(tex);
  } catch (error) {
    fail((error as Error).message);
  }
}
