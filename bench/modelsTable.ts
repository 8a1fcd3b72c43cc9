/** The table of `models` in words: `bench/results/models.md`, made of the saved numbers. */
import { programs } from './contestants';
import type { RowResult } from './models';

/** What `models` saves, as far as the table tells it. */
export interface ModelsResult {
  machine: Record<string, string | number>;
  versions: Record<string, string>;
  rows: RowResult[];
}

/** Against whom: what one would write in C, and what copies the kernel's own blocking. */
export const MEASURE = programs.plain.name;
export const TWIN = programs.blocked.name;
/** Who is held to the goal. */
export const OWN = ['Node', 'Chromium'];

/** Time over that of a measure, by the median and by the fastest turn. */
export const ratiosOf = ({ medians, best }: RowResult, name: string, measure = MEASURE) =>
  [medians, best].map((times) => times[name] / times[measure]);

/** Below 1 by every measure in every engine, above 1 by every one, or neither. */
export function verdict(row: RowResult, measure = MEASURE): 'faster' | 'slower' | 'undecided' {
  const ratios = OWN.filter((name) => name in row.medians).flatMap((name) => ratiosOf(row, name, measure));
  if (ratios.every((ratio) => ratio <= 1)) return 'faster';
  return ratios.every((ratio) => ratio > 1) ? 'slower' : 'undecided';
}

const sizeOf = ({ size }: RowResult) => `${size.users} × ${size.items}, ${size.rows}`;

/** The rows of each verdict, in sentences. */
function sentences(rows: RowResult[], measure: string): string[] {
  const told = (wanted: ReturnType<typeof verdict>, words: string) => {
    const those = rows.filter((row) => verdict(row, measure) === wanted);
    const names = those.length === rows.length ? 'every row' : those.map(({ name, size }) => `${name} (${size.rows})`).join('; ');
    return those.length > 0 ? [`- ${words}: ${names}.`] : [];
  };
  return [
    `Beside “${measure}”:`,
    '',
    ...told('faster', 'faster in Node and in Chromium, by the median and by the fastest turn'),
    ...told('slower', 'slower in both, by both'),
    ...told('undecided', 'not decided, they disagree'),
    '',
  ];
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
    'median and by the fastest turn; below 1 is faster. Those loops are what one would write, and the compiler may reorder their sums. The programs of',
    '“same blocking” copy how the kernel goes through memory, as wide as WebAssembly’s vectors or as wide as this machine’s: what is left between the',
    'first of them and the kernel is what an engine costs. Time is that of the thread on a processor, so other work on the machine counts only by the',
    'memory it takes up.',
    '',
    ...sentences(rows, MEASURE),
    ...sentences(rows, TWIN),
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
