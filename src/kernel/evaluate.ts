/** Turns a compiled cell's text into its function, among the names that it may read. */
import type { CompiledCell } from '../notebook/types';

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

/**
 * Evaluates a cell's code in the global scope, in strict mode, with the given names around it as constants: reading them sees
 * their values, assigning to them throws, and a name that nobody gave is not defined.
 */
export function evaluate(cell: CompiledCell, names: Record<string, unknown>): CellFunction {
  const list = Object.keys(names).join(', ');
  const source = `'use strict';(function (__names) { const { ${list} } = __names; return (${cell.code}\n);})\n//# sourceURL=${sourceUrl(cell.id)}`;
  return (evaluateText(source) as (names: Record<string, unknown>) => CellFunction)(names);
}
