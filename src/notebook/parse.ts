/**
 * Reads a notebook in the percent format of Jupytext and VS Code: a TypeScript file of cells, each behind a marker
 *
 *     // %% [fit] Alternate timeout=60
 *
 * The id stands in brackets, the title behind it. Options are the run of known words (`hidden`, `throws`) and `key=value`
 * pairs (`needs=times,propensities`, `timeout=60`) at the end of the line; the title ends where that run begins, so a title may
 * hold such a word anywhere but at its end. A `key=value` in that run with an unknown key is an error.
 */
import { NotebookError } from './errors';
import type { Cell, CellOptions, Notebook } from './types';

const MARKER = /^\/\/\s*%%(.*)$/;
const ID = /^[a-z][a-zA-Z0-9-]*$/;

/**
 * Parses a notebook.
 *
 * @param path its address (`theory/baseline`) or its file (`notebooks/theory/baseline.ts`)
 * @param source the file's text
 * @throws {NotebookError} naming file and line: a marker without id, an id used twice, an unknown option, an empty cell, code
 *   before the first marker (only comments and blank lines may stand there)
 */
export function parseNotebook(path: string, source: string): Notebook {
  const address = path
    .replace(/\\/g, '/')
    .replace(/^.*?\bnotebooks\//, '')
    .replace(/\.ts$/, '');
  const file = `notebooks/${address}.ts`;
  const lines = source.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  const markers = lines.flatMap((line, index) => (MARKER.test(line) ? [index] : []));
  refusePreamble(file, lines.slice(0, markers[0] ?? lines.length));
  const seen = new Map<string, number>();
  const cells = markers.map((start, index) => {
    const cell = parseCell(file, lines, start, markers[index + 1] ?? lines.length);
    const first = seen.get(cell.id);
    if (first !== undefined) throw new NotebookError(file, start + 1, `cell [${cell.id}] exists already, on line ${first}`);
    seen.set(cell.id, start + 1);
    return cell;
  });
  return { path: address, cells };
}

function parseCell(file: string, lines: string[], marker: number, end: number): Cell {
  const { id, title, options } = parseMarker(file, marker + 1, MARKER.exec(lines[marker])![1]);
  let first = marker + 1;
  let last = end;
  while (first < last && lines[first].trim() === '') first++;
  while (last > first && lines[last - 1].trim() === '') last--;
  if (first === last) throw new NotebookError(file, marker + 1, `cell [${id}] is empty`);
  return { id, title, options, code: lines.slice(first, last).join('\n'), line: first + 1 };
}

function parseMarker(file: string, line: number, text: string): Pick<Cell, 'id' | 'title' | 'options'> {
  const match = /^\s*\[([^\]]*)\](.*)$/.exec(text);
  if (!match) throw new NotebookError(file, line, 'a cell needs an id: `// %% [id] Title`');
  const id = match[1].trim();
  if (!ID.test(id)) {
    throw new NotebookError(file, line, `a cell's id must be a small letter, then letters, digits or hyphens, got [${match[1]}]`);
  }
  const words = match[2].split(/\s+/).filter(Boolean);
  const options: CellOptions = { hidden: false, throws: false, needs: [] };
  const given = new Set<string>();
  while (words.length > 0) {
    const word = words[words.length - 1];
    const key = readOption(file, line, word, options);
    if (key === undefined) break;
    if (given.has(key)) throw new NotebookError(file, line, `option \`${key}\` is given twice`);
    given.add(key);
    words.pop();
  }
  return { id, title: words.join(' '), options };
}

/** Writes one option word into `options` and gives its key; undefined when the word belongs to the title. */
function readOption(file: string, line: number, word: string, options: CellOptions): string | undefined {
  if (word === 'hidden' || word === 'throws') {
    options[word] = true;
    return word;
  }
  const pair = /^([a-zA-Z]+)=(.*)$/.exec(word);
  if (!pair) return undefined;
  const [, key, value] = pair;
  if (key === 'needs') {
    options.needs = value.split(',');
    if (options.needs.every((need) => /^[a-z][a-zA-Z]*$/.test(need))) return key;
    throw new NotebookError(file, line, `needs must be names separated by commas, got ${value || 'nothing'}`);
  }
  if (key === 'timeout') {
    options.timeout = Number(value);
    if (value !== '' && options.timeout > 0 && Number.isFinite(options.timeout)) return key;
    throw new NotebookError(file, line, `timeout must be a positive number of seconds, got ${value || 'nothing'}`);
  }
  throw new NotebookError(file, line, `unknown option \`${word}\`: a cell knows hidden, throws, needs=… and timeout=…`);
}

/** Code in front of the first marker belongs to no cell and would never run. */
function refusePreamble(file: string, lines: string[]): void {
  let inComment = false;
  for (const [index, line] of lines.entries()) {
    let rest = line.trim();
    for (;;) {
      if (inComment) {
        const end = rest.indexOf('*/');
        if (end < 0) break;
        inComment = false;
        rest = rest.slice(end + 2).trim();
      }
      if (rest === '' || rest.startsWith('//')) break;
      if (!rest.startsWith('/*')) throw new NotebookError(file, index + 1, 'code stands before the first `// %% [id]` marker');
      inComment = true;
      rest = rest.slice(2);
    }
  }
}
