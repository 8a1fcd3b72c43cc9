/**
 * TypeScript's language service over a chapter: its cells are one module, so that a cell knows the names of the others, and every
 * answer is about a place in a cell. Of a cell that cannot be parsed the others see what could be parsed last: an open bracket in one does not
 * swallow the next.
 */
import type ts from 'typescript';
import { callAt } from './calls';
import { joinCells } from './cellFile';
import type { CellFile, CellPlace, FileCell } from './cellFile';
import { completionsAt, describeCompletion } from './completions';
import { importedNames } from './importedNames';
import { messageOf } from './messages';
import type { AnswerTo, Ask, TypeInfo, TypeProblem } from './protocol';
import { typeFiles } from './typeFiles';

export interface TypeServiceOptions {
  /** The compiler: given, because in a browser it is a script of its own. */
  ts: typeof ts;
}

export interface TypeService {
  /** Adds declarations: texts by path. `/tsconfig.json` among them says how to check. */
  add(files: Readonly<Record<string, string>>): void;
  /** @param chapter its address @param cells in the notebook's order, hidden ones included */
  ask<A extends Ask>(chapter: string, cells: FileCell[], ask: A): AnswerTo<A>;
}

/** The module that the cells make. */
export const FILE = '/notebook.ts';

/** A module that imports from the library: what could stand in its braces is what a cell could import. */
export const IMPORTS = { file: '/imports.ts', text: "import {  } from 'recsys';", at: 9, module: 'recsys' };

/** Makes a service that knows nothing yet. */
export function createTypeService({ ts }: TypeServiceOptions): TypeService {
  const files = typeFiles(ts);
  files.set(IMPORTS.file, IMPORTS.text);
  const registry = ts.createDocumentRegistry(true);
  let service = ts.createLanguageService(files.host, registry);
  let chapter: string | undefined;
  /** What was seen of each cell last, and what could be parsed last. */
  const seen = new Map<string, { code: string; faults: TypeProblem[] }>();
  const readable = new Map<string, string>();

  const look = (cells: FileCell[]) => {
    for (const { id, code } of cells) {
      if (seen.get(id)?.code === code) continue;
      const faults = syntaxProblems(ts, id, code, files.options());
      seen.set(id, { code, faults });
      if (faults.length === 0) readable.set(id, code);
    }
  };

  /** Shows the compiler the cells as they could be parsed last, but for one that is asked about. */
  const show = (cells: FileCell[], asked?: string): CellFile => {
    const file = joinCells(cells.map(({ id, code }) => ({ id, code: id === asked ? code : (readable.get(id) ?? '') })));
    files.set(FILE, file.text);
    return file;
  };

  const check = (cells: FileCell[]): TypeProblem[] => {
    const file = show(cells);
    const faults = new Map(cells.map(({ id }) => [id, [...seen.get(id)!.faults]]));
    for (const found of service.getSemanticDiagnostics(FILE)) {
      if (found.category !== ts.DiagnosticCategory.Error || found.start === undefined) continue;
      const from = file.placeOf(found.start);
      const cell = cells.find(({ id }) => id === from.cell)!;
      if (readable.get(cell.id) !== cell.code) continue; // it has graver faults, and these places are of another text
      const to = file.placeOf(found.start + (found.length ?? 0));
      const end = to.cell === from.cell ? to.offset : cell.code.length;
      faults.get(cell.id)!.push(problemAt(ts, cell, from.offset, end, found));
    }
    return [...faults.values()].flatMap((some) => some.sort((a, b) => a.from - b.from));
  };

  const hover = (cells: FileCell[], at: CellPlace) => {
    const file = show(cells, at.cell);
    const found = service.getQuickInfoAtPosition(FILE, file.offsetOf(at));
    if (!found) return undefined;
    const from = file.placeOf(found.textSpan.start);
    const info = infoOf(ts, found.displayParts, found.documentation, found.tags);
    return from.cell === at.cell ? { ...info, from: from.offset, to: from.offset + found.textSpan.length } : undefined;
  };

  const answer = (cells: FileCell[], ask: Ask): AnswerTo<Ask> => {
    look(cells);
    if (ask.kind === 'check') return check(cells);
    if (ask.kind === 'hover') return hover(cells, ask.at);
    // A cell sees only what stands above it.
    const end = cells.findIndex(({ id }) => id === ask.at.cell) + 1;
    const file = show(cells.slice(0, end), ask.at.cell);
    const at = file.offsetOf(ask.at);
    if (ask.kind === 'call') return callAt({ ts, service, file, place: ask.at });
    // What a cell below imports is that cell's own: imported twice it would be an error there.
    const taken = new Set(cells.slice(end).flatMap(({ code }) => importedNames(code)));
    if (ask.kind === 'complete') return completionsAt({ ts, service, file, at, place: ask.at, taken });
    const found = describeCompletion(service, at, ask.name);
    return found && infoOf(ts, found.displayParts, found.documentation, found.tags);
  };

  return {
    add(more) {
      files.add(more);
      // A new one looks again for modules that were not found; files that were parsed are in the registry.
      service = ts.createLanguageService(files.host, registry);
    },
    ask<A extends Ask>(of: string, cells: FileCell[], ask: A) {
      if (of !== chapter) for (const known of [seen, readable]) known.clear();
      chapter = of;
      return answer(cells, ask) as AnswerTo<A>;
    },
  };
}

/** What keeps a cell from being parsed, as if it stood alone. */
function syntaxProblems(compiler: typeof ts, id: string, code: string, options: ts.CompilerOptions): TypeProblem[] {
  const { diagnostics = [] } = compiler.transpileModule(code, {
    fileName: FILE,
    reportDiagnostics: true,
    compilerOptions: { target: options.target, module: options.module, moduleDetection: options.moduleDetection },
  });
  return diagnostics
    .filter(({ start }) => start !== undefined)
    .map((found) => problemAt(compiler, { id, code }, found.start!, found.start! + (found.length ?? 0), found));
}

function problemAt(compiler: typeof ts, { id, code }: FileCell, from: number, to: number, found: ts.Diagnostic): TypeProblem {
  const before = code.slice(0, from);
  const start = before.lastIndexOf('\n') + 1;
  const line = before.split('\n').length;
  return {
    cell: id,
    from,
    to: Math.min(to, code.length),
    line,
    column: from - start + 1,
    message: messageOf(compiler, found),
    code: found.code,
  };
}

function infoOf(
  compiler: typeof ts,
  signature: ts.SymbolDisplayPart[] | undefined,
  text: ts.SymbolDisplayPart[] | undefined,
  tags: ts.JSDocTagInfo[] = [],
): TypeInfo {
  const plain = (parts?: ts.SymbolDisplayPart[]) => compiler.displayPartsToString(parts);
  return {
    // Of an imported name: what it is, not that it was imported.
    signature: plain(signature)
      .replace(/^\(alias\) /, '')
      .replace(/\nimport [\w$]+$/, ''),
    text: plain(text),
    tags: tags.map(({ name, text: said }) => [name, plain(said)]),
  };
}
