/** The browser's types as a cell may know them: those that the declarations name, and of the values those that a worker has. */
import ts from 'typescript';

/** Variables that are there in a worker; other names in small letters are the page's. */
const VALUES = ['console', 'crypto', 'performance', 'navigator'];

/** What is taken from a cell's realm before its first line runs. */
const TAKEN = new Set(
  (
    'BroadcastChannel Worker SharedWorker ServiceWorkerRegistration PushManager Notification WebSocket WebSocketStream WebTransport ' +
    'EventSource XMLHttpRequest RTCPeerConnection FontFace importScripts'
  ).split(' '),
);

/** A declaration file without its comments. */
export function withoutComments(text: string): string {
  const file = ts.createSourceFile('a.d.ts', text, ts.ScriptTarget.Latest, true);
  return ts.createPrinter({ removeComments: true }).printFile(file);
}

/**
 * `lib.dom.d.ts` cut down: every interface and type that the program's other declarations need, directly or through each other, without
 * comments; constructors and functions only where workers have them too.
 */
export function workerDom(program: ts.Program): string {
  const dom = program.getSourceFiles().filter(({ fileName }) => /\/lib\.dom\b/.test(fileName));
  const worker = parse('/lib/lib.webworker.d.ts', program);
  const atWork = new Set(worker.statements.filter(isValue).flatMap(namesOf));
  const statements = dom.flatMap((file) => [...file.statements].map((node) => ({ node, file })));
  const byName = new Map<string, typeof statements>();
  for (const one of statements)
    if (!isValue(one.node)) for (const name of namesOf(one.node)) byName.set(name, [...(byName.get(name) ?? []), one]);
  const isThere = (name: string, node: ts.Statement) =>
    atWork.has(name) && !TAKEN.has(name) && (ts.isFunctionDeclaration(node) || isConstructor(node) || VALUES.includes(name));
  const kept = new Set(statements.filter(({ node }) => isValue(node) && namesOf(node).some((name) => isThere(name, node))));
  const names = new Set<string>();
  const need = (name: string) => {
    if (names.has(name)) return;
    names.add(name);
    for (const one of byName.get(name) ?? []) {
      kept.add(one);
      typeNames(one.node, need);
    }
  };
  for (const { node } of [...kept]) typeNames(node, need);
  for (const file of program.getSourceFiles()) if (!dom.includes(file)) typeNames(file, need);
  const printer = ts.createPrinter({ removeComments: true });
  return statements
    .filter((one) => kept.has(one))
    .map(({ node, file }) => printer.printNode(ts.EmitHint.Unspecified, node, file))
    .join('\n');
}

function parse(path: string, program: ts.Program): ts.SourceFile {
  const [lib] = program.getSourceFiles().filter(({ fileName }) => fileName.endsWith('/lib.dom.d.ts'));
  const text = ts.sys.readFile(ts.getDefaultLibFilePath({}).replace(/[^/]*$/, 'lib.webworker.d.ts'))!;
  return ts.createSourceFile(path, text, lib.languageVersion, true);
}

const isValue = (node: ts.Statement) => ts.isVariableStatement(node) || ts.isFunctionDeclaration(node);

function namesOf(node: ts.Statement): string[] {
  if (ts.isVariableStatement(node)) return node.declarationList.declarations.map(({ name }) => name.getText());
  const named = node as { name?: ts.Node } & ts.Statement;
  return named.name && ts.isIdentifier(named.name) ? [named.name.text] : [];
}

/** `declare var Request: { prototype: Request; new(…): Request }` */
function isConstructor(node: ts.Statement): boolean {
  if (!ts.isVariableStatement(node)) return false;
  const [{ type }] = node.declarationList.declarations;
  return !!type && ts.isTypeLiteralNode(type) && type.members.some(ts.isConstructSignatureDeclaration);
}

/** Every name that stands where a type stands. */
function typeNames(node: ts.Node, tell: (name: string) => void): void {
  const visit = (child: ts.Node): void => {
    if (ts.isTypeReferenceNode(child) || ts.isExpressionWithTypeArguments(child)) {
      const name = ts.isTypeReferenceNode(child) ? child.typeName : child.expression;
      let first: ts.Node = name;
      while (ts.isQualifiedName(first)) first = first.left;
      if (ts.isIdentifier(first)) tell(first.text);
    }
    if (ts.isTypeQueryNode(child) && ts.isIdentifier(child.exprName)) tell(child.exprName.text);
    ts.forEachChild(child, visit);
  };
  visit(node);
}
