/**
 * Blanks what is TypeScript in a cell: types become spaces of the same length, so that every line and column stays.
 *
 * Four things need more than spaces. A type declaration becomes `;`, or the statement before it could run into the one
 * after it. A statement that ended with a type and a line break ends with `;`, for the same reason (`x as any⏎(y)`).
 * The `)` of an arrow function moves to the end of a return type of several lines, since `)` and `=>` must share a line;
 * its `(` moves to the start of type parameters of several lines, since `return⏎(x)` returns nothing.
 */
import { Blanks } from './blanks';
import { children, HOLDS_EXPRESSION, placeAt } from './node';
import type { Node } from './node';
import { CompileError } from './parse';
import type { Parsed } from './parse';

/** What the handlers of single node types work with. */
interface Context {
  parsed: Parsed;
  text: Blanks;
}

/** The cell's code with its types blanked. Throws a `CompileError` at what cannot be erased. */
export function erase(parsed: Parsed): Blanks {
  const context = { parsed, text: new Blanks(parsed.source) };
  for (const statement of parsed.body) visit(statement, context);
  return context.text;
}

function visit(node: Node, context: Context): void {
  const { text, parsed } = context;
  const refusal = REFUSED[node.type];
  if (refusal && !node.declare) throw new CompileError(refusal, placeAt(parsed.source, node.start));
  if (node.declare && node.type !== 'PropertyDefinition') return text.blankTo(';', node.start, node.end);
  if (STATEMENTS_OF_TYPES.has(node.type)) return text.blankTo(';', node.start, node.end);
  if (node.decorators?.length > 0)
    throw new CompileError('decorators are not run by browsers yet', placeAt(parsed.source, node.start));
  if (node.type.startsWith('TS') && !HOLDS_EXPRESSION.has(node.type)) return text.blank(node.start, node.end);
  if (node.exportKind === 'type' || node.importKind === 'type') return text.blankTo(';', node.start, node.end);
  HANDLERS[node.type]?.(node, context);
  // The bodies of overloads and abstract members are already gone.
  if (text.isBlank(node.start) && text.isBlank(node.end - 1) && node.type.endsWith('Definition')) return;
  for (const child of children(node)) visit(child, context);
  if (ENDS_AT_LINE.has(node.type) && node.end > node.start && text.isBlank(node.end - 1)) text.put(';', node.end - 1);
}

const REFUSED: Record<string, string> = {
  TSEnumDeclaration: 'an enum cannot be erased: write an object `as const`',
  TSModuleDeclaration: 'a namespace cannot be erased: write an object',
  TSParameterProperty: 'a parameter property cannot be erased: declare the field and assign it in the constructor',
  TSImportEqualsDeclaration: 'write `import … from` in place of `import … = require`',
  TSExportAssignment: 'a notebook has no `export =`',
  TSTypeAssertion: 'write `value as Type` in place of `<Type>value`',
  ExportDefaultDeclaration: 'a cell has no default export: give the value a name',
  ExportAllDeclaration: 'a cell cannot re-export a module: import what is used',
};

const STATEMENTS_OF_TYPES = new Set([
  'TSInterfaceDeclaration',
  'TSTypeAliasDeclaration',
  'TSDeclareFunction',
  'TSNamespaceExportDeclaration',
  'TSIndexSignature',
  'TSDeclareMethod',
]);

/** What ends at a line break without `;`. */
const ENDS_AT_LINE = new Set([
  'ExpressionStatement',
  'VariableDeclaration',
  'ReturnStatement',
  'ThrowStatement',
  'PropertyDefinition',
]);

type Handler = (node: Node, context: Context) => void;

const HANDLERS: Record<string, Handler> = {
  TSAsExpression: afterExpression,
  TSSatisfiesExpression: afterExpression,
  TSNonNullExpression: afterExpression,
  TSInstantiationExpression: afterExpression,
  BinaryExpression: refuseLooseOperand,
  LogicalExpression: refuseLooseOperand,
  Identifier: afterName,
  VariableDeclarator: definite,
  ObjectPattern: optionalMark,
  ArrayPattern: optionalMark,
  FunctionDeclaration: thisParameter,
  FunctionExpression: thisParameter,
  ArrowFunctionExpression: arrow,
  ClassDeclaration: classHead,
  ClassExpression: classHead,
  MethodDefinition: member,
  PropertyDefinition: member,
  AccessorProperty: member,
};

function afterExpression(node: Node, { text }: Context): void {
  text.blank(node.expression.end, node.end);
}

/**
 * `a + b as T * 2` is `(a + b as T) * 2` to TypeScript; blanked it would be `a + b * 2`. Nobody means it: parentheses.
 */
