/** How a cell comes by a name of a module. */

export interface Import {
  name: string;
  module: string;
  /** Whether the name is a type only, which imports of values do not take. */
  isType?: boolean;
}

/** An insertion into a cell's code. */
export interface ImportEdit {
  /** Offset in the code. */
  from: number;
  insert: string;
}

/** Adds a name to the cell's import from the module, or such an import before its first line. */
export function importEdit(code: string, { name, module, isType = false }: Import): ImportEdit {
  const keyword = isType ? 'import type' : 'import';
  const found = new RegExp(`^(${keyword} \\{)([^}]*)\\} from ['"]${module}['"]`, 'm').exec(code);
  if (!found) return { from: 0, insert: `${keyword} { ${name} } from '${module}';\n` };
  const [, head, names] = found;
  const known = names.trimEnd();
  // As it is laid out: on one line without a comma at the end, or a name a line, each with its own.
  const comma = known.endsWith(',');
  const gap = /\n[ \t]*/.exec(names)?.[0] ?? ' ';
  const insert = `${known === '' || comma ? '' : ','}${gap}${name}${comma ? ',' : ''}`;
  return { from: found.index + head.length + known.length, insert };
}
