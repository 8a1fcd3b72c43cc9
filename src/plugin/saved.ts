/** What a notebook's last run left beside it. */
import { existsSync, readFileSync } from 'node:fs';
import type { SavedOutputs } from '../notebook/types';

/** The saved outputs' file beside a notebook's. */
export function savedPath(file: string): string {
  return file.replace(/\.ts$/, '.out.json');
}

/** Reads what a notebook's last run left; nothing when it was never run. */
export function readSaved(file: string): SavedOutputs {
  const path = savedPath(file);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as SavedOutputs) : { cells: {} };
}
