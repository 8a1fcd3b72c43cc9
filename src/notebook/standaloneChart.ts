/** A chart that stands outside the book: its own namespace, paper and colours, those of the book's light pages. */
import { withoutVariables } from './withoutVariables';

/** As the light page has them; a test compares them with the style sheet. */
export const LIGHT: Readonly<Record<string, string>> = {
  '--paper': '#fcfbf8',
  '--ink': '#1f2126',
  '--second': '#65655f',
  '--accent': '#b3401f',
  '--good': '#0b7a5b',
  '--bad': '#a61b2b',
  '--series-1': '#0072b2',
  '--series-2': '#d55e00',
  '--series-3': '#009e73',
  '--series-4': '#cc79a7',
  '--series-5': '#8f6400',
  '--series-6': '#3893c4',
  '--series-7': '#7a6f00',
  '--series-8': '#55565a',
};

export function standaloneChart(svg: string): string {
  const space = /^<svg\b[^>]*\bxmlns=/.test(svg) ? '' : ' xmlns="http://www.w3.org/2000/svg"';
  return withoutVariables(svg, (name) => LIGHT[name] ?? '')
    .replace(/^<svg\b/, `<svg${space} color="${LIGHT['--ink']}"`)
    .replace(/background:\s*transparent/, `background:${LIGHT['--paper']}`);
}
