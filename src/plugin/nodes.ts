/** The nodes that the remark plugin reads and writes, as MDX's syntax tree has them, and how to make them. */

export interface Attribute {
  type: string;
  name?: string;
  value?: unknown;
}

export interface Node {
  type: string;
  name?: string | null;
  value?: string;
  attributes?: Attribute[];
  children?: Node[];
  position?: { start: { line: number; column: number } };
  data?: unknown;
}

export function text(value: string): Node {
  return { type: 'text', value };
}

/** A piece of running text, such as `<span className="value">`. */
export function inline(name: string, attributes: Record<string, string>, children: Node[] = []): Node {
  return { type: 'mdxJsxTextElement', name, attributes: attributesOf(attributes), children };
}

/** An element that stands by itself, such as `<ul>`. */
export function block(name: string, attributes: Record<string, string>, children: Node[] = []): Node {
  return { type: 'mdxJsxFlowElement', name, attributes: attributesOf(attributes), children };
}

function attributesOf(attributes: Record<string, string>): Attribute[] {
  return Object.entries(attributes).map(([name, value]) => ({ type: 'mdxJsxAttribute', name, value }));
}

/** Gives a component one more attribute: a plain text. */
export function give(node: Node, name: string, value: string): void {
  node.attributes!.push({ type: 'mdxJsxAttribute', name, value });
}

/** Gives a component one more attribute: the value of a name of the module. */
export function giveName(node: Node, attribute: string, name: string): void {
  const estree = {
    type: 'Program',
    sourceType: 'module',
    body: [{ type: 'ExpressionStatement', expression: { type: 'Identifier', name } }],
  };
  const value = { type: 'mdxJsxAttributeValueExpression', value: name, data: { estree } };
  node.attributes!.push({ type: 'mdxJsxAttribute', name: attribute, value });
}

/** An import of one name. */
export function importOf(what: { named: string } | { default: string }, source: string): Node {
  const local = { type: 'Identifier', name: 'named' in what ? what.named : what.default };
  const specifier =
    'named' in what ? { type: 'ImportSpecifier', imported: local, local } : { type: 'ImportDefaultSpecifier', local };
  const names = 'named' in what ? `{ ${what.named} }` : what.default;
  const literal = { type: 'Literal', value: source, raw: JSON.stringify(source) };
  const estree = {
    type: 'Program',
    sourceType: 'module',
    body: [{ type: 'ImportDeclaration', specifiers: [specifier], source: literal, attributes: [] }],
  };
  return { type: 'mdxjsEsm', value: `import ${names} from ${literal.raw}`, data: { estree } };
}
