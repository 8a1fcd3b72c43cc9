/** What a chapter gets of its notebook: each cell's source, colours, compiled code and saved outputs, as one module of data. */
import { join, relative, sep } from 'node:path';
import { compileCell } from '../kernel/compile';
import { findExercises } from '../notebook/exercises';
import { buildGraph } from '../notebook/graph';
import { highlight } from '../notebook/highlight';
import { parseNotebook } from '../notebook/parse';
import { usesData } from '../notebook/usesData';
import type { Chapter, ChapterCell } from '../notebook/chapter';
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

/** Source of the module that a chapter imports. */
export function chapterModule(source: string, file: string, root: string): string {
  const data = JSON.stringify(readChapter(source, file, root));
  return `export default JSON.parse(${JSON.stringify(data)});\n`;
}
