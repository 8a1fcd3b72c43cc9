/** The names that code imports one by one, from any module. */
export function importedNames(code: string): string[] {
  const lists = [...code.matchAll(/^import (?:type )?\{([^}]*)\}/gm)].map(([, names]) => names);
  return lists.flatMap((names) => names.split(',').map((name) => /([\w$]*)\s*$/.exec(name)![1])).filter(Boolean);
}
