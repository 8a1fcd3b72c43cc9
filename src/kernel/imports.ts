/** What cells import. */
import type { CellHost } from './evaluate';
import type { LocatedError } from './failure';

/** What a cell may import: module name to a function that loads its exports. */
export type ModuleMap = Record<string, () => Promise<Record<string, unknown>>>;

/** What an evaluated cell asks for: modules and their exports, with the place of what is not there. `absent` is filled with names that stand only for types. */
export function cellHost(modules: ModuleMap, cell: string, absent: Set<string>): CellHost {
  const at = (error: LocatedError, line?: number, column?: number): LocatedError => {
    if (line !== undefined && column !== undefined) error.place = { cell, line, column };
    return error;
  };
  return {
    load: async (name, line, column) => {
      try {
        return await loadModule(modules, name);
      } catch (error) {
        throw at(error as Error, line, column);
      }
    },
    pick: (exports, module, name, line, column, optional) => {
      if (name in exports) return exports[name];
      if (optional !== undefined) return void absent.add(optional);
      throw at(
        new SyntaxError(`module '${module}' has no export \`${name}\`${nearest(name, Object.keys(exports))}`),
        line,
        column,
      );
    },
  };
}

/** The exports of a module. */
export async function loadModule(modules: ModuleMap, name: string): Promise<Record<string, unknown>> {
  if (!Object.hasOwn(modules, name)) {
    throw new Error(
      `no module '${name}' here: a cell may import ${
        Object.keys(modules)
          .map((known) => `'${known}'`)
          .join(', ') || 'nothing'
      }`,
    );
  }
  return await modules[name]();
}

/** A name that differs only in case, or begins the same: what was probably meant. */
function nearest(name: string, known: string[]): string {
  const lower = name.toLowerCase();
  const found =
    known.find((one) => one.toLowerCase() === lower) ??
    known.find((one) => one.toLowerCase().startsWith(lower.slice(0, Math.max(3, lower.length - 2))));
  return found ? `; did you mean \`${found}\`?` : '';
}
