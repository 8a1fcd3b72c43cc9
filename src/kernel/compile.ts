/**
 * Turns a cell's TypeScript into JavaScript whose lines and columns are those of the source.
 *
 * `code` is one async function expression. Its first line is ours: it looks up what the cell imports. Then comes the cell,
 * types blanked, character for character; then a line that returns what the cell declares. Names that the cell reads from
 * elsewhere stay free: `execute` puts them around the function.
 */
import type { Analysis, CompiledCell } from '../notebook/types';
import { erase } from './syntax/erase';
import type { Blanks } from './syntax/blanks';
import { exerciseCalls } from './syntax/exercises';
import { children, placeAt } from './syntax/node';
import type { Node } from './syntax/node';
import { checkJavaScript, CompileError, parseTypeScript } from './syntax/parse';
import { namesOf } from './syntax/scopes';
import type { Names } from './syntax/scopes';

export { CompileError };

/**
 * Compiles one cell.
 *
 * @throws {CompileError} at a syntax error or at TypeScript that cannot be erased (enum, namespace, parameter property)
 */
export function compileCell(id: string, source: string): CompiledCell {
  const parsed = parseTypeScript(source);
  const names = namesOf(parsed.body);
  const text = erase(parsed);
  const imports = parsed.body.filter((node) => node.type === 'ImportDeclaration' && !isTypeImport(node));
  for (const node of parsed.body) module(node, text, source);
  checkJavaScript(text.toString());
  for (const node of parsed.body) dynamic(node, text, source);
  const analysis = analyse(names, imports, source);
  const exercises = exerciseCalls(parsed.body, source, (name) => analysis.reads.includes(name));
  if (exercises.length > 0) analysis.exercises = exercises;
  const close = `;return { ${analysis.declares.join(', ')} };\n}`;
  return { id, code: `async function (__cell) { ${prefix(imports, names, source)}\n${text.toString()}\n${close}`, analysis };
}

/** Whether an import names only types; `import 'module'` names nothing and is run for its effect. */
function isTypeImport(node: Node): boolean {
  const specifiers: Node[] = node.specifiers;
  return node.importKind === 'type' || (specifiers.length > 0 && specifiers.every((one) => one.importKind === 'type'));
}

/** Blanks imports and the word `export`. */
function module(node: Node, text: Blanks, source: string): void {
  if (node.type === 'ImportDeclaration') return text.blankTo(';', node.start, node.end);
  if (node.type !== 'ExportNamedDeclaration' || node.exportKind === 'type') return;
  if (node.source) throw new CompileError('a cell cannot re-export a module: import what is used', placeAt(source, node.start));
  if (node.declaration) text.blank(node.start, node.declaration.start);
  else text.blankTo(';', node.start, node.end);
}

/** `import(…)` becomes `__load(…)`: as long, and asks the module map. */
function dynamic(node: Node, text: Blanks, source: string): void {
  if (node.type.startsWith('TSType') || node.type === 'TSImportType') return;
  if (node.type === 'MetaProperty' && node.meta.name === 'import') {
    throw new CompileError('a cell has no import.meta', placeAt(source, node.start));
  }
  if (node.type === 'ImportExpression') for (let i = 0; i < 6; i++) text.put('__load'[i], node.start + i);
  for (const child of children(node)) dynamic(child, text, source);
}

/** The first line: loads the modules side by side, then binds each imported name. */
function prefix(imports: Node[], names: Names, source: string): string {
  const used = (name: string, use: string): boolean => names.references.some((one) => one.name === name && one.use === use);
  const loads: string[] = [];
  const picks: string[] = [];
  for (const [index, node] of imports.entries()) {
    const at = placeAt(source, node.start);
    loads.push(`__cell.load(${literal(node.source.value)}, ${at.line}, ${at.column})`);
    for (const specifier of node.specifiers as Node[]) {
      if (specifier.importKind === 'type') continue;
      const place = placeAt(source, specifier.start);
      const local: string = specifier.local.name;
      if (specifier.type === 'ImportNamespaceSpecifier') picks.push(`const ${local} = __m[${index}];`);
      else {
        const name =
          specifier.type === 'ImportDefaultSpecifier' ? 'default' : (specifier.imported.name ?? specifier.imported.value);
        // A name that the cell uses only in types may have no value: TypeScript would drop its import.
        const typeOnly = used(local, 'type') && !used(local, 'read') && !used(local, 'mutate');
        const target = `__m[${index}], ${literal(node.source.value)}, ${literal(name)}, ${place.line}, ${place.column}`;
        picks.push(`const ${local} = __cell.pick(${target}${typeOnly ? `, ${literal(local)}` : ''});`);
      }
    }
  }
  const load = loads.length > 0 ? `const __m = await Promise.all([${loads.join(', ')}]); ` : '';
  return `const __load = __cell.load; ${load}${picks.join(' ')}`;
}

function literal(text: string): string {
  return JSON.stringify(text)
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
}

function analyse(names: Names, imports: Node[], source: string): Analysis {
  const own = new Set(names.declares);
  const reads = new Set<string>();
  const mutates = new Set<string>();
  const assigns = new Map<string, number>();
  for (const { name, use, at } of names.references) {
    if (own.has(name)) continue;
    if (use === 'read') reads.add(name);
    if (use === 'mutate') mutates.add(name);
    if (use === 'assign' && !assigns.has(name)) assigns.set(name, at);
  }
  return {
    declares: names.declares,
    reads: [...reads],
    assigns: [...assigns].map(([name, at]) => ({ name, ...placeAt(source, at) })),
    mutates: [...mutates],
    imports: [...new Set(imports.map((node) => node.source.value as string))],
  };
}
