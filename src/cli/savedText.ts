/** Saved outputs as text that a reviewer can read and git can compare: one output per line, keys in one order. */
import type { SavedOutputs } from '../notebook/types';

export function savedText({ ms, loads, cells }: SavedOutputs): string {
  const lines = Object.entries(cells).map(([id, { outputs }]) => {
    const list = outputs.map((output) => `        ${JSON.stringify(output)}`).join(',\n');
    return `    ${JSON.stringify(id)}: {\n      "outputs": [${list ? `\n${list}\n      ` : ''}]\n    }`;
  });
  const time = ms === undefined ? '' : `  "ms": ${Math.round(ms)},\n`;
  const modules = loads === undefined ? '' : `  "loads": ${JSON.stringify(loads)},\n`;
  return `{\n${time}${modules}  "cells": {${lines.length > 0 ? `\n${lines.join(',\n')}\n  ` : ''}}\n}\n`;
}
