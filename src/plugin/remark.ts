/**
 * Joins a chapter with its notebook: gives every `<Cell>` the notebook it belongs to, writes saved values into the prose and files into
 * the page, and refuses a chapter that names what does not exist, leaves a cell out, or shows cells out of order.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Root } from 'mdast';
import { findChapter } from '../../contents';
import { compileCell } from '../kernel/compile';
import { BOARD_CELL } from '../notebook/board';
import type { ChapterBoard } from '../notebook/board';
import { formatScalar } from '../notebook/format';
import { parseNotebook } from '../notebook/parse';
import type { Cell } from '../notebook/types';
import { valueAt } from '../notebook/valueAt';
import { readBoards } from './boards';
import { readSaved } from './saved';
import { takeHints } from './hints';
import { GLOSSARY, readGlossary, sortedTerms } from './glossary';
import { give, giveName, importOf, inline, text } from './nodes';
import type { Node } from './nodes';
import { BIBLIOGRAPHY, citations, pagesOf, readReferences } from './references';
import type { Reference } from './references';
import { citation, glossaryList, referenceList, termNote, wholeCitation, worksCited } from './words';

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
  /** Components that the page shows, with the files they come from: only pages that show one load it. */
  private readonly components = new Map<string, string>();
  /** The works that its text names by author and year. */
  private readonly cited = new Map<string, Reference>();
  /** Those that it gives whole. */
  private readonly whole = new Set<string>();
  /** Cells whose saved outputs its figures draw. */
  private readonly drawn = new Set<string>();
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
    const short = [...this.cited.values()].filter(({ key }) => !this.whole.has(key));
    if (short.length > 0) this.tree.children!.push(worksCited(short));
    const imports = [...this.components].map(([name, file]) => importOf({ named: name }, `@site/src/components/${file}`));
    const drawn = this.drawn.size > 0 ? `&drawn=${[...this.drawn].join(',')}` : '';
    if (this.shown.length > 0)
      imports.push(importOf({ default: IMPORT_NAME }, `@site/notebooks/${this.address}.ts?cells${drawn}`));
    this.tree.children!.unshift(...imports);
  }

  private visit(parent: Node) {
    parent.children?.forEach((node, index) => {
      if (node.name === 'Cell') this.cell(node);
      else if (node.name === 'Exercise') this.exercise(node);
      else if (node.name?.endsWith('Figure')) this.figure(node);
      else if (node.name === 'Leaderboard') this.leaderboard(node);
      else if (node.name === 'DownloadBook') this.components.set('DownloadBook', 'Offline/DownloadBook');
      else if (node.name === 'Value') parent.children![index] = this.value(node);
      else if (node.name === 'File') parent.children![index] = this.excerpt(node);
      else if (node.name === 'Cite') parent.children![index] = this.inParagraph(node, this.cite(node));
      else if (node.name === 'Term') parent.children![index] = this.inParagraph(node, this.term(node));
      else if (node.name === 'References')
        parent.children![index] = referenceList(readReferences(this.root), citations(this.root));
      else if (node.name === 'Glossary')
        parent.children![index] = glossaryList(sortedTerms(readGlossary(this.root)), pagesOf(this.root));
      this.visit(node);
    });
  }

  private cell(node: Node, part?: 'exercise') {
    const id = this.attribute(node, 'id');
    const place = this.cells.findIndex((cell) => cell.id === id);
    if (place < 0) this.fail(node, `notebooks/${this.address}.ts has no cell [${id}]; it has ${this.ids()}`);
    if (this.shown.includes(id)) this.fail(node, `cell [${id}] is shown twice`);
    const later = this.shown.find((other) => this.cells.findIndex((cell) => cell.id === other) > place);
    if (later)
      this.fail(node, `cell [${id}] stands before [${later}] in notebooks/${this.address}.ts, and must be shown before it`);
    if (this.partOf(this.cells[place]) !== part)
      this.fail(
        node,
        part ? `cell [${id}] holds no exercise('…', …)` : `cell [${id}] is an exercise: show it by <Exercise id="${id}">`,
      );
    this.shown.push(id);
    giveName(node, 'notebook', IMPORT_NAME);
  }

  /** `exercise` for a cell that sets one. What does not compile is told by the notebook's loader, with its place. */
  private partOf({ id, code }: Cell): 'exercise' | undefined {
    try {
      const calls = compileCell(id, code).analysis.exercises;
      return calls?.some(({ part }) => part === 'exercise') ? 'exercise' : undefined;
    } catch {
      return undefined;
    }
  }

  /** An exercise shows its cell, and gives its hints one inside the other, so that they open one by one. */
  private exercise(node: Node) {
    this.cell(node, 'exercise');
    const hints = takeHints(node);
    hints.forEach((hint, at) => {
      give(hint, 'number', String(at + 1));
      give(hint, 'of', String(hints.length));
      (at === 0 ? node : hints[at - 1]).children!.push(hint);
    });
  }

  /** A figure comes from its own file, so that only the pages that show it load it. One that names a `cell` draws that cell's saved outputs. */
  private figure(node: Node) {
    if (!existsSync(join(this.root, 'src/components/figures', `${node.name}.tsx`)))
      this.fail(node, `no file src/components/figures/${node.name}.tsx`);
    this.components.set(node.name!, `figures/${node.name}`);
    if (!node.attributes?.some(({ name }) => name === 'cell')) return;
    const id = this.attribute(node, 'cell');
    if (!this.cells.some((cell) => cell.id === id))
      this.fail(node, `notebooks/${this.address}.ts has no cell [${id}]; it has ${this.ids()}`);
    for (const { value } of node.attributes) if (this.cells.some((cell) => cell.id === value)) this.drawn.add(value as string);
    giveName(node, 'notebook', IMPORT_NAME);
  }

  /** `<Leaderboard />` draws the models of the chapters up to this one; on a page that is no chapter, those of the whole book. */
  private leaderboard(node: Node) {
    const boards = readBoards(this.root);
    const own = boards.find(({ chapter }) => chapter === this.address);
    if (findChapter(this.address)) {
      if (!this.shown.includes(BOARD_CELL)) this.fail(node, `<Leaderboard /> must stand after the cell [${BOARD_CELL}]`);
      if (!own) this.fail(node, `no saved output of cell [${BOARD_CELL}] of notebooks/${this.address}.ts; run npm run outputs`);
      give(node, 'chapter', this.address);
    } else node.name = 'WholeLeaderboard';
    this.components.set(node.name!, `Leaderboard/${node.name}`);
    give(node, 'boards', boardsText(own ? boards.filter(({ number }) => number <= own.number) : boards));
  }

  /** `<Value cell path />`, also of another `chapter`, becomes the saved value itself. */
  private value(node: Node): Node {
    const chapter = this.attribute(node, 'chapter', this.address);
    const cell = this.attribute(node, 'cell');
    const path = this.attribute(node, 'path');
    const saved = readSaved(this.notebookFile(chapter)).cells[cell];
    if (!saved) this.fail(node, `no saved output of cell [${cell}] of notebooks/${chapter}.ts; run npm run outputs`);
    try {
      const value = formatScalar(valueAt(saved, path), this.attribute(node, 'as', 'auto'));
      return inline('span', { className: 'value', title: `Saved output of cell “${cell}”` }, [text(value)]);
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

  /** `<Cite id />` names a work of the bibliography; with `full` it is written out. */
  private cite(node: Node): Node {
    const id = this.attribute(node, 'id');
    const reference = readReferences(this.root).get(id);
    if (!reference) return this.fail(node, `${BIBLIOGRAPHY} has no entry ${id}`);
    if (node.attributes!.some(({ name }) => name === 'full')) {
      this.whole.add(id);
      return wholeCitation(reference);
    }
    this.components.set('Note', 'Note/Note');
    this.cited.set(id, reference);
    return citation(reference);
  }

  /** `<Term id>words</Term>` explains its words by a term of the glossary. */
  private term(node: Node): Node {
    const id = this.attribute(node, 'id');
    const term = readGlossary(this.root).get(id);
    if (!term) return this.fail(node, `${GLOSSARY} has no term ${id}`);
    this.components.set('Note', 'Note/Note');
    return termNote(id, term, node.children ?? []);
  }

  /** What stood alone on its line is a paragraph of its own. */
  private inParagraph(node: Node, words: Node): Node {
    return node.type === 'mdxJsxFlowElement' ? { type: 'paragraph', children: [words] } : words;
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

/** Boards as JSON, their numbers as exact as anybody sees them: all digits of all models are a tenth of a page. */
function boardsText(boards: ChapterBoard[]): string {
  return JSON.stringify(boards, (_, value) => (typeof value === 'number' ? Number(value.toPrecision(7)) : value));
}
