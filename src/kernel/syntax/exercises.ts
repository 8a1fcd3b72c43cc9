/** Finds a cell's `exercise('name', …)`, `check('name', …)` and `solution('name', …)`: which part of an exercise the cell is. */
import type { ExerciseCall } from '../../notebook/types';
import { children, placeAt, unwrap } from './node';
import type { Node } from './node';

const CALLS = new Set(['exercise', 'check', 'solution']);

/** The calls in the order of the source; `isGlobal` tells a name of the kernel from one that the cell declares itself. */
export function exerciseCalls(body: Node[], source: string, isGlobal: (name: string) => boolean): ExerciseCall[] {
  const found: ExerciseCall[] = [];
  const visit = (node: Node): void => {
    const call = callOf(node, source, isGlobal);
    if (call) found.push(call);
    for (const child of children(node)) visit(child);
  };
  for (const node of body) visit(node);
  return found;
}

function callOf(node: Node, source: string, isGlobal: (name: string) => boolean): ExerciseCall | undefined {
  if (node.type !== 'CallExpression') return undefined;
  const callee = unwrap(node.callee);
  if (callee.type !== 'Identifier' || !CALLS.has(callee.name) || !isGlobal(callee.name)) return undefined;
  const [name, code] = node.arguments as Node[];
  if (name?.type !== 'Literal' || typeof name.value !== 'string' || !code) return undefined;
  const { line } = placeAt(source, node.start);
  return { part: callee.name as ExerciseCall['part'], name: name.value, line, at: node.start, start: code.start, end: code.end };
}
