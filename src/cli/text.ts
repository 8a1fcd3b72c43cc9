/** Outputs as text for a terminal. */
import { formatNumber, formatScalar } from '../notebook/format';
import { lackText } from '../notebook/lackText';
import type { CheckOutput, ErrorOutput, Output, ProgressOutput, Scalar, TableOutput, ValueNode } from '../notebook/types';

/** Rows of a table that a terminal shows. */
const MAX_ROWS = 20;
const MAX_CELL = 60;

/** One output as lines, without a line break at the end. */
export function outputText(output: Output): string {
  switch (output.kind) {
    case 'text':
      return output.text.replace(/\n$/, '');
    case 'value':
      return valueText(output.tree);
    case 'table':
      return tableText(output);
    case 'svg':
      return `[chart] ${output.label}`;
    case 'html':
      return htmlText(output.html);
    case 'progress':
      return progressText(output);
    case 'error':
      return errorText(output);
    case 'input':
      return `[${output.control.type}] ${output.name}: ${output.value}`;
    case 'lack':
      return lackText(output);
    case 'check':
      return checkText(output);
    case 'cut':
      return `… ${formatNumber(output.dropped)} more ${output.what === 'outputs' ? 'outputs' : 'characters'} not kept`;
  }
}

/** A tree as JavaScript would print it: on one line while it is short. */
export function valueText(node: ValueNode, indent = ''): string {
  if (node.type === 'leaf') return leafText(node.value, indent !== '' && node.of === 'string');
  const deeper = `${indent}  `;
  const [open, close] = node.shape === 'list' ? ['[', ']'] : ['{', '}'];
  const parts = node.entries.map(([key, value]) => (node.shape === 'list' ? '' : `${key}: `) + valueText(value, deeper));
  if (node.more > 0) parts.push(`… ${formatNumber(node.more)} more`);
  const name = node.name ? `${node.name} ` : '';
  const short = `${name}${open} ${parts.join(', ')} ${close}`;
  if (parts.length === 0) return `${name}${open}${close}`;
  if (indent.length + short.length <= 100 && !short.includes('\n')) return short;
  return `${name}${open}\n${parts.map((part) => deeper + part).join('\n')}\n${indent}${close}`;
}

function leafText(value: Scalar, quoted: boolean): string {
  return quoted ? JSON.stringify(value) : formatScalar(value);
}

/** Columns set under each other, numbers to the right. */
export function tableText({ columns, rows, total }: TableOutput): string {
  const shown = rows.slice(0, MAX_ROWS).map((row) => row.map(cellText));
  const widths = columns.map(({ name }, c) => Math.max(name.length, ...shown.map((row) => row[c].length)));
  const line = (cells: string[]): string =>
    cells
      .map((cell, c) => (columns[c].type === 'number' ? cell.padStart(widths[c]) : cell.padEnd(widths[c])))
      .join('  ')
      .trimEnd();
  const lines = [line(columns.map(({ name }) => name)), widths.map((width) => '─'.repeat(width)).join('  '), ...shown.map(line)];
  if (total > shown.length) lines.push(`… ${formatNumber(total - shown.length)} more rows`);
  return lines.join('\n');
}

function cellText(value: Scalar): string {
  if (value === null) return '';
  const text = formatScalar(value).replace(/\s+/g, ' ');
  return text.length > MAX_CELL ? `${text.slice(0, MAX_CELL - 1)}…` : text;
}

/** `epoch ████████░░░░ 12/20  loss 0.4213`. */
export function progressText({ label, done, total, history }: ProgressOutput, width = 24): string {
  const filled = total > 0 ? Math.round((Math.min(done, total) / total) * width) : 0;
  const values = Object.entries(history.at(-1)?.values ?? {}).map(([name, value]) => `  ${name} ${formatNumber(value)}`);
  return `${label} ${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${formatNumber(done)}/${formatNumber(total)}${values.join('')}`;
}

/** `✗ dcg, starter: …` */
function checkText({ exercise, of, passed, message }: CheckOutput): string {
  return `${passed ? '✓' : '✗'} ${exercise}, ${of === 'attempt' ? 'starter' : 'solution'}: ${message || 'passed'}`;
}

function errorText({ name, message, cell, line, column, hint }: ErrorOutput): string {
  const place =
    cell === undefined || line === undefined
      ? ''
      : `\n  in [${cell}], line ${line}${column === undefined ? '' : `, column ${column}`}`;
  return `${name}: ${message}${place}${hint ? `\n  ${hint}` : ''}`;
}

const ENTITIES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&nbsp;': ' ', '&amp;': '&' };

function htmlText(html: string): string {
  return html
    .replace(/<(?:br|\/p|\/div|\/li|\/tr|\/h\d)\b[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:lt|gt|quot|#39|nbsp|amp);/g, (entity) => ENTITIES[entity])
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
