/** A notebook as a Jupyter notebook, nbformat 4.5: https://nbformat.readthedocs.io/en/latest/format_description.html */
import { lackText } from './lackText';
import { standaloneChart } from './standaloneChart';
import type { Cell, CheckOutput, ErrorOutput, Notebook, Output, SavedOutputs, Scalar, TableOutput, ValueNode } from './types';

/** A notebook's JSON, as far as this book writes it. */
export interface Ipynb {
  nbformat: 4;
  nbformat_minor: 5;
  metadata: {
    kernelspec: { name: string; display_name: string; language: string };
    language_info: { name: string; file_extension: string; mimetype: string };
    title: string;
  };
  cells: (IpynbCode | IpynbMarkdown)[];
}

export interface IpynbMarkdown {
  cell_type: 'markdown';
  id: string;
  metadata: Record<string, never>;
  source: string[];
}

export interface IpynbCode {
  cell_type: 'code';
  id: string;
  metadata: { tags?: string[] };
  execution_count: number | null;
  source: string[];
  outputs: IpynbOutput[];
}

export type IpynbOutput =
  | { output_type: 'stream'; name: 'stdout' | 'stderr'; text: string[] }
  | { output_type: 'display_data'; data: Record<string, string[]>; metadata: Record<string, never> }
  | { output_type: 'error'; ename: string; evalue: string; traceback: string[] };

export interface IpynbOptions {
  /** The built site's address, with a slash at its end: where the library and the notebook's globals come from, so that no clone is needed. */
  site?: string;
}

/** What the site serves to a notebook elsewhere: the file for each module that a cell may import, and the globals. */
export const SITE_MODULES: Readonly<Record<string, string>> = {
  recsys: 'recsys.js',
  '@observablehq/plot': 'plot.js',
  danfojs: 'danfojs.js',
};
export const SITE_GLOBALS = 'notebook.js';

/** Waits until what a cell displays has been sent. */
const SHOWN = 'shown';

/** The names that `notebooks/globals.d.ts` declares. */
export const GLOBALS = [
  ...['display', 'progress', 'signal', 'volatile', 'html', 'data'],
  ...['slider', 'select', 'checkbox', 'button', 'exercise', 'check', 'solution'],
];

/**
 * The notebook for Jupyter with Deno's TypeScript kernel. Each cell becomes a heading and a code cell; saved outputs go along. With the
 * site's address a first cell imports the library and the book's globals (`display`, `data`) from it, and the cells import by address what
 * they imported by name, and wait for what they show. Without it the note says what is missing.
 */
export function toIpynb(notebook: Notebook, saved?: SavedOutputs, { site }: IpynbOptions = {}): Ipynb {
  const note = [
    `# ${notebook.path}`,
    '',
    site === undefined
      ? 'From the Live RecSys Handbook. The cells use its globals (`display`, `progress`, `data`) and its library `recsys`.'
      : `From the Live RecSys Handbook, ${site}. Its cells run in [Deno](https://deno.com)’s kernel: \`deno jupyter --install\`.`,
  ].join('\n');
  const cells = notebook.cells.flatMap((cell, index) => {
    const code = toCode(
      site === undefined ? cell : { ...cell, code: `${byAddress(cell.code, site)}\nawait ${SHOWN}();` },
      index,
      saved,
    );
    return cell.title ? [toMarkdown(`${cell.id}-title`, `## ${cell.title}`), code] : [code];
  });
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: { name: 'deno', display_name: 'Deno', language: 'typescript' },
      language_info: { name: 'typescript', file_extension: '.ts', mimetype: 'text/x.typescript' },
      title: notebook.path,
    },
    cells: [toMarkdown('about-this-notebook', note), ...(site === undefined ? [] : [libraryCell(site)]), ...cells],
  };
}

function libraryCell(site: string): IpynbCode {
  const code = [
    `import * as recsys from "${site}${SITE_MODULES.recsys}";`,
    `import { ${[...GLOBALS, SHOWN].join(', ')} } from "${site}${SITE_GLOBALS}";`,
  ];
  return {
    cell_type: 'code',
    id: 'the-books-library',
    metadata: {},
    execution_count: null,
    source: lines(code.join('\n')),
    outputs: [],
  };
}

