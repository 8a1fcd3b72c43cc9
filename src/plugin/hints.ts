/** The hints of an exercise, as its page's syntax tree has them. */
import type { Node } from './nodes';

/** Takes the hints out of an exercise's children, wherever a paragraph has swallowed them. */
export function takeHints(node: Node): Node[] {
  const hints: Node[] = [];
  node.children = (node.children ?? []).filter((child) => {
    if (child.name === 'Hint') {
      const isInline = child.children!.some(({ type, value }) => type === 'text' && value!.trim() !== '');
      const children = isInline ? [{ type: 'paragraph', children: child.children }] : child.children;
      hints.push({ ...child, type: 'mdxJsxFlowElement', children });
      return false;
    }
    const inside = takeHints(child);
    hints.push(...inside);
    return inside.length === 0 || !isBlank(child);
  });
  return hints;
}

function isBlank(node: Node): boolean {
  return node.type === 'paragraph' && node.children!.every(({ type, value }) => type === 'text' && value!.trim() === '');
}
