/** Names that can stand at a place of the chapter's module. */
import type ts from 'typescript';
import type { CellFile, CellPlace } from './cellFile';
import type { Completion, Completions } from './protocol';
import { FILE } from './service';

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
  service: ts.LanguageService;
  file: CellFile;
  /** Offset in the file. */
  at: number;
  place: CellPlace;
}

export function completionsAt({ service, file, at, place }: CompletionQuery): Completions | undefined {
  const found = service.getCompletionsAtPosition(FILE, at, { includeCompletionsWithInsertText: true });
  if (!found) return undefined;
  const word = /[\w$]*$/.exec(file.text.slice(0, at))![0];
  const span = found.optionalReplacementSpan;
  const from = span && span.start <= at ? span.start : at - word.length;
  const first = file.text.slice(from, at).charAt(0).toLowerCase();
  const options = found.entries
    .filter(({ name, kind }) => kind !== 'warning' && (!first || name.toLowerCase().includes(first)))
    .map(completionOf)
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

export function describeCompletion(service: ts.LanguageService, at: number, name: string): ts.CompletionEntryDetails | undefined {
  return service.getCompletionEntryDetails(FILE, at, name, {}, undefined, {}, undefined);
}
