/**
 * Joins a chapter with its notebook: gives every `<Cell>` the notebook it belongs to, writes saved values into the prose and files into
 * the page, and refuses a chapter that names what does not exist, leaves a cell out, or shows cells out of order.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Root } from 'mdast';
import { formatScalar } from '../notebook/format';
import { parseNotebook } from '../notebook/parse';
import type { Cell } from '../notebook/types';
import { valueAt } from '../notebook/valueAt';
import { readSaved } from './chapter';

interface Attribute {
  type: string;
  name?: string;
  value?: unknown;
}

/** The nodes this plugin reads and writes, as MDX's syntax tree has them. */
interface Node {
  type: string;
  name?: string | null;
  value?: string;
  attributes?: Attribute[];
  children?: Node[];
  position?: { start: { line: number; column: number } };
  data?: unknown;
}

interface File {
  path: string;
  fail(message: string, options?: { place?: { line: number; column: number } }): never;
}

const IMPORT_NAME = 'notebookOfThisChapter';

/** The remark plugin; `root` is the repository's folder. */
export function remarkNotebook({ root = process.cwd() }: { root?: string } = {}) {
  return (tree: Root, vfile: unknown) => {
    const file = vfile as File;
    const docs = join(root, 'docs');
    if (!file.path?.startsWith(docs)) return;
    const address = relative(docs, file.path)
      .split(sep)
      .join('/')
      .replace(/\.mdx?$/, '');
    const page = new Page(tree as unknown as Node, file, root, address);
    page.join();
  };
}

class Page {
  private readonly shown: string[] = [];
  private readonly figures = new Set<string>();
  private readonly cells: Cell[];
  private readonly tree: Node;
  private readonly file: File;
  private readonly root: string;
  private readonly address: string;

  constructor(tree: Node, file: File, root: string, address: string) {
    this.tree = tree;
    this.file = file;
    this.root = root;
    this.address = address;
    const notebook = this.notebookFile(address);
    this.cells = existsSync(notebook) ? parseNotebook(address, readFileSync(notebook, 'utf8')).cells : [];
  }

  join() {
    this.visit(this.tree);
    const missing = this.cells.filter(({ id, options }) => !options.hidden && !this.shown.includes(id));
    if (missing.length > 0)
      this.file.fail(`cells of notebooks/${this.address}.ts are not shown: ${missing.map(({ id }) => `[${id}]`).join(', ')}`);
    const imports = [...this.figures].map((name) => importOf({ named: name }, `@site/src/components/figures/${name}`));
    if (this.shown.length > 0) imports.push(importOf({ default: IMPORT_NAME }, `@site/notebooks/${this.address}.ts?cells`));
    this.tree.children!.unshift(...imports);
  }

  private visit(parent: Node) {
    parent.children?.forEach((node, index) => {
      if (node.name === 'Cell') this.cell(node);
      else if (node.name?.endsWith('Figure')) this.figure(node);
      else if (node.name === 'Value') parent.children![index] = this.value(node);
      else if (node.name === 'File') parent.children![index] = this.excerpt(node);
      this.visit(node);
    });
  }

  private cell(node: Node) {
    const id = this.attribute(node, 'id');
    const place = this.cells.findIndex((cell) => cell.id === id);
    if (place < 0) this.fail(node, `notebooks/${this.address}.ts has no cell [${id}]; it has ${this.ids()}`);
    if (this.shown.includes(id)) this.fail(node, `cell [${id}] is shown twice`);
    const later = this.shown.find((other) => this.cells.findIndex((cell) => cell.id === other) > place);
    if (later)
      this.fail(node, `cell [${id}] stands before [${later}] in notebooks/${this.address}.ts, and must be shown before it`);
    this.shown.push(id);
    giveNotebook(node);
  }

