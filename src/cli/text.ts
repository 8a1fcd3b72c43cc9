/** Outputs as a terminal shows them. */
import { formatNumber } from '../notebook/format';
import type { ErrorOutput, Output, ProgressOutput, Scalar, TableOutput, ValueNode } from '../notebook/types';

const ROWS = 20;
const BAR = 24;

/** An output as lines of text, without a line break at its end. */
export function outputText(output: Output): string {
  switch (output.kind) {
    case 'text':
      return output.text.trimEnd();
    case 'value':
      return treeText(output.tree);
    case 'table':
      return tableText(output);
    case 'svg':
      return `[chart: ${output.label || 'without a label'}]`;
    case 'html':
      return output.html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').trim();
    case 'progress':
      return progressText(output);
    case 'error':
      return errorText(output);
    case 'cut':
      return `… ${output.dropped} more ${output.what === 'text' ? 'characters' : 'outputs'} not kept`;
  }
}

/** A bar, the count, and the latest of each value: `█████░░░ epoch 3 of 10 · loss 0.4012`. */
export function progressText({ label, done, total, history }: ProgressOutput): string {
  const filled = total > 0 ? Math.round((BAR * Math.min(done, total)) / total) : 0;
  const values = Object.entries(history.at(-1)?.values ?? {}).map(([name, value]) => ` · ${name} ${formatNumber(value)}`);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${label} ${done} of ${total}${values.join('')}`;
}

function errorText({ name, message, cell, line, column, hint }: ErrorOutput): string {
  const place = line === undefined ? '' : `${cell ? `[${cell}] ` : ''}line ${line}${column === undefined ? '' : `, column ${column}`}: `;
  return `${place}${name}: ${message}${hint ? `\n${hint}` : ''}`;
}

function scalarText(value: Scalar): string {
  if (typeof value === 'number') return formatNumber(value);
  return value !== null && typeof value === 'object' ? value.special : String(value ?? '');
}

function tableText({ columns, rows, total }: TableOutput): string {
  const lines = [columns.map(({ name }) => name), ...rows.slice(0, ROWS).map((row) => row.map(scalarText))];
  const widths = columns.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const text = lines.map((line) =>
    line
      .map((value, column) => (columns[column].type === 'number' ? value.padStart(widths[column]) : value.padEnd(widths[column])))
      .join('  ')
      .trimEnd(),
  );
  const rest = total - Math.min(rows.length, ROWS);
  return [...text, ...(rest > 0 ? [`… ${rest} more rows`] : [])].join('\n');
}

function treeText(node: ValueNode, indent = ''): string {
  if (node.type === 'leaf') return node.of === 'string' ? JSON.stringify(node.value) : scalarText(node.value);
  const entries = node.entries.map(([key, child]) => {
    const shown = treeText(child, `${indent}  `);
    return node.shape === 'list' ? shown : `${key}: ${shown}`;
  });
  if (node.more > 0) entries.push(`… ${node.more} more`);
  const [open, close] = node.shape === 'list' ? '[]' : '{}';
  const head = node.name ? `${node.name} ` : '';
  const line = `${head}${open} ${entries.join(', ')} ${close}`;
  if (line.length + indent.length <= 100 && !line.includes('\n')) return line;
  return `${head}${open}\n${entries.map((entry) => `${indent}  ${entry}`).join('\n')}\n${indent}${close}`;
}
