/** Pieces of the tables that benchmarks write. */

/** A line of a table. */
export const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

/** The machine, and whether others could use it meanwhile. */
export function machineLine(machine: Record<string, string | number>, scheduling?: string): string {
  const words = Object.entries(machine).map(([key, value]) => `${key} ${value}`);
  return `Machine: ${[...words, ...(scheduling ? [`${scheduling} scheduling`] : [])].join(', ')}.`;
}
