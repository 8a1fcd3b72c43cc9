/** The table of `models` in words: `bench/results/models.md`, made of the saved numbers. */
import type { RowResult } from './models';

/** What `models` saves, as far as the table tells it. */
export interface ModelsResult {
  machine: Record<string, string | number>;
  versions: Record<string, string>;
  rows: RowResult[];
}

/** Against whom. */
export const MEASURE = 'C, same blocking, -O3 -msse4.2';
/** Who is held to the goal. */
export const OWN = ['Node', 'Chromium'];

/** Time over that of the measure, by the median and by the fastest turn. */
export const ratiosOf = ({ medians, best }: RowResult, name: string) =>
  [medians, best].map((times) => times[name] / times[MEASURE]);

/** Below 1 by every measure in every engine, above 1 by every one, or neither. */
export function verdict(row: RowResult): 'faster' | 'slower' | 'undecided' {
  const ratios = OWN.filter((name) => name in row.medians).flatMap((name) => ratiosOf(row, name));
  if (ratios.every((ratio) => ratio <= 1)) return 'faster';
  return ratios.every((ratio) => ratio > 1) ? 'slower' : 'undecided';
}

const sizeOf = ({ size }: RowResult) => `${size.users} × ${size.items}, ${size.rows}`;

/** The rows of one verdict, in a sentence. */
function sentence(rows: RowResult[], wanted: ReturnType<typeof verdict>, words: string): string[] {
  const names = rows.filter((row) => verdict(row) === wanted).map((row) => `${row.name} (${row.size.rows} positives)`);
  return names.length > 0 ? [`**${words}:** ${names.join('; ')}.`, ''] : [];
}

/** The whole file. */
export function modelsTable({ machine, versions, rows }: ModelsResult): string {
  const names = Object.keys(versions).filter((name) => name !== MEASURE);
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const cell = (row: RowResult, name: string) =>
    name in row.medians
      ? ratiosOf(row, name)
          .map((ratio) => ratio.toFixed(2))
          .join(' / ')
      : '';
  return [
    '# The models beside C',
    '',
    `One thread, the same data and the same run; made by \`npm run bench -- models\`. Each cell is time over that of “${MEASURE}”, by the`,
    'median and by the fastest turn; below 1 is faster. That program blocks its loops as the kernel does and is as wide as',
    'WebAssembly’s vectors. Time is that of the thread on a processor, so other work on the machine counts only by the memory it takes up.',
    '',
    ...sentence(rows, 'faster', 'Faster than it in Node and in Chromium, by both measures'),
    ...sentence(rows, 'slower', 'Slower than it in both, by both measures'),
    ...sentence(rows, 'undecided', 'Not decided, the measures or the engines disagree'),
    line(['', 'size', 'C, ms', ...names]),
    line(['', '', '', ...names].map(() => '---')),
    ...rows.map((row) => line([row.name, sizeOf(row), row.medians[MEASURE].toFixed(1), ...names.map((name) => cell(row, name))])),
    '',
    `Machine: ${Object.entries(machine)
      .map(([key, value]) => `${key} ${value}`)
      .join(', ')}. ${[...new Set(Object.values(versions))].join('; ')}.`,
    '',
  ].join('\n');
}
