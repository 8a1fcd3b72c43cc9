/** Turns a compiled cell's text into its function, among the names that it may read. */
import type { CompiledCell } from '../notebook/types';
import { errorsHaveLines, linesBefore } from './lines';

/** What the first line of a cell's code calls. */
export interface CellHost {
  /** Loads a module of the map; the place is that of the import, for the error. */
  load(module: string, line?: number, column?: number): Promise<Record<string, unknown>>;
  /** One export of a module. With `optional`, a missing one is noted under that name and is no error. */
  pick(exports: Record<string, unknown>, module: string, name: string, line: number, column: number, optional?: string): unknown;
}

/** A cell ready to be called: gives what it declares. */
export type CellFunction = (host: CellHost) => Promise<Record<string, unknown>>;

/** How many lines of a cell's code stand before the reader's first. */
export const PREFIX_LINES = 1;

/** The name under which engines report a cell's lines. */
export function sourceUrl(id: string): string {
  return `cell:${id}`;
}

/** Taken at once: a realm may lose it before the first cell runs. Under another name it evaluates in the global scope. */
const evaluateText = eval;
/** Taken at once, too: a cell can put others in their places, and must not have a say in what is evaluated. */
const { apply } = Reflect;
const { keys } = Object;
const { exec } = RegExp.prototype;
const { join } = Array.prototype;
const { repeat } = String.prototype;

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;
const CELL_ID = /^[A-Za-z][\w-]*$/;
const matches = (pattern: RegExp, text: unknown): boolean => typeof text === 'string' && apply(exec, pattern, [text]) !== null;

let isGenuine: ((code: string) => boolean) | undefined;

/**
 * From now on nothing is evaluated but code that `check` knows. It holds for good.
 *
 * @throws Error when it was called before: a cell may come to this function
 */
export function evaluateOnly(check: (code: string) => boolean): void {
  if (isGenuine) throw new Error('what is evaluated has been settled already');
  isGenuine = check;
}

/**
 * Evaluates a cell's code in the global scope, in strict mode, with the given names around it as constants: reading them sees
 * their values, assigning to them throws, and a name that nobody gave is not defined.
 *
 * @throws EvalError for what is no code of the page's or no name of its cells: a cell has tampered with the kernel's ways
 */
export function evaluate(cell: CompiledCell, names: Record<string, unknown>): CellFunction {
  const { id, code } = cell; // once: what is checked is what is evaluated
  const list = keys(names);
  let isSound = typeof code === 'string' && matches(CELL_ID, id) && (isGenuine?.(code) ?? true);
  for (let at = 0; at < list.length; at++) isSound &&= matches(IDENTIFIER, list[at]);
  if (!isSound) throw new EvalError('a cell cannot turn a text into code: restart the kernel');
  const bound = apply(join, list, [', ']) as string;
  const before = errorsHaveLines ? (apply(repeat, '\n', [linesBefore(id)]) as string) : '';
  const source = `${before}'use strict';(function (__names) { const { ${bound} } = __names; return (${code}\n);})\n//# sourceURL=${sourceUrl(id)}`;
  return (evaluateText(source) as (names: Record<string, unknown>) => CellFunction)(names);
}
