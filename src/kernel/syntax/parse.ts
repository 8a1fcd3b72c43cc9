/** Parses a cell with acorn, once as TypeScript and, after the types are blanked, once as the JavaScript that will run. */
import { tsPlugin } from '@sveltejs/acorn-typescript';
import { Parser } from 'acorn';
import type { Options } from 'acorn';
import type { Place } from '../../notebook/types';
import { syntaxHint } from './hint';
import { placeAt } from './node';
import type { Node } from './node';

/** A syntax error, or TypeScript that cannot be erased, at its place in the cell. */
export class CompileError extends Error implements Place {
  override readonly name = 'SyntaxError';
  readonly line: number;
  readonly column: number;
  /** A plain guess at the remedy. */
  readonly hint?: string;

  constructor(message: string, place: Place, hint?: string) {
    super(message);
    this.hint = hint;
    this.line = place.line;
    this.column = place.column;
  }
}

/** A parsed cell. */
export interface Parsed {
  source: string;
  /** The top-level statements. */
  body: Node[];
  /** Comments as `[start, end]`. */
  comments: [number, number][];
}

const OPTIONS: Options = {
  ecmaVersion: 'latest',
  sourceType: 'module',
  locations: true,
  preserveParens: true,
  allowHashBang: false,
};

// The plugin is typed against acorn's constructor type of another version.
const TypeScriptParser = Parser.extend(tsPlugin() as unknown as (base: typeof Parser) => typeof Parser);

/** The tree of a cell's TypeScript. Throws a `CompileError`. */
export function parseTypeScript(source: string): Parsed {
  const comments: [number, number][] = [];
  const onComment = (_block: boolean, _text: string, start: number, end: number): void => {
    comments.push([start, end]);
  };
  const program = located(source, () => TypeScriptParser.parse(source, { ...OPTIONS, onComment }));
  return { source, body: (program as unknown as Node).body, comments };
}

/** Checks that what the blanking left is JavaScript: what the types hid from the first parser is found here. */
export function checkJavaScript(code: string): void {
  located(code, () => Parser.parse(code, OPTIONS));
}

function located<T>(source: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof Error) || !('pos' in error)) throw error;
    const message = lowerFirst(error.message.replace(/ \(\d+:\d+\)$/, ''));
    const at = Math.min(Number(error.pos), source.length);
    throw new CompileError(message, placeAt(source, at), syntaxHint(message, source, at));
  }
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text[0].toLowerCase() + text.slice(1) : text;
}