function refuseLooseOperand(node: Node, { parsed }: Context): void {
  const left: Node = node.left;
  if (left.type !== 'TSAsExpression' && left.type !== 'TSSatisfiesExpression') return;
  if (!/^(Binary|Logical)Expression$/.test(left.expression.type)) return;
  throw new CompileError(`put parentheses around what comes before \`${node.operator}\``, placeAt(parsed.source, left.start));
}

/** `name?` and `name!` in front of an annotation; `name` itself may be longer or shorter than its spelling with escapes. */
function afterName(node: Node, context: Context): void {
  if (node.optional) optionalMark(node, context);
}

function definite(node: Node, context: Context): void {
  if (node.definite) optionalMark(node.id, context, '!');
}

/** Blanks the `?` or `!` before a binding's annotation, or at its end where there is none. */
function optionalMark(node: Node, { text, parsed }: Context, mark = '?'): void {
  if (mark === '?' && !node.optional) return;
  const end: number = node.typeAnnotation?.start ?? node.end;
  for (let at = end - 1; at > node.start; at--) {
    if (inComment(parsed, at) || /\s/.test(parsed.source[at])) continue;
    if (parsed.source[at] === mark) text.blank(at, at + 1);
    return;
  }
}

/** A `this` parameter goes with its comma. */
function thisParameter(node: Node, { text, parsed }: Context): void {
  const first: Node | undefined = node.params[0];
  if (first?.type !== 'Identifier' || first.name !== 'this') return;
  text.blank(first.start, first.end);
  for (let at = first.end; at < node.body.start; at++) {
    if (inComment(parsed, at)) continue;
    if (parsed.source[at] === ',') return text.blank(at, at + 1);
    if (parsed.source[at] === ')') return;
  }
}

function arrow(node: Node, { text, parsed }: Context): void {
  const breaks = (part: Node): boolean => /[\n\r\u2028\u2029]/.test(parsed.source.slice(part.start, part.end));
  if (node.returnType && breaks(node.returnType)) {
    const close = before(parsed, node.returnType.start, ')');
    text.blank(close, node.returnType.end);
    text.put(')', node.returnType.end - 1);
    node.returnType = null;
  }
  if (node.typeParameters && breaks(node.typeParameters)) {
    let open: number = node.typeParameters.end;
    while (inComment(parsed, open) || parsed.source[open] !== '(') open++;
    text.blank(node.typeParameters.start, open + 1);
    text.put('(', node.typeParameters.start);
    node.typeParameters = null;
  }
}

/** Offset of the nearest `character` in front of `at`, comments aside. */
function before(parsed: Parsed, at: number, character: string): number {
  let found = at - 1;
  while (found > 0 && (inComment(parsed, found) || parsed.source[found] !== character)) found--;
  return found;
}

/** `abstract` in front of a class and `implements …` behind its name. */
function classHead(node: Node, { text, parsed }: Context): void {
  if (node.abstract) text.blank(node.start, node.start + 'abstract'.length);
  if (!node.implements?.length) return;
  const parts = [node.id, node.typeParameters, node.superClass, node.superTypeParameters, node.superTypeArguments];
  const end = Math.max(...parts.map((part: Node | null) => part?.end ?? 0));
  const from = end > 0 ? end : parsed.source.indexOf('implements', node.start);
  text.blank(from, node.body.start);
  node.implements = [];
}

const MODIFIERS = /\b(public|private|protected|readonly|override|abstract|declare)\b/g;

/** A member of a class: modifiers, `?` and `!` go; what has no body or is only declared goes wholly. */
function member(node: Node, { text, parsed }: Context): void {
  const bodiless = node.type === 'MethodDefinition' && !node.value?.body;
  if (node.abstract || node.declare || bodiless) return text.blankTo(';', node.start, node.end);
  const keyStart = node.computed ? before(parsed, node.key.start, '[') : node.key.start;
  let first = true;
  for (const match of parsed.source.slice(node.start, keyStart).matchAll(MODIFIERS)) {
    const start = node.start + match.index;
    if (inComment(parsed, start)) continue;
    // `x = 1⏎private [y]` must not become `x = 1⏎[y]`.
    if (first && match.index === 0) text.blankTo(';', start, start + match[0].length);
    else text.blank(start, start + match[0].length);
    first = false;
  }
  if (!node.optional && !node.definite) return;
  const keyEnd = node.computed ? parsed.source.indexOf(']', node.key.end) + 1 : node.key.end;
  const until: number = node.typeParameters?.start ?? node.typeAnnotation?.start ?? node.value?.start ?? node.end;
  for (let at = keyEnd; at < until; at++)
    if (/[?!]/.test(parsed.source[at]) && !inComment(parsed, at)) return text.blank(at, at + 1);
}

function inComment(parsed: Parsed, at: number): boolean {
  return parsed.comments.some(([start, end]) => at >= start && at < end);
}
