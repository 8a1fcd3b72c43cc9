/** What a chapter gets of its notebook: each cell's source, colours, compiled code and saved outputs, as one module of data. */
import { basename, join, relative, sep } from 'node:path';
import { compileCell } from '../kernel/compile';
import { findExercises } from '../notebook/exercises';
import { buildGraph } from '../notebook/graph';
import { highlight } from '../notebook/highlight';
import { parseNotebook } from '../notebook/parse';
import { usesData } from '../notebook/usesData';
import type { CellOutline, Chapter, ChapterCell, Outline, SavedCells } from '../notebook/chapter';
import type { Cell } from '../notebook/types';
import { cleanOutput } from './clean';
import { loadText } from './running';
import { readSaved } from './saved';

/** The notebook's address, from its file: `theory/baseline`. */
export function addressOf(file: string, root: string): string {
  return relative(join(root, 'notebooks'), file).split(sep).join('/').replace(/\.ts$/, '');
}

/**
 * The chapter's data.
 *
 * @throws where a cell does not compile or reaches for another's names, with the notebook's file and line.
 */
export function readChapter(source: string, file: string, root: string): Chapter {
  const notebook = parseNotebook(addressOf(file, root), source);
  const saved = readSaved(file);
  const cells = notebook.cells.map((cell): ChapterCell => {
    const compiled = compile(cell, file);
    const outputs = (saved.cells[cell.id]?.outputs ?? []).map(cleanOutput);
    return { ...cell, compiled, outputs, html: highlight(cell.code) };
  });
  const parts = cells.map(({ id, compiled, options }) => ({ id, analysis: compiled.analysis, options }));
  const graph = buildGraph(parts);
  const [problem] = [...graph.problems, ...findExercises(parts).problems];
  if (problem) {
    const line = (notebook.cells.find(({ id }) => id === problem.cell)?.line ?? 1) + (problem.line ?? 1) - 1;
    throw new Error(`${relative(root, file)}:${line}: ${problem.message}`);
  }
  return {
    ...(saved.loads && { load: loadText(saved.loads) }),
    path: notebook.path,
    cells: cells.map((cell) => ({ ...cell, usesData: usesData(parts, graph, cell.id) })),
  };
}

function compile(cell: Cell, file: string) {
  try {
    return compileCell(cell.id, cell.code);
  } catch (error) {
    const { message, line = 1, column = 1 } = error as Error & { line?: number; column?: number };
    throw new Error(`${file}:${cell.line + line - 1}:${column}: ${message}`, { cause: error });
  }
}

/** What the page of a chapter loads from the start. Outputs that figures draw, that hold inputs or that say where a cell failed React must have at once. */
export function outlineOf({ cells, ...chapter }: Chapter, drawn: string[]): Outline {
  const isAtOnce = ({ id, outputs }: ChapterCell) =>
    outputs.length === 0 || drawn.includes(id) || outputs.some(({ kind }) => kind === 'input' || kind === 'error');
  const outlines = cells.map(({ html: _, outputs, ...cell }, place): CellOutline => ({
    ...cell,
    ...(isAtOnce(cells[place]) && { outputs }),
  }));
  return { ...chapter, cells: outlines };
}

/** What it does not. */
export function savedOf({ cells }: Chapter): SavedCells {
  return Object.fromEntries(cells.map(({ id, html, outputs }) => [id, { html, outputs }]));
}

export interface ModuleOptions {
  root: string;
  /**
   * `?cells` asks for the chapter as its page loads it, `&drawn=a,b` naming the cells whose outputs figures draw; `?cells&whole` for all of it at once;
   * `?cells&saved` for the file of what stands in the page.
   */
  query: string;
  /** The server writes pages: it has the whole chapter. */
  isServer: boolean;
}

/** Source of the module that a chapter imports, or the file that this module loads. */
export function chapterModule(source: string, file: string, { root, query, isServer }: ModuleOptions): string {
  const chapter = readChapter(source, file, root);
  const asked = new URLSearchParams(query);
  if (asked.has('saved')) return JSON.stringify(savedOf(chapter));
  const literal = (data: object) => `JSON.parse(${JSON.stringify(JSON.stringify(data))})`;
  if (isServer || asked.has('whole')) return `export default ${literal(chapter)};\n`;
  return [
    `import { chapterOf } from '@site/src/components/Cell/chapterOf';`,
    `import saved from ${JSON.stringify(`./${basename(file)}?cells&saved`)};`,
    `export default await chapterOf(${literal(outlineOf(chapter, asked.get('drawn')?.split(',') ?? []))}, saved);`,
    '',
  ].join('\n');
}
