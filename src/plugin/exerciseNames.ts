/** The names of the exercises of every notebook, by its address. */
import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import { compileCell } from '../kernel/compile';
import { findExercises } from '../notebook/exercises';
import { parseNotebook } from '../notebook/parse';
import { addressOf } from './chapter';

export function exerciseNames(root: string): Record<string, string[]> {
  const files = globSync('notebooks/**/*.ts', { cwd: root, ignore: '**/*.d.ts', absolute: true }).sort();
  return Object.fromEntries(files.map((file) => [addressOf(file, root), namesIn(file, root)]));
}

function namesIn(file: string, root: string): string[] {
  const source = readFileSync(file, 'utf8');
  // What does not compile is told by the chapter's loader, with its place.
  const cells = parseNotebook(addressOf(file, root), source).cells.flatMap(({ id, code }) => {
    try {
      return [{ id, analysis: compileCell(id, code).analysis }];
    } catch {
      return [];
    }
  });
  return findExercises(cells).exercises.map(({ name }) => name);
}
