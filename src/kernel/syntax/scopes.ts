/** Who declares and who uses which name in a cell: block scopes, hoisting, patterns, classes. Types do not count. */
import { children, HOLDS_EXPRESSION, unwrap } from './node';
import type { Node } from './node';

/** How a name is used. `type`: only inside a type. */
export type Use = 'read' | 'assign' | 'mutate' | 'type';

/** One use of a name that the cell's own scopes do not resolve below the top level. */
export interface Reference {
  name: string;
  use: Use;
  /** Offset in the cell. */
  at: number;
}

/** What a cell declares at top level and every use of a name that is not local to a function or block. */
export interface Names {
  declares: string[];
  references: Reference[];
}

interface Scope {
  names: Set<string>;
  parent?: Scope;
  /** Where `var` lands. */
  isFunction: boolean;
}

interface Pending extends Reference {
  scope: Scope;
}

/** Collects the names of a cell's statements. */
export function namesOf(body: Node[]): Names {
  const collector = new Collector();
  for (const statement of body) collector.visit(statement, collector.top);
  const references: Reference[] = [];
  for (const { scope, ...reference } of collector.pending) {
    if (isFree(reference.name, scope, collector.top)) references.push(reference);
  }
  return { declares: [...collector.top.names], references };
}

/** Whether a name, looked up from `scope`, is found at the top or not at all. */
function isFree(name: string, scope: Scope, top: Scope): boolean {
  for (let at: Scope | undefined = scope; at && at !== top; at = at.parent) if (at.names.has(name)) return false;
  return true;
}

/** Methods that change the object they are called on, as far as their name tells. */
const MUTATORS = new Set(
  (
    'push pop shift unshift splice sort reverse fill copyWithin set add delete clear append ' + 'assign fit update train dispose'
  ).split(' '),
);

class Collector {
  readonly top: Scope = { names: new Set(), isFunction: true };
  readonly pending: Pending[] = [];

  visit(node: Node | null | undefined, scope: Scope): void {
    if (!node) return;
    const handler = this.handlers[node.type];
    if (handler) return handler(node, scope);
    if (node.declare) return;
    if (node.type.startsWith('TS') && !HOLDS_EXPRESSION.has(node.type)) return this.typeNames(node, scope);
    this.visitAll(children(node), scope);
  }

  private visitAll(nodes: (Node | null)[], scope: Scope): void {
    for (const node of nodes) this.visit(node, scope);
  }

  private use(name: string, use: Use, at: number, scope: Scope): void {
    this.pending.push({ name, use, at, scope });
  }

  private inner(parent: Scope, isFunction = false): Scope {
    return { names: new Set(), parent, isFunction };
  }

  /** Names in a type: they make an import a type import. */
  private typeNames(node: Node, scope: Scope): void {
    if (node.type === 'Identifier') this.use(node.name, 'type', node.start, scope);
    for (const child of children(node)) this.typeNames(child, scope);
  }

  /** Declares the names of a binding pattern; visits its defaults and computed keys. */
  private bind(pattern: Node | null, target: Scope, scope: Scope): void {
    if (!pattern) return;
    if (pattern.typeAnnotation) this.typeNames(pattern.typeAnnotation, scope);
    if (pattern.type === 'Identifier') target.names.add(pattern.name);
    else if (pattern.type === 'ObjectPattern') for (const property of pattern.properties) this.bind(property, target, scope);
    else if (pattern.type === 'ArrayPattern') for (const element of pattern.elements) this.bind(element, target, scope);
    else if (pattern.type === 'RestElement') this.bind(pattern.argument, target, scope);
    else if (pattern.type === 'AssignmentPattern') {
      this.bind(pattern.left, target, scope);
      this.visit(pattern.right, scope);
    } else if (pattern.type === 'Property') {
      if (pattern.computed) this.visit(pattern.key, scope);
      this.bind(pattern.value, target, scope);
    }
  }

  /** The target of an assignment: a name, a member, or a pattern of them. */
  private assign(target: Node, scope: Scope): void {
    const node = unwrap(target);
    if (node.type === 'Identifier') this.use(node.name, 'assign', node.start, scope);
    else if (node.type === 'MemberExpression') {
      this.mutate(node.object, scope);
      this.visit(node, scope);
    } else if (node.type === 'AssignmentPattern') {
      this.assign(node.left, scope);
      this.visit(node.right, scope);
    } else if (node.type === 'RestElement') this.assign(node.argument, scope);
    else if (node.type === 'Property') {
      if (node.computed) this.visit(node.key, scope);
      this.assign(node.value, scope);
    } else for (const child of children(node)) this.assign(child, scope);
  }

  /** Marks the name at the root of `a.b[c]` as mutated. */
  private mutate(target: Node, scope: Scope): void {
    let node = unwrap(target);
    while (node.type === 'MemberExpression') node = unwrap(node.object);
    if (node.type === 'Identifier') this.use(node.name, 'mutate', node.start, scope);
  }

  private call(node: Node, scope: Scope): void {
    const callee = unwrap(node.callee);
    if (callee.type === 'MemberExpression' && !callee.computed) {
      const owner = unwrap(callee.object);
      if (owner.type === 'Identifier' && owner.name === 'Object' && callee.property.name === 'assign') {
        if (node.arguments.length > 0) this.mutate(node.arguments[0], scope);
      } else if (MUTATORS.has(callee.property.name)) this.mutate(callee.object, scope);
    }
    this.visitAll(children(node), scope);
  }