/** The code with the modules of its import statements named by their addresses. */
function byAddress(code: string, site: string): string {
  return code.replace(
    /^(\s*import\s(?:[^'";]*?\sfrom\s*)?)(['"])([^'"\n]+)\2/gm,
    (whole, head: string, quote: string, name: string) =>
      Object.hasOwn(SITE_MODULES, name) ? `${head}${quote}${site}${SITE_MODULES[name]}${quote}` : whole,
  );
}

function toMarkdown(id: string, text: string): IpynbMarkdown {
  return { cell_type: 'markdown', id: shorten(id), metadata: {}, source: lines(text) };
}

function toCode(cell: Cell, index: number, saved?: SavedOutputs): IpynbCode {
  const outputs = saved?.cells[cell.id]?.outputs;
  const tags = [...(cell.options.throws ? ['raises-exception'] : []), ...(cell.options.hidden ? ['hide-input'] : [])];
  return {
    cell_type: 'code',
    id: shorten(cell.id),
    metadata: tags.length > 0 ? { tags } : {},
    execution_count: outputs ? index + 1 : null,
    source: lines(cell.code),
    outputs: (outputs ?? []).map(toIpynbOutput),
  };
}

/** nbformat allows ids of 1 to 64 characters. */
function shorten(id: string): string {
  return id.slice(0, 64);
}

/** nbformat's multi-line string: each line with its line break, the last without. */
function lines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function display(data: Record<string, string>): IpynbOutput {
  const entries = Object.entries(data).map(([type, text]) => [type, lines(text)]);
  return { output_type: 'display_data', data: Object.fromEntries(entries) as Record<string, string[]>, metadata: {} };
}

/** An output in nbformat's terms. */
export function toIpynbOutput(output: Output): IpynbOutput {
  switch (output.kind) {
    case 'text':
      return {
        output_type: 'stream',
        name: output.stream === 'warn' || output.stream === 'error' ? 'stderr' : 'stdout',
        text: lines(output.text),
      };
    case 'value':
      return display({ 'text/plain': treeText(output.tree, '') });
    case 'table':
      return display({ 'text/html': tableHtml(output), 'text/plain': tableText(output) });
    case 'svg':
      return display({ 'image/svg+xml': standaloneChart(output.views[0]?.svg ?? ''), 'text/plain': output.label });
    case 'html':
      return display({ 'text/html': output.html });
    case 'progress':
      return display({ 'text/plain': progressText(output) });
    case 'input':
      return display({ 'text/plain': `${output.name}: ${output.value}` });
    case 'lack':
      return display({ 'text/plain': lackText(output) });
    case 'check':
      return { output_type: 'stream', name: 'stdout', text: [checkText(output)] };
    case 'cut':
      return { output_type: 'stream', name: 'stderr', text: [`${output.dropped} more ${cutUnit(output.what)} not kept\n`] };
    case 'error':
      return { output_type: 'error', ename: output.name, evalue: output.message, traceback: traceback(output) };
  }
}

function checkText({ exercise, of, passed, message }: CheckOutput): string {
  return `${of === 'attempt' ? 'your' : 'the book’s'} '${exercise}' ${passed ? 'passes' : 'fails'} the check${message && `: ${message}`}\n`;
}

function cutUnit(what: 'outputs' | 'text'): string {
  return what === 'text' ? 'characters' : 'outputs';
}

function progressText({ label, done, total, history }: Extract<Output, { kind: 'progress' }>): string {
  const last = Object.entries(history[history.length - 1]?.values ?? {}).map(([name, value]) => `${name} ${value}`);
  return [`${label} ${done} of ${total}`, ...last].join(', ');
}

function traceback({ name, message, cell, line, column, hint }: ErrorOutput): string[] {
  const place =
    cell === undefined ? [] : [`  in cell [${cell}], line ${line}${column === undefined ? '' : `, column ${column}`}`];
  return [`${name}: ${message}`, ...place, ...(hint ? [`  ${hint}`] : [])];
}

function treeText(node: ValueNode, indent: string): string {
  if (node.type === 'leaf') return node.of === 'string' ? JSON.stringify(node.value) : scalarText(node.value);
  const inner = `${indent}  `;
  const items = node.entries.map(([key, value]) => {
    const text = treeText(value, inner);
    return `${inner}${node.shape === 'record' ? `${key}: ${text}` : text}`;
  });
  if (node.more > 0) items.push(`${inner}… ${node.more} more`);
  const [open, close] = node.shape === 'list' ? ['[', ']'] : ['{', '}'];
  const name = node.name ? `${node.name} ` : '';
  return items.length === 0 ? `${name}${open}${close}` : `${name}${open}\n${items.join(',\n')}\n${indent}${close}`;
}

function scalarText(value: Scalar): string {
  return value !== null && typeof value === 'object' ? value.special : String(value ?? '');
}

function tableText(table: TableOutput): string {
  const rows = [table.columns.map((column) => column.name), ...table.rows.map((row) => row.map(scalarText))];
  return rows.map((row) => row.join('\t')).join('\n');
}

function tableHtml({ columns, rows, total }: TableOutput): string {
  const row = (cells: string[], tag: string): string =>
    `<tr>${cells.map((cell) => `<${tag}>${escape(cell)}</${tag}>`).join('')}</tr>`;
  const head = row(
    columns.map((column) => column.name),
    'th',
  );
  const body = rows.map((cells) => row(cells.map(scalarText), 'td')).join('\n');
  const more = total > rows.length ? `\n<p>${rows.length} of ${total} rows</p>` : '';
  return `<table>\n<thead>${head}</thead>\n<tbody>\n${body}\n</tbody>\n</table>${more}`;
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
