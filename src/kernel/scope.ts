/** What cells leave for later ones: the values of the names that they declared, and exercises. */
import type { Analysis, CompiledCell } from '../notebook/types';
import { forkValues } from './fork';
import { Exercises } from './globals/exercise';

/** A name that a cell declared. */
interface Binding {
  value: unknown;
  cell: string;
}

/** What cells leave for later ones. */
export interface Space {
  scope: Map<string, Binding>;
  exercises: Exercises;
}

/** An empty one. */
export const newSpace = (): Space => ({ scope: new Map(), exercises: new Exercises() });

/** Keeps what a cell has declared. */
export function declare({ scope }: Space, cell: CompiledCell, declared: Record<string, unknown>): void {
  for (const name of cell.analysis.declares)
    if (Object.hasOwn(declared, name)) scope.set(name, { value: declared[name], cell: cell.id });
}

/** Takes out of the scope what a cell declared; gives the values. */
export function forget({ scope, exercises }: Space, cell: string): unknown[] {
  exercises.forget(cell);
  const dropped: unknown[] = [];
  for (const [name, binding] of scope) {
    if (binding.cell !== cell) continue;
    dropped.push(binding.value);
    scope.delete(name);
  }
  return dropped;
}

/** A space of its own for some cells, with copies of the data that they read: nothing they do reaches the cells of the book. */
export function forkOf({ scope, exercises }: Space, cells: CompiledCell[]): Space {
  const read = new Set(cells.flatMap(({ analysis }) => usedNames(analysis)));
  const bindings = [...scope].filter(([name]) => read.has(name));
  const values = forkValues(Object.fromEntries(bindings.map(([name, { value }]) => [name, value])));
  const copies = bindings.map(([name, { cell }]): [string, Binding] => [name, { value: values[name], cell }]);
  return { scope: new Map(copies), exercises: exercises.fork() };
}

/** Names that the cell uses and does not declare. */
function usedNames({ reads, mutates, assigns }: Analysis): string[] {
  return [...new Set([...reads, ...mutates, ...assigns.map((assign) => assign.name)])];
}

/** What the cell uses and somebody gives: an earlier cell, or else the kernel and its host. */
export function visibleNames(
  globals: Record<string, unknown>,
  { scope }: Space,
  { analysis }: CompiledCell,
): Record<string, unknown> {
  const names: Record<string, unknown> = {};
  for (const name of usedNames(analysis)) {
    const binding = scope.get(name);
    if (binding) names[name] = binding.value;
    else if (Object.hasOwn(globals, name)) names[name] = globals[name];
  }
  return names;
}