  private functionLike(node: Node, scope: Scope): void {
    const own = this.inner(scope, true);
    if (node.type === 'FunctionExpression' && node.id) own.names.add(node.id.name);
    if (node.type !== 'ArrowFunctionExpression') own.names.add('arguments');
    for (const part of [node.typeParameters, node.returnType]) if (part) this.typeNames(part, own);
    for (const parameter of node.params) this.bind(parameter, own, own);
    if (node.body.type === 'BlockStatement') this.visitAll(node.body.body, own);
    else this.visit(node.body, own);
  }

  private classLike(node: Node, scope: Scope): void {
    const own = this.inner(scope);
    if (node.type === 'ClassExpression' && node.id) own.names.add(node.id.name);
    for (const part of [node.typeParameters, node.superTypeParameters, ...(node.implements ?? [])])
      if (part) this.typeNames(part, own);
    this.visit(node.superClass, own);
    this.visit(node.body, own);
  }

  private declaration(node: Node, scope: Scope): void {
    if (node.declare) return;
    let target = scope;
    if (node.kind === 'var') while (!target.isFunction && target.parent) target = target.parent;
    for (const declarator of node.declarations) {
      this.bind(declarator.id, target, scope);
      this.visit(declarator.init, scope);
    }
  }

  private loop(node: Node, scope: Scope): void {
    const own = this.inner(scope);
    const isLoopOver = node.type !== 'ForStatement';
    if (isLoopOver && node.left.type !== 'VariableDeclaration') this.assign(node.left, own);
    else this.visit(isLoopOver ? node.left : node.init, own);
    this.visitAll([node.right, node.test, node.update, node.body].filter(Boolean), own);
  }

  private readonly handlers: Record<string, (node: Node, scope: Scope) => void> = {
    Identifier: (node, scope) => this.use(node.name, 'read', node.start, scope),
    ImportDeclaration: (node, scope) => {
      if (node.importKind === 'type') return;
      for (const specifier of node.specifiers) if (specifier.importKind !== 'type') scope.names.add(specifier.local.name);
    },
    ImportExpression: (node, scope) => this.visit(node.source, scope),
    ExportNamedDeclaration: (node, scope) => this.visit(node.declaration, scope),
    VariableDeclaration: (node, scope) => this.declaration(node, scope),
    FunctionDeclaration: (node, scope) => {
      scope.names.add(node.id.name);
      this.functionLike(node, scope);
    },
    FunctionExpression: (node, scope) => this.functionLike(node, scope),
    ArrowFunctionExpression: (node, scope) => this.functionLike(node, scope),
    ClassDeclaration: (node, scope) => {
      if (node.declare) return;
      scope.names.add(node.id.name);
      this.classLike(node, scope);
    },
    ClassExpression: (node, scope) => this.classLike(node, scope),
    StaticBlock: (node, scope) => this.visitAll(node.body, this.inner(scope, true)),
    BlockStatement: (node, scope) => this.visitAll(node.body, this.inner(scope)),
    SwitchStatement: (node, scope) => {
      this.visit(node.discriminant, scope);
      this.visitAll(node.cases, this.inner(scope));
    },
    CatchClause: (node, scope) => {
      const own = this.inner(scope);
      this.bind(node.param, own, own);
      this.visitAll(node.body.body, own);
    },
    ForStatement: (node, scope) => this.loop(node, scope),
    ForInStatement: (node, scope) => this.loop(node, scope),
    ForOfStatement: (node, scope) => this.loop(node, scope),
    AssignmentExpression: (node, scope) => {
      if (node.operator !== '=' && unwrap(node.left).type === 'Identifier') this.visit(unwrap(node.left), scope);
      this.assign(node.left, scope);
      this.visit(node.right, scope);
    },
    UpdateExpression: (node, scope) => {
      if (unwrap(node.argument).type === 'Identifier') this.visit(unwrap(node.argument), scope);
      this.assign(node.argument, scope);
    },
    UnaryExpression: (node, scope) => {
      if (node.operator === 'delete') this.assign(node.argument, scope);
      else this.visit(node.argument, scope);
    },
    CallExpression: (node, scope) => this.call(node, scope),
    MemberExpression: (node, scope) => {
      this.visit(node.object, scope);
      if (node.computed) this.visit(node.property, scope);
    },
    Property: (node, scope) => this.keyed(node, scope),
    MethodDefinition: (node, scope) => this.keyed(node, scope),
    PropertyDefinition: (node, scope) => this.keyed(node, scope),
    MetaProperty: () => undefined,
    LabeledStatement: (node, scope) => this.visit(node.body, scope),
    BreakStatement: () => undefined,
    ContinueStatement: () => undefined,
    TSDeclareFunction: () => undefined,
  };

  private keyed(node: Node, scope: Scope): void {
    if (node.computed) this.visit(node.key, scope);
    if (node.typeAnnotation) this.typeNames(node.typeAnnotation, scope);
    if (node.value?.body || !node.value?.params) this.visit(node.value, scope);
  }
}
