/** What a page's source tells about reading it: minutes, and whether formulas need their fonts. */

/** Words that someone who also looks at formulas and figures reads in a minute. */
const WORDS_PER_MINUTE = 200;

/**
 * Reads a page's Markdown.
 *
 * @returns `read`, whole minutes ≥ 1, without code, imports and tags; `math`, whether the page sets a formula.
 */
export function reading(markdown: string): { read: number; math: boolean } {
  const prose = markdown
    .replace(/^(```+|~~~+)[^]*?^\1/gm, ' ')
    .replace(/^(import|export)\s.*$/gm, ' ')
    .replace(/\{\/\*[^]*?\*\/\}/g, ' ')
    .replace(/<[^>]*>/g, ' ');
  const words = prose.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)?.length ?? 0;
  const math = /\$\$|(?<![\\\w])\$[^\s$][^$\n]*\$/.test(prose.replace(/`[^`\n]*`/g, ' '));
  return { read: Math.max(1, Math.round(words / WORDS_PER_MINUTE)), math };
}
