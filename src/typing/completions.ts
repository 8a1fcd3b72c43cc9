/** Names that can stand at a place of the chapter's module. */
import type ts from 'typescript';
import type { CellFile, CellPlace } from './cellFile';
import type { Completion, Completions } from './protocol';
import { FILE, IMPORTS } from './service';

/** Names that are sent at most; the best ones. */
const MOST = 400;

const KINDS: Record<string, string> = {
  function: 'function',
  'local function': 'function',
  method: 'method',
  construct: 'method',
  const: 'variable',
  let: 'variable',
  var: 'variable',
  'local var': 'variable',
  parameter: 'variable',
  alias: 'variable',
  property: 'property',
  getter: 'property',
  setter: 'property',
  class: 'class',
  'local class': 'class',
  interface: 'interface',
  type: 'type',
  'type parameter': 'type',
  module: 'namespace',
  'external module name': 'namespace',
  keyword: 'keyword',
  string: 'text',
};

export interface CompletionQuery {
  ts: typeof ts;
  service: ts.LanguageService;
  file: CellFile;
  /** Offset in the file. */
  at: number;
  place: CellPlace;
  /** Names that may not be imported. */
  taken: ReadonlySet<string>;
}

export function completionsAt({ ts: compiler, service, file, at, place, taken }: CompletionQuery): Completions | undefined {
  const found = service.getCompletionsAtPosition(FILE, at, { includeCompletionsWithInsertText: true });
  if (!found) return undefined;
  const word = /[\w$]*$/.exec(file.text.slice(0, at))![0];
  const span = found.optionalReplacementSpan;
  const from = span && span.start <= at ? span.start : at - word.length;
  const first = file.text.slice(from, at).charAt(0).toLowerCase();
  const here = new Set(found.entries.map(({ name }) => name));
  // Where any name can stand, be it of a value or of a type, this one can.
  const more = first && here.has('Promise') ? importable(compiler, service) : [];
  const options = found.entries
    .filter(({ kind }) => kind !== 'warning')
    .map(completionOf)
    .concat(more.filter(({ name }) => !here.has(name) && !taken.has(name)))
    .filter(({ name }) => !first || name.toLowerCase().includes(first))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST);
  return options.length > 0 ? { from: place.offset - (at - from), options } : undefined;
}

function completionOf({ name, kind, sortText, insertText }: ts.CompletionEntry): Completion {
  const rank = Number.parseInt(sortText, 10);
  return {
    name,
    kind: KINDS[kind] ?? 'variable',
    rank: Number.isNaN(rank) ? 99 : rank,
    ...(insertText !== undefined && insertText !== name && { insert: insertText }),
  };
}

/** What the library exports, to be imported first: they stand behind the names of the cells and before those of the browser, whose rank is 15. */
function importable(compiler: typeof ts, service: ts.LanguageService): Completion[] {
  const program = service.getProgram()!;
  const checker = program.getTypeChecker();
  const [statement] = program.getSourceFile(IMPORTS.file)!.statements;
  const library = checker.getSymbolAtLocation((statement as ts.ImportDeclaration).moduleSpecifier);
  const { Alias, Value, Class, Function } = compiler.SymbolFlags;
  const kindOf = (symbol: ts.Symbol) => {
    const { flags } = symbol.flags & Alias ? checker.getAliasedSymbol(symbol) : symbol;
    if (flags & Class) return 'class';
    return flags & Function ? 'function' : flags & Value ? 'variable' : 'type';
  };
  const names = library ? checker.getExportsOfModule(library) : [];
  return names.map((symbol) => ({ name: symbol.name, kind: kindOf(symbol), rank: 14, module: IMPORTS.module }));
}

export function describeCompletion(service: ts.LanguageService, at: number, name: string): ts.CompletionEntryDetails | undefined {
  const describe = (file: string, place: number) =>
    service.getCompletionEntryDetails(file, place, name, {}, undefined, {}, undefined);
  return describe(FILE, at) ?? describe(IMPORTS.file, IMPORTS.at);
}
