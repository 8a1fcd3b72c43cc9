/** A table as comma-separated values (RFC 4180). */
import type { Scalar, TableOutput } from '../../notebook/types';

export function csvOf({ columns, rows }: Pick<TableOutput, 'columns' | 'rows'>): string {
  const lines = [columns.map(({ name }) => name), ...rows.map((row) => row.map(textOf))];
  return lines.map((line) => `${line.map(field).join(',')}\r\n`).join('');
}

function textOf(value: Scalar): string {
  if (value === null) return '';
  return typeof value === 'object' ? value.special : String(value);
}

function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
