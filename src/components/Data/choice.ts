/** Which data set the cells of this browser work on. */

/** A set that was installed with the site; see `static/data/sets.json`. */
export interface InstalledSet {
  id: string;
  name: string;
  /** Below the site's data folder. */
  folder: string;
  files: string[];
  licence: string;
  acknowledgement: string;
}

export type Choice =
  | { kind: 'built-in' }
  | ({ kind: 'installed' } & Pick<InstalledSet, 'id' | 'name' | 'folder' | 'files'>)
  /** One that the reader brought, and one that the browser refuses to keep. */
  | { kind: 'own' | 'held'; id: string; name: string };

export const BUILT_IN: Choice = { kind: 'built-in' };

/** The built-in world's name, as its data set bears it too. */
export const WORLD = 'built-in world';

export function nameOf(choice: Choice): string {
  return choice.kind === 'built-in' ? WORLD : choice.name;
}

export function isSame(a: Choice, b: Choice): boolean {
  return a.kind === b.kind && (a.kind === 'built-in' || a.id === (b as typeof a).id);
}

/** Reads what a browser kept; what is damaged counts as the built-in world. */
export function parseChoice(text: string | null): Choice {
  try {
    const kept = JSON.parse(text ?? '') as Partial<Record<string, unknown>>;
    const { kind, id, name, folder, files } = kept;
    if (typeof id !== 'string' || typeof name !== 'string') return BUILT_IN;
    if (kind === 'own') return { kind, id, name };
    const areNames = Array.isArray(files) && files.every((file) => typeof file === 'string');
    return kind === 'installed' && typeof folder === 'string' && areNames ? { kind, id, name, folder, files } : BUILT_IN;
  } catch {
    return BUILT_IN;
  }
}
