/** Where notebooks and their saved outputs lie. */
import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { CellOutputs, SavedOutputs } from '../notebook/types';

/** Addresses of all notebooks, such as `theory/baseline`. */
export function notebookPaths(root: string): string[] {
  return readdirSync(join(root, 'notebooks'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .map((file) => file.replace(/\.ts$/, '').split(sep).join('/'))
    .sort();
}

/** Saved outputs as their file holds them: one output a line, so that a change reads as one. */
export function savedText({ cells }: SavedOutputs): string {
  const cellText = ([id, { outputs }]: [string, CellOutputs]) => {
    const lines = outputs.map((output) => `      ${JSON.stringify(output)}`).join(',\n');
    return `    ${JSON.stringify(id)}: { "outputs": [${lines ? `\n${lines}\n    ` : ''}] }`;
  };
  return `{\n  "cells": {\n${Object.entries(cells).map(cellText).join(',\n')}\n  }\n}\n`;
}
