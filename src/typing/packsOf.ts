/** Which declarations a chapter's cells ask for. */
import type { FileCell } from './cellFile';
import type { Pack } from './protocol';

const MODULES: [Pack, RegExp][] = [
  ['tensorflow', /['"]@tensorflow\/tfjs['"]/],
  ['plot', /['"]@observablehq\/plot['"]/],
];

export function packsOf(cells: readonly FileCell[]): Pack[] {
  const asked = MODULES.filter(([, name]) => cells.some(({ code }) => name.test(code)));
  return ['library', ...asked.map(([pack]) => pack)];
}