  /** A figure comes from its own file, so that only the pages that show it load it. One that names a `cell` draws that cell's saved outputs. */
  private figure(node: Node) {
    if (!existsSync(join(this.root, 'src/components/figures', `${node.name}.tsx`)))
      this.fail(node, `no file src/components/figures/${node.name}.tsx`);
    this.figures.add(node.name!);
    if (!node.attributes?.some(({ name }) => name === 'cell')) return;
    const id = this.attribute(node, 'cell');
    if (!this.cells.some((cell) => cell.id === id))
      this.fail(node, `notebooks/${this.address}.ts has no cell [${id}]; it has ${this.ids()}`);
    giveNotebook(node);
  }

  /** `<Value cell path />`, also of another `chapter`, becomes the saved value itself. */
  private value(node: Node): Node {
    const chapter = this.attribute(node, 'chapter', this.address);
    const cell = this.attribute(node, 'cell');
    const path = this.attribute(node, 'path');
    const saved = readSaved(this.notebookFile(chapter)).cells[cell];
    if (!saved) this.fail(node, `no saved output of cell [${cell}] of notebooks/${chapter}.ts; run npm run outputs`);
    try {
      const text = formatScalar(valueAt(saved, path), this.attribute(node, 'as', 'auto'));
      const attributes = { className: 'value', title: `Saved output of cell “${cell}”` };
      return {
        type: 'mdxJsxTextElement',
        name: 'span',
        attributes: Object.entries(attributes).map(([name, value]) => ({ type: 'mdxJsxAttribute', name, value })),
        children: [{ type: 'text', value: text }],
      };
    } catch (error) {
      return this.fail(node, `cell [${cell}]: ${(error as Error).message}`);
    }
  }

  /** `<File path lines="3-9" />` becomes a code block of the repository's own file. */
  private excerpt(node: Node): Node {
    const path = this.attribute(node, 'path');
    const absolute = join(this.root, path);
    if (relative(this.root, absolute).startsWith('..') || !existsSync(absolute))
      this.fail(node, `no file ${path} in the repository`);
    const lines = readFileSync(absolute, 'utf8').trimEnd().split('\n');
    const [first, last = first] = this.attribute(node, 'lines', `1-${lines.length}`).split('-').map(Number);
    if (!(first >= 1 && last >= first && last <= lines.length))
      this.fail(node, `lines must lie in 1-${lines.length} of ${path}, got ${this.attribute(node, 'lines')}`);
    const lang = /\.(\w+)$/.exec(path)?.[1] ?? (/Dockerfile/.test(path) ? 'docker' : 'text');
    return { type: 'code', lang, meta: `title="${path}"`, value: lines.slice(first - 1, last).join('\n') } as Node;
  }

  private notebookFile(address: string) {
    return join(this.root, 'notebooks', `${address}.ts`);
  }

  private ids() {
    return this.cells.map(({ id }) => `[${id}]`).join(', ') || 'none';
  }

  private attribute(node: Node, name: string, fallback?: string): string {
    const value = node.attributes?.find((attribute) => attribute.name === name)?.value ?? fallback;
    if (typeof value !== 'string') this.fail(node, `<${node.name}> needs ${name}="…", as a plain string`);
    return value as string;
  }

  private fail(node: Node, message: string): never {
    return this.file.fail(message, { place: node.position?.start });
  }
}

/** Hands the chapter's notebook to a component. */
function giveNotebook(node: Node) {
  node.attributes!.push({ type: 'mdxJsxAttribute', name: 'notebook', value: expression(IMPORT_NAME) });
}

/** An attribute's value that is a name of the module. */
function expression(name: string) {
  const estree = {
    type: 'Program',
    sourceType: 'module',
    body: [{ type: 'ExpressionStatement', expression: { type: 'Identifier', name } }],
  };
  return { type: 'mdxJsxAttributeValueExpression', value: name, data: { estree } };
}

/** An import of one name, as a node of the tree. */
function importOf(what: { named: string } | { default: string }, source: string): Node {
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
  return { type: 'mdxjsEsm', value: `import ${names} from ${literal.raw}`, data: { estree } } as Node;
}
